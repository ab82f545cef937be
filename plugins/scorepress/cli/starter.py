"""What makes an empty folder a project: the least `mkdocs.yml`, and a place for the units."""

from pathlib import Path

from scorepress.core.layout import CONFIG, read_settings

LEAST_CONFIG = """\
site_name: 绩效考核自评报告公开
docs_dir: content
theme:
  name: material
  language: zh
  font: false
  features: [navigation.tabs, navigation.top]
plugins: [scorepress]
markdown_extensions: [attr_list, tables, toc]
"""
"""All that a site needs; README shows the same."""


def is_empty(folder: Path) -> bool:
    """Whether nothing but hidden files lies in `folder`: what git or an editor keeps there is no work of anybody's."""
    return all(path.name.startswith(".") for path in folder.iterdir())


def start_project(folder: Path) -> Path:
    """Make `folder` a project; the `mkdocs.yml` that was written. Raises OSError where it cannot be written to."""
    config = folder / CONFIG
    with config.open("x", encoding="utf-8", newline="\n") as file:
        file.write(LEAST_CONFIG)
    read_settings(config).units.mkdir(parents=True, exist_ok=True)
    return config

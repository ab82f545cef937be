"""Pages that MkDocs does not build, of every kind: nothing leads to them, nothing fails, and it is told."""

import logging
import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from tests.conftest import REPORT, write_project

SETTINGS = """\
site_name: 测试站
docs_dir: content
theme: {name: material, language: zh, font: false}
plugins: [scorepress: {search: %s}]
markdown_extensions: [attr_list, tables, toc]
validation: {nav: {omitted_files: ignore}}
"""
RANKED = REPORT.replace("title: 示例市甲局", "title: 示例市乙局").replace("unit: jia", "unit: yi")
SCHEME = """\
scheme: demo
edition: 2025
title: 示例方案
rounding: {places: 2, at: [total]}
ranking: {ties: competition}
units: [jia, yi]
parts:
  - id: A
    title: 产出
    full: 10
    indicators:
      - {id: A1, title: 完成数量, full: 6, method: attainment}
      - {id: A2, title: 完成质量, full: 4, method: direct}
"""
FILES = {
    "schemes/demo/2025.yml": SCHEME,
    "content/units/jia/2025.md": REPORT,
    "content/units/yi/index.md": "---\nunit: yi\nname: 示例市乙局\nfictional: true\n---\n",
    "content/units/yi/2025.md": RANKED,
}
KINDS = {
    "a report": "units/yi/2025.md",
    "the page of a unit": "units/yi/index.md",
    "a scheme": "schemes/demo/2025.md",
    "the list of units": "units/index.md",
    "the list of schemes": "schemes/index.md",
    "the search": "search.md",
    "a year": "reports/2025.md",
    "all reports": "reports/index.md",
    "the measures": "measures/index.md",
    "a ranking": "schemes/demo/2025/2025.md",
    "an indicator": "schemes/demo/2025/2025/A1.md",
    "a finding": "reference/findings/SR320.md",
    "the findings": "reference/findings/index.md",
    "a method": "reference/methods/direct.md",
    "the methods": "reference/methods/index.md",
    "a whole folder": "units/yi/",
    "everything that is made": "reference/\nschemes/\nreports/\nmeasures/\nsearch.md",
}


def built(root: Path, settings: str, extra: dict[str, str] | None = None, *, search: bool = False) -> tuple[Path, str]:
    write_project(root, {**FILES, "mkdocs.yml": SETTINGS % str(search).lower() + settings, **(extra or {})})
    told: list[str] = []
    listener = logging.Handler()
    listener.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    logger.addHandler(listener)
    logger.setLevel(logging.INFO)
    try:
        config = load_config(str(root / "mkdocs.yml"))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    finally:
        logger.removeHandler(listener)
    return root / "site", "\n".join(told)


def check_links(site: Path) -> None:
    """No link of our own pages leads nowhere, and none was left half taken out."""
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert "about:left-out" not in html, path
        article = html.partition("<article")[2].rpartition("</article>")[0]
        base = "/" + path.parent.relative_to(site).as_posix().removeprefix(".") + "/"
        for address in re.findall(r'<a [^>]*?href="([^"]*)"', article):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            target = site / unquote(urljoin(base.replace("//", "/"), parts.path)).lstrip("/")
            assert (target / "index.html").is_file() or target.is_file(), (path, address)


@pytest.mark.parametrize("pattern", KINDS.values(), ids=KINDS)
def test_a_kind_of_page_is_left_out_everywhere(pattern: str, tmp_path: Path) -> None:
    patterns = pattern if "reference/" in pattern else f"{pattern}\nreference/"  # the many pages that take the time
    lines = "".join(f"  {line}\n" for line in patterns.split("\n"))
    site, told = built(tmp_path, f"exclude_docs: |\n{lines}", search=pattern == "units/yi/2025.md")
    assert "SR710" in told
    check_links(site)
    everything = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    if pattern in {"units/yi/2025.md", "units/yi/"}:
        assert not (site / "units/yi/2025").exists()
        assert "示例市乙局 2025 年自评报告" not in everything
        assert not (site / "data/reports/yi/2025.json").exists()
        for path in (site / "data").rglob("*.[cj]s*"):
            assert "示例市乙局 2025 年自评报告" not in path.read_text(encoding="utf-8"), path
    if pattern == "search.md":
        assert "sp-search-form" not in (site / "404.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", ["draft_docs", "not_in_nav"])
def test_drafts_are_left_out_and_what_is_not_in_the_menu_is_not(key: str, tmp_path: Path) -> None:
    site, told = built(tmp_path, f"{key}: units/yi/2025.md\nexclude_docs: reference/methods/\n")
    assert (site / "units/yi/2025").exists() is (key == "not_in_nav")
    assert ("列在 draft_docs 里" in told) is (key == "draft_docs")
    check_links(site)


@pytest.mark.parametrize("priority", [1000, 0, -1000])
def test_another_plugin_takes_pages_out(priority: int, tmp_path: Path) -> None:
    hook = (
        "from mkdocs.plugins import event_priority\n"
        f"@event_priority({priority})\n"
        "def on_files(files, config):\n"
        "    for path in ('units/yi/2025.md', 'schemes/demo/2025.md', 'reference/findings/SR320.md'):\n"
        "        file = files.get_file_from_path(path)\n"
        "        if file: files.remove(file)\n"
    )
    site, told = built(tmp_path, "hooks: [hook.py]\n", {"hook.py": hook})
    assert not (site / "units/yi/2025").exists()
    assert "被其他插件移除" in told
    check_links(site)

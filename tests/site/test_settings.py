"""Secrets in mkdocs.yml: wherever an address stands in it, no page has its secret, and it is told without it."""

import os
import re
from pathlib import Path

from tests.conftest import REPORT, run_mkdocs, run_program, write_project

SECRET = "s3cr3tTOKEN"  # noqa: S105 - of nothing
SETTINGS = f"""\
site_name: 测试站
site_url: https://u:{SECRET}@www.example.org/kaohe/
repo_url: https://user:{SECRET}@git.example.org/org/kaohe
edit_uri: https://u:{SECRET}@git.example.org/edit/
docs_dir: content
copyright: '<a href="https://u:{SECRET}@example.org">版权</a>'
theme: {{name: material, language: zh, font: false, features: [content.action.edit]}}
plugins:
  - scorepress:
      search: false
      licence: CC-BY-4.0
      licence_url: https://example.org/licence?access_token={SECRET}
      source_url: https://u:{SECRET}@git.example.org/{{commit}}/{{path}}
extra:
  homepage: https://example.org/?token={SECRET}
  social:
    - {{icon: fontawesome/brands/github, link: "https://user:{SECRET}@github.com/org"}}
nav:
  - index.md
  - 外部: https://user:{SECRET}@example.org/
exclude_docs: reference/
markdown_extensions: [attr_list, tables, toc]
validation: {{nav: {{omitted_files: ignore}}}}
"""
KEYS = [
    *("site_url", "repo_url", "edit_uri", "copyright", "extra.homepage", "extra.social.0.link", "nav.1.外部"),
    *("plugins.0.scorepress.licence_url", "plugins.0.scorepress.source_url"),
]


def test_no_page_has_a_secret_and_each_is_told_with_its_place(tmp_path: Path) -> None:
    write_project(tmp_path, {"mkdocs.yml": SETTINGS, "content/units/jia/2025.md": REPORT})
    done = run_mkdocs(tmp_path, "build")
    assert done.returncode == 0, done.stderr
    assert SECRET not in done.stderr
    for path in (tmp_path / "site").rglob("*"):
        if path.is_file():
            assert SECRET.lower().encode() not in path.read_bytes().lower(), path
    lines = SETTINGS.splitlines()
    told = re.findall(r"mkdocs\.yml:(\d+):\d+: 警告 SR709 \S+: (\S+) 的网址", done.stderr)
    assert {key for _, key in told} == set(KEYS)
    assert all(SECRET in lines[int(line) - 1] for line, _ in told)


def test_check_tells_them_as_well_and_never_prints_them(tmp_path: Path) -> None:
    write_project(tmp_path, {"mkdocs.yml": SETTINGS, "content/units/jia/2025.md": REPORT})
    for form in ("text", "json"):
        done = run_program(tmp_path, "scorepress", "check", "--format", form)
        assert done.returncode == 1
        assert done.stdout.count("SR709") == len(KEYS)
        assert SECRET not in done.stdout + done.stderr


def test_a_secret_of_the_environment_is_taken_out_as_well(tmp_path: Path) -> None:
    settings = SETTINGS.replace(SECRET, "") + "\n"
    settings = re.sub(r"repo_url: .*", "repo_url: !ENV REPOSITORY", settings).replace("u:@", "").replace("user:@", "")
    write_project(tmp_path, {"mkdocs.yml": settings, "content/units/jia/2025.md": REPORT})
    os.environ["REPOSITORY"] = f"https://oauth2:{SECRET}@git.example.org/org/kaohe"
    try:
        done = run_mkdocs(tmp_path, "build")
    finally:
        del os.environ["REPOSITORY"]
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "https://git.example.org/org/kaohe" in html
    assert SECRET.lower() not in (html + done.stderr).lower()
    assert "SR709" in done.stderr

"""What the page of a scheme says of the editions before it."""

import re
from html import unescape
from pathlib import Path

from tests.conftest import SCHEME, MakeProject, run_mkdocs

HOSTILE = '"><img src=x onerror=alert(1)>'.replace("<", "< ")
SECOND = SCHEME.replace("edition: 2025", "edition: 2026").replace(
    "{id: A2, title: 完成质量, full: 4", "{id: A3, was: A2@2025, title: 完成质量, full: 4"
)
THIRD = SECOND.replace("edition: 2026", "edition: 2027").replace("title: 完成数量", f"title: '数量 {HOSTILE} & {{x}}'")


def rows(html: str, edition: str) -> list[list[str]]:
    """The cells of the table of changes since an edition."""
    section = re.search(rf'<h3 id="since-{edition}">.*?(?=<h3|</article>)', html, re.DOTALL)
    assert section
    found = re.findall(r"<tr>(.*?)</tr>", section[0], re.DOTALL)[1:]
    return [[_text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in found]


def _text(cell: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())


def page(root: Path, edition: str) -> str:
    return (root / "site/schemes/demo" / edition / "index.html").read_text(encoding="utf-8")


def test_each_earlier_edition_has_its_changes(make_project: MakeProject) -> None:
    root = make_project({}, extra={"schemes/demo/2026.yml": SECOND, "schemes/demo/2027.yml": THIRD})
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    assert "since-" not in page(root, "2025")
    assert rows(page(root, "2026"), "2025") == [["A3 完成质量", "改编号", "A2", "A3"]]
    html = page(root, "2027")
    assert html.index("since-2026") < html.index("since-2025")
    new = f"数量 {HOSTILE} & {{x}}"
    renamed = [f"A1 {new}", "改名称", "完成数量", new]
    assert rows(html, "2026") == [renamed]
    assert rows(html, "2025") == [renamed, ["A3 完成质量", "改编号", "A2", "A3"]]
    assert "在 2025 版次中为 A2" in _text(html)
    assert HOSTILE not in html  # neither as it is nor half escaped
    assert "onerror" not in re.sub(r"&#34;&gt;&lt; img src=x onerror=alert\(1\)&gt;", "", html)


def test_an_edition_that_changes_nothing_says_so_and_one_with_errors_is_passed_over(make_project: MakeProject) -> None:
    same = SCHEME.replace("edition: 2025", "edition: 2026")
    root = make_project({}, extra={"schemes/demo/2026.yml": same, "schemes/demo/2024.yml": "scheme: demo\n"})
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    assert "方案内容没有改动。" in page(root, "2026")
    assert "since-2024" not in page(root, "2026")

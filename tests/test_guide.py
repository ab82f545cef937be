"""The guide and the README are real: every example in them checks clean, every listed mistake is found as listed.

A fenced block says in its title what it is: a path (`schemes/road/2025.yml`) makes it a file; `scores`, `front matter`
and `scheme` are parts that replace their like in the complete report and scheme of the guide; `indicators` or `parts`
followed by `scores` are a scheme of their own and a report under it.
"""

import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from scorepress.core.findings import Finding
from scorepress.core.layout import SEALS, read_settings
from scorepress.core.messages import translator
from scorepress.project import assess
from scorepress.schemes.loader import load_scheme
from scorepress.schemes.methods import METHODS

ROOT = Path(__file__).parents[1]
GUIDE = sorted((ROOT / "content" / "guide").glob("*.md"))
PAGES = [ROOT / "README.md", *GUIDE]
FENCED = re.compile(
    r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
TITLE = re.compile(r'title="(?P<title>[^"]+)"')
MISTAKE = re.compile(r"^\| `(?P<bad>[^`]+)` \| (?:`(?P<good>[^`]+)`|[^|`]+) \| \[(?P<code>SR\d{3})\]", re.MULTILINE)
SCHEME = "schemes/zwfw/2025.yml"
REPORT = "content/units/qingshi-zwj/2025.md"
CONFIG = """\
docs_dir: content
plugins: [scorepress]
"""
NEIGHBOUR = "content/units/heyuan-zwj/index.md"
NEIGHBOURS_PAGE = "---\nunit: heyuan-zwj\nname: 邻县政务服务局（虚构）\nfictional: true\n---\n"
OWN_SCHEME = """\
scheme: zwfw
edition: 2025
title: 示例方案
rounding: {places: 2, at: [total]}
units: [qingshi-zwj, heyuan-zwj]
parts:
"""
FILLER = """\
- id: P
  title: 基本分
  indicators:
    - {id: filler, title: 其他, full: 1, method: direct}
"""


class Block(NamedTuple):
    """One titled block of a page."""

    page: str
    title: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.page}: {self.title}: {self.text[:20].splitlines()[0]}"


def titled(page: Path) -> Iterator[Block]:
    for found in FENCED.finditer(page.read_text(encoding="utf-8")):
        title = TITLE.search(found["info"])
        if title:
            yield Block(page.name, title["title"], found["text"])


BLOCKS = [block for page in PAGES for block in titled(page)]
PAIRS = [
    (rules, scores)
    for rules, scores in pairwise(BLOCKS)
    if rules.title in {"indicators", "parts"} and scores.title == "scores" and rules.page == scores.page
]
PARTS = [block for block in BLOCKS if "/" not in block.title and not any(block in pair for pair in PAIRS)]
MISTAKES = [
    (found["bad"], found["good"], found["code"])
    for page in GUIDE
    for found in MISTAKE.finditer(page.read_text(encoding="utf-8"))
]


def files() -> dict[str, str]:
    """Every whole file of the guide; a path that stands on two pages is one file."""
    found: dict[str, str] = {}
    for block in BLOCKS:
        if "/" in block.title:
            assert found.setdefault(block.title, block.text) == block.text, f"{block.title} differs between pages"
    return found


def indented(text: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}\n" for line in text.splitlines())


def replaced(text: str, part: str, indent: int = 0) -> str:
    """`text` with every key of `part` replaced, those it does not have put in front; keys stand `indent` deep."""
    pad = " " * indent
    for key in re.findall(r"^([^\s#:-][^:]*):", part, re.MULTILINE):
        text = re.sub(rf"^{pad}{re.escape(key)}:.*\n(?:{pad}[ -].*\n)*", "", text, flags=re.MULTILINE)
    return indented(part, indent) + text


def report(part: str, *, under_scores: bool, scheme: str | None = None) -> str:
    """The complete report of the guide with `part` in its front matter and prose that refers to nothing."""
    front = files()[REPORT].split("---\n")[1]
    front = replaced(front, "declared: {}\n") if under_scores else front
    if scheme is not None:
        front = replaced(front, f"scores:\n{indented(part, 2)}evidence: {{}}\ndeclared: {{}}\n")
    elif under_scores:
        before, _, after = front.partition("scores:\n")
        scores = re.match(r"(?:  .*\n)*", after)
        assert scores
        front = f"{before}scores:\n{replaced(scores.group(), part, 2)}{after[scores.end() :]}"
    else:
        front = replaced(front, part)
    titles = ("基本情况", "自评情况", "存在的问题", "下一步措施")
    return f"---\n{front}---\n" + "\n".join(f"## {title}\n" for title in titles)


def found_in(folder: Path, project: dict[str, str]) -> list[Finding]:
    """Write `project`, seal its schemes, check it."""
    for name, text in {"mkdocs.yml": CONFIG, NEIGHBOUR: NEIGHBOURS_PAGE, **project}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        for evidence in re.findall(r"file: (evidence/[^,}\s]+)", text) if name.startswith("content/") else ():
            proof = path.parent / evidence
            proof.parent.mkdir(exist_ok=True)
            proof.touch()
    sealed = {path: load_scheme(path, path.name) for path in (folder / "schemes").glob("*/*.yml")}
    lines = [f"{path.parent.name}@{path.stem}: {file.digest}\n" for path, file in sealed.items()]
    (folder / "schemes" / SEALS).write_text("".join(lines), encoding="utf-8")
    return assess(read_settings(folder / "mkdocs.yml")).findings


def codes(folder: Path, project: dict[str, str]) -> set[str]:
    """The codes of what is found in `project`, which is told in words where a test fails."""
    findings = found_in(folder, project)
    sys.stdout.write("\n".join(finding.text(translator("en")) for finding in findings))
    return {finding.rule.code for finding in findings}


def test_the_whole_files_of_the_guide_and_the_readme_have_no_findings(tmp_path: Path) -> None:
    assert any(block.page == "README.md" for block in BLOCKS)
    assert codes(tmp_path, files()) == set()


@pytest.mark.parametrize("block", PARTS, ids=lambda block: block.name)
def test_a_part_fits_into_the_complete_example(block: Block, tmp_path: Path) -> None:
    project = files()
    if block.title == "scheme":
        project[SCHEME] = replaced(project[SCHEME], block.text)
    else:
        assert block.title in {"scores", "front matter"}
    if block.title == "scores" or "declared" not in block.text:
        project[REPORT] = report("declared: {}\n", under_scores=False)
    if block.title != "scheme":
        project[REPORT] = report(block.text, under_scores=block.title == "scores")
    assert not codes(tmp_path, project) - unsupported(block)


def unsupported(block: Block) -> set[str]:
    """A part that stands alone may leave evidence of the complete report unused, or list units without pages."""
    return {"scores": {"SR411"}, "scheme": {"SR296"}}.get(block.title, set())


@pytest.mark.parametrize(("rules", "scores"), PAIRS, ids=lambda block: block.name)
def test_a_method_has_an_indicator_and_its_entry(rules: Block, scores: Block, tmp_path: Path) -> None:
    parts = rules.text
    if rules.title == "indicators":
        bonus = "method: bonus" in parts
        kind = "  kind: bonus\n" if bonus else ""
        parts = f"- id: own\n  title: 示例\n{kind}  indicators:\n{indented(rules.text, 4)}"
    project = files()
    project[SCHEME] = OWN_SCHEME + indented(FILLER + parts, 2)
    project[REPORT] = report(f"filler: 1\n{scores.text}", under_scores=True, scheme="own")
    assert codes(tmp_path, project) == set()


@pytest.mark.parametrize(("bad", "good", "code"), MISTAKES, ids=lambda value: str(value)[:30])
def test_a_mistake_of_the_table_is_found_and_its_cure_is_clean(
    bad: str, good: str | None, code: str, tmp_path: Path
) -> None:
    project = files()
    under_scores = re.match(r"[A-Z]\d: ", bad) is not None
    key = re.split(r"[:：]", bad)[0]
    line = f"{key}: …\n"
    wrong = report(line, under_scores=under_scores).replace(line, bad + "\n")
    assert code in codes(tmp_path / "bad", {**project, REPORT: wrong})
    if good is not None:
        right = report(good + "\n", under_scores=under_scores)
        period = re.search(r"^period: (\S+)$", right, re.MULTILINE)
        assert period
        del project[REPORT]
        named = str(Path(REPORT).with_name(f"{period[1]}.md"))
        assert not codes(tmp_path / "good", {**project, named: right})


@pytest.mark.parametrize(("page", "language"), [("README.md", "en"), ("content/guide/review.md", "zh_CN")])
def test_the_finding_shown_is_what_the_command_prints(page: str, language: str, tmp_path: Path) -> None:
    path = "content/units/qingshi-jtj/2025.md"
    faulty = files()[path].replace("A2: 38.5", "A2: 40.5")
    (finding,) = found_in(tmp_path, {**files(), path: faulty})
    assert finding.text(translator(language)) in (ROOT / page).read_text(encoding="utf-8")


def test_the_guide_describes_every_method() -> None:
    text = (ROOT / "content" / "guide" / "methods.md").read_text(encoding="utf-8")
    described = re.findall(r"^## ([a-z_]+) ", text, re.MULTILINE)
    listed = re.findall(r"^\| \[([a-z_]+)\]\(#", text, re.MULTILINE)
    assert listed == described
    assert set(described) == set(METHODS)

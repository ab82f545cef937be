"""The texts of reports in real builds: their links, ids and marks, and what other plugins cannot do to them."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from tests.conftest import CONFIG, REPORT, MakeProject, run_mkdocs, run_program

from scorepress.core.layout import read_settings
from scorepress.project import assess
from scorepress.site.shown import first_missing

TEXT = """\
## 一、完成数量 {#A1}

得分=60*0.95+40*0.9=93 分，共 {{ total }} 分。

1. 甲

说明。

2. 乙

## Scores {#A2}

## 完成质量

见[上年](2024.md#一-基本情况)、[得分](#score-A1)、[本节](#scores)、[方案](<evidence/plan (1).pdf>)、
[方案二](evidence/a%(2).pdf)、[单位](index.md)、[考核方案](../../schemes/demo/2025.md)、[网站](https://www.gov.cn)。

![图](evidence/图.pdf.png) {.sp-score-link}

## __config

## Title
"""
FORMER = REPORT.replace("period: 2025", "period: 2024").replace("## 一、完成数量 {#A1}", "## 一、基本情况")
PICTURE = "GIF89a"
FILES = {
    "content/units/jia/evidence/plan (1).pdf": "%PDF",
    "content/units/jia/evidence/a%(2).pdf": "%PDF",
    "content/units/jia/evidence/图.pdf.png": PICTURE,
    "content/units/jia/evidence/other.pdf": "%PDF",
}
MACROS = """\
from mkdocs.plugins import event_priority


@event_priority(-100)
def on_page_markdown(markdown, *, page, config, files):
    return "# Macro Syntax Error" if page.url.startswith("units/jia/") else markdown
"""


def report(body: str) -> str:
    return REPORT.partition("## 一")[0] + body


def page_of(root: Path, address: str, *, folders: bool) -> str:
    path = root / "site" / (f"{address}/index.html" if folders else f"{address}.html")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("folders", [True, False])
def test_the_text_of_a_report_on_its_page(make_project: MakeProject, folders: bool) -> None:
    config = CONFIG % "zh" + f"use_directory_urls: {str(folders).lower()}\nhooks: [hook.py]\n"
    extra = {**FILES, "mkdocs.yml": config, "hook.py": MACROS}
    root = make_project({"2025.md": report(TEXT), "2024.md": FORMER}, extra=extra)
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    page = page_of(root, "units/jia/2025", folders=folders)
    assert "Macro Syntax Error" not in page
    prose = page.partition('<div class="sp-prose">')[2].partition("</div>")[0]
    assert "得分=60*0.95+40*0.9=93 分，共 8.90 分。" in prose
    assert re.findall(r'"sp-number">([^<]*)<', prose) == ["1.", "2."]
    assert "{.sp-score-link}" in prose
    # Every link leads to a file that is there, and its place is on that page.
    base = f"https://x.invalid/units/jia/2025{'/' if folders else '.html'}"
    for href in re.findall(r'(?:href|src)="([^"]*)"', prose):
        address, _, place = urljoin(base, unescape(href)).removeprefix("https://x.invalid/").partition("#")
        if address.startswith("https://www.gov.cn"):
            continue
        target = root / "site" / unquote(address)
        target = target / "index.html" if unquote(address).endswith("/") or not target.suffix else target
        assert target.is_file(), href
        if place:
            assert f'id="{unquote(place)}"' in target.read_text(encoding="utf-8"), href
    assert not (root / "site/units/jia/evidence/other.pdf").exists()
    # Ids of the author are their own, and no id stands twice.
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert sorted(set(ids)) == sorted(ids)
    assert {"A1", "A2", "完成质量", "text-__config", "text-title"} <= set(ids)
    # The table of contents is that of the text.
    contents = re.findall(r'class="md-nav__link"[^>]*>|href="#([^"]*)" class="md-nav__link"', page)
    assert {"A1", "A2", "完成质量"} <= {unquote(place) for place in contents}


BOUND = """\
## 一、产出 {#A}

## 二、产出情况 {#A1}

## 完成质量 {#A2}
"""


def test_marks_beside_a_heading_say_whose_and_in_which_layer(make_project: MakeProject) -> None:
    front, _, _ = report(BOUND).partition("---\n## 一")
    reviewed = front + "verified: {by: 考核办, scores: {A2: {marks: 3, note: 佐证不足}}}\n---\n" + BOUND
    root = make_project({"2025.md": reviewed, "2024.md": FORMER.replace("## 一、基本情况", "## 完成数量 {#A1}")})
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr

    def marks(period: str) -> list[tuple[str, str]]:
        page = page_of(root, f"units/jia/{period}", folders=True)
        links = re.findall(r'class="sp-score-link" href="#score-(\w+)">(.*?)</a>', page)
        return [(name, re.sub(r"<[^>]+>|(?<=\.4)0|\.00", "", words)) for name, words in links]

    assert marks("2025") == [
        ("A", "核验分 8.4 / 10 分"),
        ("A1", "A1 完成数量：核验分 5.4 / 6 分"),
        ("A2", "核验分 3 / 4 分"),
    ]
    assert marks("2024") == [("A1", "自评分 5.4 / 6 分")]


def test_a_plugin_that_takes_text_from_a_page_ends_the_build(make_project: MakeProject) -> None:
    hook = """\
def on_post_page(output, *, page, config):
    return output.replace("60*0.95", "600.95") if page.url == "units/jia/2025/" else output.replace("<p>", "<p  >")
"""
    root = make_project(
        {"2025.md": report(TEXT.replace("![图]", "[图]")), "2024.md": FORMER},
        extra={**FILES, "mkdocs.yml": CONFIG % "zh" + "hooks: [hook.py]\n", "hook.py": hook},
    )
    done = run_mkdocs(root, "build")
    assert done.returncode != 0
    assert "units/jia/2025.md" in done.stderr
    assert "得分=60*0.95" in done.stderr


def test_a_page_over_which_the_program_fails_takes_no_other_with_it(make_project: MakeProject) -> None:
    """A site's own template that fails for one report."""
    failing = '{% if score.id == "A2" %}{{ 1 // 0 }}{% endif %}<a class="sp-score-link">{{ score.id }}</a>\n'
    config = (CONFIG % "zh").replace("font: false}", "font: false, custom_dir: overrides}")
    root = make_project(
        {"2025.md": report("## 一、完成质量 {#A2}\n"), "2024.md": FORMER},
        extra={"mkdocs.yml": config, "overrides/scorepress/partials/score_link.html": failing},
    )
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    assert "SR326" in done.stderr
    assert "content/units/jia/2025.md:1:1" in done.stderr
    assert "SR326" in page_of(root, "units/jia/2025", folders=True)
    assert "完成率按目标计算" in page_of(root, "units/jia/2024", folders=True)


def test_every_page_of_this_site_shows_the_text_of_its_record(built_site: Path) -> None:
    root = Path(__file__).parents[2]
    project = assess(read_settings(root / "mkdocs.yml"))
    compared = 0
    for found in project.reports:
        if found.prose is not None and found.publishable:
            page = built_site / found.file.path.relative_to(root / "content").with_suffix("") / "index.html"
            html = page.read_text(encoding="utf-8")
            assert first_missing(found.prose, html) is None, page
            assert first_missing(found.prose, html.replace("。", "", 1).replace("的", "", 30)) is not None
            compared += 1
    assert compared > 80


def test_links_are_checked_by_the_command(make_project: MakeProject) -> None:
    body = "[一](none.md) [二](evidence\\图.png) [三](2024.md) [四](#没有)\n"
    root = make_project({"2025.md": report(body), "2024.md": FORMER.replace("published", "draft")})
    done = run_program(root, "scorepress", "check")
    assert re.findall(r"2025\.md:\d+:\d+: \S+ (SR\d+)", done.stdout) == ["SR403", "SR618", "SR621", "SR620"]

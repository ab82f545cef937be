"""The search index of real builds: what it finds, and that a build fails when it would not find a report."""

import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import CONFIG, REPORT, MakeProject, run_mkdocs

from scorepress.site.copies import read_copy
from scorepress.site.facets import Facets
from scorepress.site.pagefind import Index, decode, encode
from scorepress.site.proof import Question, unfound
from scorepress.site.words import EVERY, asked, key, unit_key, words

PAGE = "units/jia/2025/index.html"
BREAKS = {
    "": "",
    "html.replace(' data-pagefind-body', '')": "不在索引中",
    "re.sub('<article[^>]*>', '<article data-pagefind-body>', html, 1)": "kind=report",
    "html.replace('data-unit=', 'data-owner=')": "unit=",
    "html.replace('<h1 ', '<h1 data-pagefind-ignore ')": "搜索“示例”找不到",
    "html.replace('class=\"sp-prose\"', 'class=\"sp-prose\" data-pagefind-ignore')": "搜索“鹭鸶”找不到",
}
"""What a hook does to the page of a report, and what the build says of it."""


def build(make_project: MakeProject, change: str) -> tuple[int, str, Path]:
    """Build a project of one report whose finished page is changed on its way."""
    hook = f"""\
import re

from mkdocs.plugins import event_priority


@event_priority(-100)
def on_post_page(html, *, page, config):
    return {change} if page.url == "units/jia/2025/" else html
"""
    extra = {"mkdocs.yml": CONFIG % "zh" + ("hooks: [hook.py]\n" if change else ""), "hook.py": hook if change else ""}
    root = make_project({"2025.md": REPORT + "\n河滩有鹭鸶。\n"}, extra=extra)
    done = run_mkdocs(root, "build")
    return done.returncode, done.stderr, root / "site"


@pytest.mark.parametrize("change", BREAKS)
def test_a_build_fails_when_the_search_would_not_find_a_report(make_project: MakeProject, change: str) -> None:
    code, said, _ = build(make_project, change)
    if change:
        assert code != 0
        assert f"{PAGE}: " in said
        assert BREAKS[change] in said
    else:
        assert code == 0, said


def test_every_report_of_this_site_is_found_and_comparisons_are_not(built_site: Path) -> None:
    index = Index(built_site / "pagefind")
    urls = {str(index.fragment(number)["url"]) for number in range(len(index.pages))}
    reports = {
        "/" + path.relative_to(built_site).parent.as_posix() + "/"
        for path in built_site.glob("units/*/*/index.html")
        if 'class="sp-report"' in path.read_text(encoding="utf-8")
    }
    assert len(reports) > 80
    assert reports <= urls
    assert not [url for url in urls if re.match(r"/(reports|measures|guide|reference|findings|search)/", url)]
    assert not [url for url in urls if re.match(r"/schemes/[^/]+/[^/]+/.", url)]
    assert len(next(iter(dict(index.pages_of([EVERY])).values()))) == len(urls)


def test_what_every_query_loads_grows_by_two_bytes_a_page(built_site: Path) -> None:
    bundle = built_site / "pagefind"
    pages = Index(bundle).pages
    assert {path.stem for path in bundle.glob("fragment/*")} == set(pages)
    assert sorted(int(name.rpartition("-")[2][::-1]) for name in pages) == list(range(len(pages)))
    names = gzip.compress(encode(list(pages)))
    assert len(names) < 100 + 3 * len(pages)


def test_fragments_have_other_names_when_a_page_shows_something_else(make_project: MakeProject) -> None:
    _, _, site = build(make_project, "")
    before = set(Index(site / "pagefind").pages)
    _, _, site = build(make_project, "html.replace('有鹭鸶。', '有鹭鸶！')")
    assert before.isdisjoint(Index(site / "pagefind").pages)


@given(st.recursive(st.integers(0, 2**64 - 1) | st.text(), st.lists))
def test_what_is_encoded_is_decoded(value: object) -> None:
    assert decode(encode(value)) == value


def test_the_proof_says_what_is_not_found(built_site: Path) -> None:
    page = next(built_site.glob("units/linjiang-jtj/2021/index.html")).relative_to(built_site).as_posix()

    def found(title: str, prose: str, **facets: str) -> list[str]:
        asks: Facets = {"year": "2021", "unit": "临江市交通运输局", **facets}
        question = Question(page, title, prose, asks)
        return [each.reason.text(str) for each in unfound(built_site, built_site / "pagefind", [question])]

    assert found("绩效考核", "电子客票") == []
    assert found("绩效考核", "电子客票", year="2022") == ["it is not found under year=2022"]
    assert found("绩效考核", "电子客票", unit="临江市甲乙") == [
        "it is not found under unit=市甲",
        "it is not found under unit=甲乙",
    ]
    assert found("没有这个标题", "电子客票")[0].startswith("it is not found for ")
    assert found("绩效考核", "鹦鹉") == ["its page shows no word of its text"]


ARTICLE = (
    '<article data-pagefind-body data-year="2021" data-unit="临江局" data-about="一 · 二">{}</article><p>页脚外文</p>'
)


def test_a_copy_has_the_words_of_its_page_once_and_its_lines_with_their_places() -> None:
    body = (
        '<h1 id="title">招商<b>引资</b></h1><p>招商引资 3 项。</p><p data-pagefind-ignore>不要<b>这个</b></p>'
        '<table><tr id="row"><th>甲</th><td>12</td></tr></table><p>A &amp; B<br>丙</p>'
    )
    copy = read_copy(ARTICLE.format(body))
    assert copy is not None
    assert (copy.title, copy.about, copy.unit) == ("招商引资", "一 · 二", "临江局")
    assert [(line.text, line.id) for line in copy.lines[1:]] == [
        ("招商引资 3 项。", "title"),
        ("甲 · 12", "row"),
        ("A & B\n丙", "row"),
    ]
    text = copy.searched
    for word in ("招商", "商引", "引资", "项", "甲", "12", "a", "b", "丙"):
        assert len(re.findall(rf"\b{key(word)}\b", text)) == 1, word
    assert unit_key("临江") in text
    for word in ("不要", "这个", "页脚"):
        assert key(word) not in text
    assert read_copy("<article>没有标记</article>") is None


@pytest.mark.parametrize(
    ("year", "weight"), [("1899", "1.0"), ("2001", "1.1"), ("2024", "3.4"), ("2025", "3.5"), ("2999", "10.0")]
)
def test_the_word_of_all_pages_weighs_more_the_newer_a_page_is(year: str, weight: str) -> None:
    copy = read_copy(ARTICLE.format("<h1>报告</h1>").replace('data-year="2021"', f'data-year="{year}"'))
    assert copy is not None
    assert copy.year == int(year)
    assert f'<span data-pagefind-weight="{weight}">{EVERY}</span>' in copy.searched


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("招商引资", ["招商", "商引", "引资"]),
        ("高质量发展绩效", ["高质", "量发", "展绩", "绩效"]),
        ("临政办发【2021】 9 号", ["临政", "政办", "办发", "20219"]),
        ("２０２１ 年", ["2021"]),
        ("2351.95万元", ["235195", "万元"]),
        ("税", ["税"]),
        ("、。", []),
    ],
)
def test_a_query_asks_for_few_words(text: str, found: list[str]) -> None:
    assert asked(text) == found


@given(st.text(st.sampled_from("招商引资年号a1 .\n〔〕[]-（"), max_size=30) | st.text(max_size=30))
def test_a_text_is_found_by_itself(text: str) -> None:
    assert set(asked(text)) <= set(words(text))

import pytest

from scorepress.core.findings import Finding
from scorepress.core.spans import Source
from scorepress.reports.front_matter import Page, split
from scorepress.reports.prose import headings, references, replace_references


def page(body: str) -> Page:
    findings: list[Finding] = []
    made = split(Source("a.md", f"---\nx: 1\n---\n{body}"), findings)
    assert findings == []
    return made


@pytest.mark.parametrize(
    ("line", "level", "title", "numbering", "anchor"),
    [
        ("# 自评报告", 1, "自评报告", "", None),
        ("## 一、基本情况", 2, "基本情况", "一、", None),
        ("## 一、基本情况 {#A1}", 2, "基本情况", "一、", "A1"),
        ("### （二）资金使用 {#资金}", 3, "资金使用", "（二）", "资金"),
        ("### (三) 问题 {: #C-1 .wide }", 3, "问题", "(三)", "C-1"),
        ("#### 1. 数量 {#A1.1}", 4, "数量", "1.", "A1.1"),
        ("#### 2.3 质量", 4, "质量", "2.3", None),
        ("#### 2.3质量", 4, "质量", "2.3", None),
        ("#### 4 质量", 4, "质量", "4", None),
        ("## 第三章 概况", 2, "概况", "第三章", None),
        ("## 第二节、概况", 2, "概况", "第二节、", None),
        ("## 一部分企业的问题", 2, "一部分企业的问题", "", None),
        ("## 第一部分 概况", 2, "概况", "第一部分", None),
        ("## 十二、结论", 2, "结论", "十二、", None),
        ("## 基本情况 ##", 2, "基本情况", "", None),
        ("## 2021年工作回顾", 2, "2021年工作回顾", "", None),
        ("## 十分重视安全", 2, "十分重视安全", "", None),
        ("## 指标 {.wide}", 2, "指标", "", None),
        ("##一、基本情况 {#A1}", 2, "基本情况", "一、", "A1"),
        ("一、基本情况 {#A1}\n===", 1, "基本情况", "一、", "A1"),
        ("  基本情况\n--", 2, "基本情况", "", None),
        ("正文。\n\n- 基本情况\n---", 2, "- 基本情况", "", None),
    ],
)
def test_headings(line: str, level: int, title: str, numbering: str, anchor: str | None) -> None:
    (heading,) = headings(page(line))
    assert (heading.level, heading.title, heading.numbering, heading.anchor) == (level, title, numbering, anchor)


UNTITLED = [
    "甲\n乙\n---",
    "甲\n\n---",
    "    甲\n---",
    "> 甲\n---",
    "---\n---",
    "```\n甲\n```\n---",
    "| 甲 |\n|---|",
    "甲\n- - -",
]
"""Lines above a row of signs that Python-Markdown makes no heading of."""


@pytest.mark.parametrize("line", ["####### 七", "```\n## 代码\n```", "~~~\n# 注释\n~~~", "文字 # 不是", "#", *UNTITLED])
def test_no_headings(line: str) -> None:
    assert headings(page(line)) == []


def test_the_place_of_an_underlined_heading() -> None:
    (heading,) = headings(page("正文。\n\n 概况\n---\n"))
    assert (heading.span[1:], heading.underlined) == ((6, 2, 6, 4), True)


def test_the_place_of_an_anchor() -> None:
    (heading,) = headings(page("\n## 七、村村通客车 {#A7}\n"))
    assert heading.span[1:] == (5, 14, 5, 16)
    assert heading.span.source.line(5)[13:15] == "A7"


@pytest.mark.parametrize(
    ("body", "expressions"),
    [
        ("共 {{ total }} 分，{{figures.x.total}} 条", ["total", "figures.x.total"]),
        ("`{{ total }}`", []),
        ("``{{ a }} ` {{ b }}`` {{ c }}", ["c"]),
        ("```\n{{ a }}\n```\n{{ b }}", ["b"]),
        ("~~~ yaml\n{{ a }}\n~~~\n", []),
        ("````\n```\n{{ a }}\n````\n{{ b }}", ["b"]),
        ("{{ a }", []),
        ("{ { a } }", []),
        ("{{ figures.x['一'] }}", ["figures.x['一']"]),
        ("| 甲 | {{ a }} |", ["a"]),
    ],
)
def test_references(body: str, expressions: list[str]) -> None:
    assert [reference.expression for reference in references(page(body))] == expressions


def test_a_reference_alone_on_its_line() -> None:
    found = references(page("  {{ figures.x }}  \n表 {{ figures.y }}\n"))
    assert [reference.alone for reference in found] == [True, False]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_references_are_replaced_where_they_stand(end: str) -> None:
    made = page(end.join(["甲 {{ a }} 乙 {{ b }} 丙", "`{{ a }}`", "```", "{{ a }}", "```", "{{ a }}"]))
    texts = {(reference.span.line, reference.span.column): reference.expression * 2 for reference in references(made)}
    replaced = replace_references(made, texts)
    assert replaced == "甲 aa 乙 bb 丙\n`{{ a }}`\n```\n{{ a }}\n```\naa"


def test_what_has_no_text_is_left_alone() -> None:
    made = page("{{ a }} {{ b }}")
    assert replace_references(made, {(4, 1): "1"}) == "1 {{ b }}"
    assert replace_references(made, {}) == "{{ a }} {{ b }}"

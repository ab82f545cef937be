"""The text as a whole: headings with their places and ids, references, budgets."""

import re
import time
from pathlib import Path

import pytest

from scorepress.core.limits import LIMITS
from scorepress.prose.fill import FigureName, alone, fill
from scorepress.prose.kept import first_lost
from scorepress.prose.nodes import Heading, Reference
from tests.prose.texts import document, drawn


def references(body: str) -> list[Reference]:
    return [node for node in document(body).nodes() if isinstance(node, Reference)]


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
        ("## 指标 {.wide}", 2, "指标 {.wide}", "", None),
        ("##一、基本情况 {#A1}", 2, "基本情况", "一、", "A1"),
        ("一、基本情况 {#A1}\n===", 1, "基本情况", "一、", "A1"),
        ("  基本情况\n--", 2, "基本情况", "", None),
        ("## **一、基本情况**", 2, "基本情况", "一、", None),
        ("## 一、**基本**情况{#A1}", 2, "基本情况", "一、", "A1"),
    ],
)
def test_headings(line: str, level: int, title: str, numbering: str, anchor: str | None) -> None:
    (heading,) = document(line).headings
    assert (heading.level, heading.title, heading.numbering, heading.anchor) == (level, title, numbering, anchor)


UNTITLED = [
    "甲\n乙\n---",
    "甲\n\n---",
    "> 甲\n---",
    "---\n---",
    "```\n甲\n```\n---",
    "| 甲 |\n|---|",
    "甲\n- - -",
]
"""Lines above a row of signs that Python-Markdown makes no heading of."""


@pytest.mark.parametrize("line", ["####### 七", "```\n## 代码\n```", "~~~\n# 注释\n~~~", "文字 # 不是", "#", *UNTITLED])
def test_no_headings(line: str) -> None:
    assert not document(line).headings


def test_the_place_of_an_underlined_heading() -> None:
    text = document("正文。\n\n 概况\n---\n")
    (heading,) = text.headings
    assert text.span(heading.words_start, heading.words_end)[1:] == (6, 2, 6, 4)
    assert heading.underline == "---"


def test_the_place_of_an_anchor() -> None:
    text = document("\n## 七、村村通客车 {#A7}\n")
    (heading,) = text.headings
    span = text.span(heading.anchor_start, heading.anchor_start + len("A7"))
    assert span[1:] == (5, 14, 5, 16)
    assert text.source.line(5)[13:15] == "A7"


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
    assert [reference.expression for reference in references(body)] == expressions


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("  {{ a }}  \n表 {{ b }}\n", ["a"]),
        ("甲\n{{ a }}\n乙", ["a"]),
        ("{{ a }}\n{{ b }}", ["a", "b"]),
        ("- {{ a }}", ["a"]),
        ("> {{ a }}", ["a"]),
        ("## {{ a }}", []),
        ("| {{ a }} |\n|---|", []),
        ("**{{ a }}**", []),
        ("{{ a }} {{ b }}", []),
    ],
)
def test_references_alone_on_their_lines(body: str, found: list[str]) -> None:
    places = alone(document(body))
    assert [reference.expression for reference in references(body) if reference.start in places] == found


def test_a_figure_divides_its_paragraph() -> None:
    text = document("甲\n{{ a }}\n乙 {{ b }}")
    values = {
        reference.start: FigureName("t") if reference.expression == "a" else "9" for reference in references(text.body)
    }
    assert fill(text, values).text == "甲\n乙 9"
    assert [type(block).__name__ for block in fill(text, values).blocks] == ["Paragraph", "FigureBlock", "Paragraph"]


HOSTILE = [
    "**x**",
    "<script>alert(1)</script>",
    "[a](javascript:b)",
    "{{ total }}",
    "\n\n## 甲 {#A1}",
    "`",
    "|",
    "&lt;",
    "\\",
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("around", ["{}", "**{}**", "- {}", "## {}", "| {} |\n|---|", "[{}](a.pdf)", "> {}"])
def test_values_are_text_whatever_they_hold(value: str, around: str) -> None:
    text = document(around.format("{{ a }}"))
    (reference,) = references(text.body)
    filled = fill(text, {reference.start: value})
    assert value in filled.text
    assert [type(node) for node in filled.nodes() if not isinstance(node, Reference)].count(
        Heading
    ) == around.startswith("#")


def test_what_has_no_value_stays() -> None:
    text = document("{{ a }} {{ b }}")
    assert [node.start for node in fill(text, {0: "1"}).nodes() if isinstance(node, Reference)] == [8]
    assert fill(text, {}) is text


def test_code_that_looks_like_a_reference_is_none() -> None:
    assert not references("`{{ a }}`\n\n```\n{{ a }}\n```\n\n\\{{ a }}")
    assert document("甲 {{ a\n}} 乙 {{b}").unclosed == (2, 12)


# Ids


NAMES = [
    "A1",
    "一、基本情况",
    "2021年",
    "__config",
    "score-A1",
    "scores",
    "title",
    "text-x",
    "Q3",
    "figure-x",
    "-x",
    "",
    "__search",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["## 甲 {{#{}}}", "## {}", "{}\n---"])
def test_no_id_of_an_author_is_one_of_the_page(name: str, form: str, template_ids: frozenset[str]) -> None:
    for place in document(form.format(name)).ids:
        assert not any(re.fullmatch(pattern, place) for pattern in template_ids)


def test_no_binding_is_an_id_of_a_template(template_ids: frozenset[str]) -> None:
    """Every id of a template, its variable parts filled in, tried as a binding and as a title."""
    for pattern in template_ids:
        name = re.sub(r"\\(.)", r"\1", pattern.replace(".*", "x1"))
        for body in (f"## 甲 {{#{name}}}", f"## {name}"):
            (place,) = document(body).ids
            assert place.startswith("text-"), name


def test_bindings_keep_the_addresses_under_which_they_are_known() -> None:
    assert document("## 甲 {#A1}\n## 乙 {#deduction}\n## 丙 {#预算}\n## bonus").ids == (
        "A1",
        "deduction",
        "预算",
        "text-bonus",
    )


TEMPLATES = Path(__file__).parents[2] / "plugins/scorepress/site/theme"


@pytest.fixture(scope="module")
def template_ids() -> frozenset[str]:
    """Patterns of all ids that templates on the page of a report or a unit give, and of those that Material uses."""
    ids = {
        re.sub(r"\\{\\{.*?\\}\\}", ".*", re.escape(found))
        for path in TEMPLATES.rglob("*.html")
        for found in re.findall(r'id="([^"]*)"', path.read_text(encoding="utf-8"))
    }
    return frozenset(pattern for pattern in ids if pattern[0] not in ".*") | {"__.*"}


def test_the_templates_give_ids_that_begin_with_small_letters(template_ids: frozenset[str]) -> None:
    assert len(template_ids) > 40
    assert all(re.match(r"[a-z_]", pattern) for pattern in template_ids)
    assert not any(re.match(r"text-", pattern) for pattern in template_ids)


def test_ids_are_never_alike_and_former_ones_lead_on() -> None:
    text = document("## 甲\n## 甲\n## 甲_1\n## Q3 情况\n## 乙 {#scores}\n## 丙 {#A1}")
    assert text.ids == ("甲", "甲_1", "甲_1_1", "text-q3-情况", "text-scores", "A1")
    assert (text.place_of("q3-情况"), text.place_of("scores"), text.place_of("A1")) == (
        "text-q3-情况",
        "text-scores",
        "A1",
    )
    assert text.place_of("A2") is None


def test_the_words_of_a_heading_lead_to_it_but_to_no_place_of_the_page() -> None:
    text = document("## 一、甲（试点）\n## score-A1\n## Q3 情况\n## 二、乙组 {#A1}\n## Scores {#A2}\n## 一、甲（试点）")
    assert (text.place_of("一、甲（试点）"), text.place_of("Q3 情况")) == ("一-甲-试点", "text-q3-情况")
    assert (text.place_of("二、乙组"), text.place_of("scores")) == ("A1", None)
    assert text.place_of("score-A1") is None
    assert text.place_of("乙") is None


# Budgets


HEAVY = {
    "![": "![" * 8000,
    "[": "[" * 8000,
    "ends of pictures": "![" * 3000 + "](" * 3000,
    "emphases inside each other": "*甲 _乙 " * 1000 + "丙_ 丁* " * 1000,
    "quotations": ">" * 5000,
    "bullets": "- x " * 5000,
    "items inside each other": "\n".join("  " * level + "- x" for level in range(300)),
    "numbers": "1. " * 6000,
    "a quotation in a list in a quotation": "- > " * 2000,
    "cells": "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 5000,
    "columns": "|" + "a|" * 10_000 + "\n|" + "-|" * 10_000,
    "cells that are filled up": "|" + "a|" * 200 + "\n|" + "-|" * 200 + "\n" + "|\n" * 5000,
    "entities": "&amp;" * 4000,
    "ampersands": "&" * 20_000,
    "backquotes of growing length": " ".join("`" * length for length in range(1, 190)),
    "backquotes": "` " * 9000,
    "open references": "{{" * 10_000,
    "references": "{{ a }} " * 2500,
    "open references in lines": "{{\n" * 6000,
    "tags": "<a" * 10_000,
    "stars": "*a " * 6000,
    "strong stars": "**a " * 4000,
    "words with stars": "a*b " * 5000,
    "brackets of an address": "[a](" + "(" * 9000,
    "addresses": "[a](" * 4000,
    "links in links": "[" * 3000 + "a" + "](b)" * 3000,
    "colons": "://" * 6000,
    "addresses of the web": "http://a " * 2000,
    "titles": "[a](b " + '"x" ' * 4000,
    "backslashes": "\\" * 20_000,
    "headings": "# a\n" * 20_000,
    "braces in a heading": "# a" + " {" * 9000,
    "numbered lines": "1. a\n" * 20_000,
    "fences": "```\n" * 20_000,
    "fences of all lengths": "".join("`" * (3 + length) + "\n" for length in range(700)),
    "lines": "甲\n" * 9000,
    "paragraphs": "甲\n\n" * 40_000,
    "characters": "甲" * 400_000,
    "columns without bars": "a\tb\n" * 4000,
    "small tables": "|甲|\n|-|\n|一|\n\n" * 5000,
    "small quotations": "> 甲\n\n" * 7000,
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_text_takes_less_than_a_second_or_is_refused(name: str) -> None:
    begun = time.process_time()
    text = document(HEAVY[name])
    first_lost(text)
    drawn(HEAVY[name])
    assert time.process_time() - begun < 4  # twice read, and a machine may be slow
    assert text.findings or text.blocks


@pytest.mark.parametrize(
    ("limit", "below", "above"),
    [
        ("prose_characters", "甲\n\n" * 10, "甲" * 300_001),
        ("block_characters", "甲" * 20_000, "甲" * 20_001),
        ("prose_depth", "- " * 12 + "甲", "- " * 13 + "甲"),
        ("emphasis_depth", "*甲 _乙 " * 6 + "丙_ 丁* " * 6, "*甲 _乙 " * 7 + "丙_ 丁* " * 7),
        ("prose_nodes", "# a\n" * 14_999, "# a\n" * 15_001),
    ],
)
def test_each_budget_has_its_limit_and_its_finding(limit: str, below: str, above: str) -> None:
    assert not document(below).findings
    (finding,) = document(above).findings
    assert (finding.rule.code, finding.args["most"]) == (LIMITS[limit].rule, LIMITS[limit].value)

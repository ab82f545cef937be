"""What a change of a published report is: it follows from what differs for its readers, not from what is said of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorepress.history.facts import Kind
from scorepress.history.states import Difference, alike, differences
from scorepress.history.trails import history
from tests.history.repository import commit, git, repository

PAGE = "content/units/甲/2025.md"
FRONT = """\
title: 甲局 2025 年自评报告
unit: jia
scheme: road@2025
period: 2025
status: published
number: 示发〔2026〕1号
date: 2026-01-10
summary: 总体平稳。
scores:
  A1: {target: 10, actual: 9, note: 以年报为准, evidence: [a]}
  A2: 3.50
verified: {by: 考核办, scores: {A2: {marks: 3, note: 不足}}}
figures:
  projects: {title: 项目, rows: {道路: 3, 桥梁: 4}}
measures:
  - {problem: 进度慢, action: 倒排工期}
evidence: {a: {title: 验收单, keeper: 档案室, reason: 涉密}}
remarks: [原报告有误。]
"""
BODY = "## 一、基本情况\n\n本年完成 **三** 项，\n合计 {{ total }} 分。\n"
Change = Callable[[str], str]


def page(front: str = FRONT, body: str = BODY) -> bytes:
    return f"---\n{front}---\n{body}".encode()


def instead(before: str, after: str) -> Change:
    def change(text: str) -> str:
        assert before in text
        return text.replace(before, after, 1)

    return change


SCORES, FIGURES, TEXT, DETAILS = Difference.SCORES, Difference.FIGURES, Difference.TEXT, Difference.DETAILS
EVIDENCE, MEASURES, REVIEW = Difference.EVIDENCE, Difference.MEASURES, Difference.REVIEW
IN_FRONT: dict[str, tuple[Change, set[Difference]]] = {
    "a score": (instead("A2: 3.50", "A2: 3.6"), {SCORES}),
    "a value": (instead("actual: 9", "actual: 8"), {SCORES}),
    "a score more": (instead("  A2: 3.50", "  A2: 3.50\n  A3: 1"), {SCORES}),
    "a score less": (instead("  A2: 3.50\n", ""), {SCORES}),
    "another scheme": (instead("road@2025", "road@2026"), {SCORES}),
    "a mark of the review": (instead("marks: 3", "marks: 2"), {SCORES}),
    "a declared total": (instead("figures:", "declared: {total: 12}\nfigures:"), {SCORES}),
    "a final review more": (instead("figures:", "final: {by: 委员会}\nfigures:"), {REVIEW}),
    "a figure": (instead("道路: 3", "道路: 5"), {FIGURES}),
    "the title of a figure": (instead("title: 项目", "title: 工程"), {FIGURES}),
    "a form": (instead("figures:", "form: {主要内容: 修路}\nfigures:"), {FIGURES}),
    "a note of a score": (instead("以年报为准", "以快报为准"), {TEXT}),
    "evidence of a score": (instead("evidence: [a]}", "evidence: [a, b]}"), {TEXT}),
    "the title": (instead("甲局 2025", "甲单位 2025"), {TEXT}),
    "the summary": (instead("总体平稳", "总体良好"), {TEXT}),
    "a remark": (instead("原报告有误", "原报告无误"), {TEXT}),
    "evidence": (instead("验收单", "验收报告"), {EVIDENCE}),
    "a measure": (instead("倒排工期", "加派人手"), {MEASURES}),
    "its number": (instead("1号", "2号"), {DETAILS}),
    "the id of its unit": (instead("unit: jia", "unit: yi"), {DETAILS}),
    "a score and a measure": (lambda text: text.replace("3.50", "4").replace("倒排", "顺排"), {SCORES, MEASURES}),
    "digits of a score": (instead("3.50", "3.5"), set()),
    "quotes": (instead("A2: 3.50", "A2: '3.50'"), set()),
    "the order of keys": (instead("target: 10, actual: 9", "actual: 9, target: 10"), set()),
    "block style": (
        instead("  A1: {target: 10, actual: 9,", "  A1:\n    {\n      target: 10,\n      actual: 9,\n     "),
        set(),
    ),
    "a short form written out": (instead("A2: 3.50", "A2: {self: 3.50}"), set()),
    "a comment": (instead("scores:", "# 说明\nscores: # 得分"), set()),
    "the order of sections": (
        lambda text: text.replace("number: 示发〔2026〕1号\n", "").replace("date:", "number: 示发〔2026〕1号\ndate:"),
        set(),
    ),
    "a line folded": (instead("summary: 总体平稳。", "summary: >-\n  总体平稳。"), set()),
}
IN_BODY: dict[str, tuple[Change, set[Difference]]] = {
    "a word": (instead("三", "四"), {TEXT}),
    "a reference": (instead("total", "base"), {TEXT}),
    "a paragraph more": (lambda text: f"{text}\n补记。\n", {TEXT}),
    "a line broken elsewhere": (instead("项，\n", "项，"), set()),
    "bold type": (instead("**三**", "三"), set()),
    "an empty line more": (instead("\n\n", "\n\n\n"), set()),
}


@pytest.mark.parametrize("name", IN_FRONT)
def test_what_differs_in_the_front_matter(name: str) -> None:
    change, expected = IN_FRONT[name]
    assert differences(page(), page(change(FRONT))) == expected


@pytest.mark.parametrize("name", IN_BODY)
def test_what_differs_in_the_text(name: str) -> None:
    change, expected = IN_BODY[name]
    assert differences(page(), page(body=change(BODY))) == expected


@pytest.mark.parametrize("write", [lambda text: text.replace(b"\n", b"\r\n"), lambda text: b"\xef\xbb\xbf" + text])
def test_line_ends_and_a_byte_order_mark_are_nothing(write: Callable[[bytes], bytes]) -> None:
    assert differences(page(), write(page())) == set()


def test_a_front_matter_in_flow_style_is_read_as_a_whole() -> None:
    one, other = "{title: 甲, scores: {A1: 3, A2: 4}}\n", "{title: 甲, scores: {A1: 3.0, A2: 5}}\n"
    assert differences(page(one), page(other)) == {SCORES}
    assert differences(page(one), page(one.replace("3", "3.0"))) == set()


@pytest.mark.parametrize("broken", ["scores: {A1: 3", "scores: [", "scores:\n\t- 3"])
def test_what_cannot_be_read_differs_as_text(broken: str) -> None:
    assert differences(page("scores: {A1: 3}\n"), page(f"{broken}\n")) == {SCORES}
    assert differences(page(f"{broken}\n"), page(f"{broken}\n")) == set()


values = st.recursive(
    st.sampled_from(["3", "3.50", "3.5", "甲", "{x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


@given(values, values)
def test_to_be_alike_goes_both_ways(one: object, other: object) -> None:
    assert alike(one, one)
    assert alike(one, other) == alike(other, one)


# --- In repositories ----------------------------------------------------------------------------------


def kinds(root: Path, *others: str) -> list[tuple[Kind, set[Difference]]]:
    return [(change.kind, set(change.differences)) for change in history(root, "content").of(PAGE, *others).changes]


@pytest.fixture
def public(tmp_path: Path) -> Path:
    root = repository(tmp_path)
    commit(root, "更正更正更正", "2026-01-10", {PAGE: page().decode()})
    return root


def test_the_kind_is_not_what_somebody_wrote(public: Path) -> None:
    commit(public, "更正：只改了排版", "2026-02-01", {PAGE: page(FRONT.replace("3.50", "3.5")).decode()})
    commit(public, "排版", "2026-02-02", {PAGE: page(FRONT.replace("3.50", "3.4")).decode()})
    commit(public, "更正", "2026-02-03", {PAGE: page(FRONT.replace("3.50", "3.4"), BODY.replace("三", "五")).decode()})
    assert kinds(public) == [
        (Kind.CHANGED, {TEXT}),
        (Kind.CORRECTED, {SCORES}),
        (Kind.PUBLISHED, set()),
    ]


@pytest.mark.parametrize("fast_forward", [True, False])
def test_a_merge_is_what_it_brought(public: Path, fast_forward: bool) -> None:
    git(public, "switch", "-q", "-c", "side")
    commit(public, "一", "2026-02-01", {PAGE: page(FRONT.replace("3.50", "9")).decode()})
    commit(public, "又改回，只补文字", "2026-02-02", {PAGE: page(body=f"{BODY}补记。\n").decode()})
    git(public, "switch", "-q", "main")
    if not fast_forward:
        commit(public, "别的", "2026-02-03", {"content/index.md": "首页"})
    git(
        public,
        "merge",
        "-q",
        *([] if fast_forward else ["--no-ff"]),
        "-m",
        "Merge branch side",
        "side",
        day="2026-02-04",
    )
    if fast_forward:  # there is no merge: readers saw each of them
        assert kinds(public)[:2] == [(Kind.CORRECTED, {SCORES, TEXT}), (Kind.CORRECTED, {SCORES})]
    else:
        assert kinds(public) == [(Kind.CHANGED, {TEXT}), (Kind.PUBLISHED, set())]


def test_a_merge_that_brings_nothing_is_not_listed(public: Path) -> None:
    git(public, "switch", "-q", "-c", "side")
    commit(public, "改", "2026-02-01", {PAGE: page(FRONT.replace("3.50", "9")).decode()})
    commit(public, "改回", "2026-02-02", {PAGE: page().decode()})
    git(public, "switch", "-q", "main")
    commit(public, "别的", "2026-02-03", {"content/index.md": "首页"})
    git(public, "merge", "-q", "--no-ff", "-m", "合并", "side", day="2026-02-04")
    assert kinds(public) == [(Kind.PUBLISHED, set())]


def test_what_was_changed_while_it_was_taken_back_is_told_when_it_comes_back(public: Path) -> None:
    commit(public, "收回", "2026-02-01", {PAGE: page(FRONT.replace("published", "draft")).decode()})
    commit(
        public, "修改", "2026-02-02", {PAGE: page(FRONT.replace("published", "draft").replace("3.50", "9")).decode()}
    )
    commit(public, "再公开", "2026-02-03", {PAGE: page(FRONT.replace("3.50", "9")).decode()})
    assert kinds(public) == [(Kind.CORRECTED, {SCORES, Difference.STATUS}), (Kind.PUBLISHED, set())]


def test_files_that_belong_to_it(public: Path) -> None:
    table, scan = "content/units/甲/data/表.csv", "content/units/甲/evidence/单.pdf"
    commit(public, "补材料", "2026-02-01", {table: "a,b\n1,2\n", scan: "%PDF"})
    commit(public, "换行", "2026-02-02", {table: "a,b\r\n1,2\r\n"})
    commit(public, "换扫描件", "2026-02-03", {scan: "%PDF 2"})
    commit(public, "改数据和文字", "2026-02-04", {table: "a,b\n1,3\n", PAGE: page(body=f"{BODY}补记。\n").decode()})
    assert kinds(public, table, scan) == [
        (Kind.CORRECTED, {FIGURES, TEXT}),
        (Kind.CHANGED, {EVIDENCE}),
        (Kind.CORRECTED, {FIGURES, EVIDENCE}),
        (Kind.PUBLISHED, set()),
    ]

"""What was meant as markup and is shown as text, or the reverse: each form of it is named, and its near miss is not."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorepress.checks.misread import GOES_ON, check_misread
from scorepress.checks.pasted import MOST_READY, check_tables
from scorepress.checks.prose import check_unit_body
from scorepress.checks.typed import check_typed
from scorepress.core.findings import Refusal
from scorepress.prose.links import Kind, target
from scorepress.prose.nodes import Link
from tests.prose.texts import document

PAGE = "units/a/2021.md"


def codes(body: str) -> list[str]:
    return [finding.rule.code for finding in check_typed(document(body))]


def links(body: str) -> list[Link]:
    return [node for node in document(body).nodes() if isinstance(node, Link)]


ADDRESSES = [
    "evidence/方案.pdf",
    "2020.md",
    "https://www.gov.cn/a",
    "../b/2021.md#scores",
    "mailto:a@b.cn",
    "www.gov.cn",
]
FORMS = ["[甲]（{}）", "[甲]({}）", "[甲]（{})", "【甲】（{}）", "［甲］({})", "[甲] ({})", "[甲]({}\n)", "[甲](\n{})"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("around", ["{}", "见{}。", "- {}", "> {}", "| {} | 乙 |\n|---|---|", "## {}"])
def test_a_link_with_wrong_brackets_is_named_and_its_cure_is_a_link(form: str, address: str, around: str) -> None:
    if ("\n" in form and around[0] in ">|#-") or ("【" in form and "/" not in address):
        return
    body = around.format(form.format(address))
    (found,) = check_misread(document(body))
    assert found.rule.code == "SR630", body
    (link,) = links(str(found.args["plain"]))
    assert link.address == address


@pytest.mark.parametrize(
    "body",
    [
        "[甲](evidence/方案.pdf)",
        "[注]（见附件）",
        "【附件】（方案.pdf）",
        r"\[甲](evidence/方案.pdf)和[甲\](evidence/方案.pdf)",
        "`[甲]（evidence/方案.pdf）`",
        "[1]（2021 年）",
        "（[甲](evidence/方案.pdf)）",
        "[备注]: 说明",
    ],
)
def test_brackets_that_are_no_link(body: str) -> None:
    assert not list(check_misread(document(body)))


OTHERS = [
    "甲[^1]乙",
    "[[甲]]",
    "![[图.png]]",
    "[甲](a.pdf){.wide}",
    "甲 {#A1}",
    "甲 {: .wide }",
    "## 甲 {: id=__config }",
    '甲 {:width="50%"}',
    "## 甲 ｛#A1｝",
    "## 甲 {＃A1}",
    "::: {custom-style=x}",
    "[TOC]",
    '!!! note "注"',
    "??? tip",
    "~~删去~~",
    "==醒目==",
    "$x^2$",
    r"\frac{1}{2}",
    "\\newpage",
    "{% set x = 1 %}",
    "- [ ] 未办",
    "**重点 **工作",
    "** 重点 **工作",
    "＊＊重点＊＊",
    "- [x] 已办",
]


@pytest.mark.parametrize("body", OTHERS)
def test_signs_of_other_programs_are_named_once_and_counted(body: str) -> None:
    (found,) = check_misread(document(f"{body}\n\n正文。\n\n{body}"))
    assert (found.rule.code, found.args["count"]) == ("SR631", 2)
    assert not list(check_misread(document(f"```\n{body}\n```")))


@pytest.mark.parametrize(
    "body",
    [
        "## 甲 {#A1}",
        "3~5 个，约~10",
        "1==1",
        "a == b == c",
        "$5 和 $6",
        "!!!",
        "[1]",
        "[[1]]",
        "{1,2}",
        "{甲: a=1}",
        "C:\\图\\甲",
        "{{ a }}",
        "张**、李** 等",
        "张＊＊、李＊＊",
        "**甲** 与 **乙**",
        "2 ** 3 ** 4",
        "- 2024\n- 2025",
    ],
)
def test_signs_that_are_signs(body: str) -> None:
    assert not list(check_misread(document(body)))


@pytest.mark.parametrize("number", ["3", "3.5%", "1,000 万元", "0.4 个百分点。"])
def test_a_sign_before_a_number_is_no_bullet(number: str) -> None:
    assert codes(f"- {number}") == ["SR634"]
    assert codes(f"+ {number}") == ["SR634"]
    assert codes(f"同比\n- {number}\n- {number}") == ["SR634"]
    assert not codes(f"-{number}")
    assert not codes(f"- 下降 {number}")
    assert not codes(f"- {number.rstrip('。')}的项目")
    assert codes(f"+ {number.rstrip('。')}的项目") == ["SR634"]


@pytest.mark.parametrize("sign", GOES_ON)
def test_an_address_that_chinese_ends_where_it_may_go_on(sign: str) -> None:
    assert codes(f"见https://a.cn/b{sign}政务") == ["SR635"]
    assert not codes(f"见https://a.cn/b{sign} 政务")
    assert not codes(f"<https://a.cn/b{sign}政务>")
    assert not codes("见https://a.cn/b和其他，https://a.cn/。")


BARS = [
    "| {} | {} |",
    "|{}|{}|",
    "｜{}｜{}｜",
    "{}|{}",
    "{} | {}",
    "{}\t{}",
    "{}    {}",
    "{},{}",
    '"{}","{}"',
    "│{}│{}│",
]
RULERS = ["", "|———|———|\n", "|－－|－－|\n", "|===|===|\n", "|---+---|\n", "├──┼──┤\n"]


@pytest.mark.parametrize(("bars", "ruler", "gap"), list(product(BARS, RULERS, ["", "\n"])))
def test_tables_of_every_form(bars: str, ruler: str, gap: str) -> None:
    if ruler and bars[0] not in "|｜│":
        return
    rows = [bars.format("项目", "金额"), bars.format("办公", "12"), bars.format("差旅", "3.5")]
    body = f"{rows[0]}\n{ruler}" + f"\n{gap}".join(rows[1:])
    (found,) = check_tables(document(f"正文。\n\n{body}\n\n正文。"))
    assert list(found.ready) == ["| 项目 | 金额 |", "| --- | --- |", "| 办公 | 12 |", "| 差旅 | 3.5 |"]
    assert not list(check_tables(document("\n".join(found.ready))))


@pytest.mark.parametrize(
    "body",
    [
        "全面落实,成效明显\n二是抓好,落实整改",
        "姓名：    单位：\n日期：    电话：",
        "　　第一段\n　　第二段",
        "|x| 与 |y|",
        "a|b",
        "得分\n| 项目 | 金额 |\n|---|---|\n| 办公 | 12 |",
        "甲  \n乙  ",
    ],
)
def test_lines_that_are_no_table(body: str) -> None:
    assert not list(check_tables(document(body)))


CELLS = st.text("甲乙75%|ab-", min_size=1, max_size=4).filter(lambda text: any(char.isalnum() for char in text))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=2, max_size=6))
def test_what_is_given_ready_has_all_that_was_pasted(rows: list[list[str]]) -> None:
    pasted = "\n".join("\t".join(row) for row in rows)
    (found,) = check_tables(document(pasted))
    assert len(rows) < MOST_READY
    ready = "\n".join([found.ready[0], *found.ready[2:]])
    assert [char for char in ready if char.isalnum()] == [char for char in pasted if char.isalnum()]


@pytest.mark.parametrize(
    "inside", ["total", "TOTAL", "scores.A1", "round(total / 3, 2)", "3*total", "“total”", "total，2"]
)
@pytest.mark.parametrize("braces", ["{{{}}}", "{{ {} }}", "｛{}｝", "｛｛{}｝｝", "{{｛ {} ｝}}"])
def test_references_with_other_braces(inside: str, braces: str) -> None:
    assert codes(f"得 {braces.format(inside)} 分") == ["SR617"]
    assert not codes(f"得 `{braces.format(inside)}` 分")


@pytest.mark.parametrize("body", ["{1,2}", "{甲, 乙}", "{unit_count}", "{ 合计 }", r"\{ total }"])
def test_braces_that_refer_to_nothing(body: str) -> None:
    assert not codes(body)


@pytest.mark.parametrize("body", ["{{ total }", "{{ total ｝｝", "{{\ntotal }}"])
def test_a_unit_s_page_names_what_is_not_closed(body: str) -> None:
    assert [finding.rule.code for finding in check_unit_body(document(body))] == ["SR140"]


CURES = {
    "[甲](http：//a.cn)": "http://a.cn",
    "[甲](https//a.cn/b)": "https://a.cn/b",
    "[甲](https:/a.cn)": "https://a.cn",
    "[甲](evidence/甲.pdf?v=2)": "evidence/甲.pdf",
    '[甲](evidence/甲.pdf"题")': "evidence/甲.pdf",
    "[甲](evidence/甲．pdf)": "evidence/甲.pdf",
    "[甲](2020.html)": "2020.md",
    "[甲](../b/2020-H1.htm)": "../b/2020-H1.md",
    "[甲](evidence\\甲.pdf)": "evidence/甲.pdf",
}


@pytest.mark.parametrize("body", CURES)
def test_the_address_that_is_proposed_is_one(body: str) -> None:
    (link,) = links(body)
    with pytest.raises(Refusal) as caught:
        target(link, PAGE)
    assert caught.value.rule.code == "SR618"
    assert CURES[body] in caught.value.finding(document(body).span(0)).text(str)
    (proposed,) = links(f"[甲]({CURES[body]})")
    assert target(proposed, PAGE).kind in {Kind.AWAY, Kind.FILE, Kind.PAGE}


@pytest.mark.parametrize("address", ["C:/甲.pdf", "D:\\甲.pdf", "\\\\服务器\\甲.pdf", "//server/甲.pdf"])
def test_a_path_of_one_computer_is_not_called_an_address(address: str) -> None:
    (link,) = links(f"[甲]({address})")
    with pytest.raises(Refusal) as caught:
        target(link, PAGE)
    assert "https" not in caught.value.finding(document("甲").span(0)).text(str)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    (link,) = links("[甲](https://admin:secret@a.cn/b)")
    with pytest.raises(Refusal) as caught:
        target(link, PAGE)
    assert "secret" not in str(caught.value.args_of_message)
    (plain,) = links("[甲](https://a.cn/b@c:d)")
    assert target(plain, PAGE).kind is Kind.AWAY


def test_a_picture_as_code_is_named_as_what_it_is() -> None:
    code = "A" * 30_000
    for body in (f"![甲](data:image/png;base64,{code})", f"[1]: <data:image/png;base64,{code}>"):
        assert [finding.rule.code for finding in document(body).findings] == ["SR636"]
    assert not document("见 data:image/png;base64,AAAA").findings

"""Visible text is kept: what is typed is in the tree, or there is a finding at the first character that is not."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorepress.prose.document import Document
from scorepress.prose.kept import first_lost
from scorepress.prose.nodes import (
    Cell,
    Code,
    CodeBlock,
    Emphasis,
    Group,
    Heading,
    Item,
    Link,
    Node,
    Reference,
    Row,
    TableBlock,
    Text,
)
from tests.prose.texts import document, drawn

SIGNS = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~，。；：！？、（）【】《》“”‘’—…·×÷＝￥～｛｝　"""
WORDS = ["甲", "7", "a", "甲乙", "3.5", "x1"]
CONTEXTS = [
    "{}",
    "甲{}乙",
    "7{}8",
    "a{}b",
    "甲 {} 乙",
    "{} 甲",
    "{}甲{}乙",
    "甲{}乙{}丙",
    "7{}8{}9",
    "甲 {}乙{} 丙",
    "- {} 甲",
    "1. {}甲",
    "## 甲{}乙",
    "## {}",
    "| 甲{}乙 | {} |\n|---|---|\n| {} | 2 | {}丙 |",
    "> {}甲",
    "甲\n{}乙",
    "甲\n{} 3",
    "**甲{}乙**",
    "[甲{}乙](a.pdf)",
    "[甲](a{}b.pdf)",
    "`甲{}乙`",
    "```\n{}\n```",
    "甲 {{{{ a }}}} {}乙",
]


def significant(text: str) -> list[str]:
    """Letters and digits; these are never markup."""
    return [char for char in text if char.isalnum()]


def shown(text: Document) -> list[str]:
    """Letters and digits that a reader sees, with addresses, bindings and formulas, which the tree holds."""
    found: list[tuple[int, str]] = []
    for node in text.nodes():
        if isinstance(node, Text):
            found.append((node.text_start if isinstance(node, CodeBlock) else node.start, node.text))
            found += [(node.info_start, node.info)] if isinstance(node, CodeBlock) else []
        elif isinstance(node, Reference):
            found.append((node.start, node.expression))
        elif isinstance(node, Link) and not text.body.startswith(("<", "http", "HTTP"), node.start):
            found.append((node.address_start, node.address))
        elif isinstance(node, Heading) and node.anchor:
            found.append((node.anchor_start, node.anchor))
        elif isinstance(node, Item):
            found.append((node.number_start, node.number))
    return significant("".join(part for _, part in sorted(found)))


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("times", [1, 2, 3])
def test_every_sign_in_every_context(context: str, times: int) -> None:
    """No letter and no digit is lost, whatever sign stands there; and the check finds nothing to complain of."""
    for sign in SIGNS:
        body = context.format(*[sign * times] * context.replace("{{", "").count("{}"))
        text = document(body)
        lost = first_lost(text)
        if lost is None:
            assert shown(text) == significant(body), body
        else:
            assert body[lost] not in " \n", body


@given(
    st.lists(
        st.sampled_from(
            [*SIGNS, *WORDS, " ", "  ", "\n", "\n\n", "- ", "1. ", "> ", "| ", "|---|", "**", "](", "\t", "```\n"]
        ),
        max_size=40,
    )
)
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_is_in_the_tree_or_there_is_a_finding(parts: list[str]) -> None:
    body = "".join(parts)
    text = document(body)
    lost = first_lost(text)
    if lost is None and not text.findings:
        assert shown(text) == significant(body)
        assert drawn(body) is not None
    elif lost is not None:
        assert not body[lost].isspace()


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_at_all(body: str) -> None:
    body = body.replace("\r", "\n")
    text = document(body)
    assert first_lost(text) is not None or shown(text) == significant(text.body)


RICH = """\
## 一、**基本**情况 {#A1}

全年完成 3 项，得 {{ total }} 分，`代码`，[方案](evidence/plan.pdf)，*重点*。
第二行 \\*不是\\* 强调。

1. 甲
   - 子
2. 乙

| 项目 | 金额 |
|---|---|
| 办公 | 12 |

> 引文

```sql
CREATE VIEW v
```

标题
---

![图](a.png) <https://a.cn> https://b.cn/c
"""


def without(node: Node, victim: Node) -> tuple[Node, ...]:
    """The tree without one node: what is inside it is gone as well."""
    if node is victim:
        return ()
    if isinstance(node, Group):
        return (replace(node, inside=tuple(kept for inner in node.inside for kept in without(inner, victim))),)
    return (node,)


def test_a_parser_that_loses_anything_is_found_out() -> None:
    """Every node of a rich text is taken out once: the check names a character of what is gone."""
    text = document(RICH)
    assert first_lost(text) is None
    victims = [node for node in text.nodes() if RICH[node.start : node.end].strip()]
    assert len(victims) > 40
    for victim in victims:
        mutilated = text.with_blocks(tuple(kept for block in text.blocks for kept in without(block, victim)))
        lost = first_lost(mutilated)
        assert lost is not None, victim
        assert victim.start - 8 <= lost <= victim.end, victim


@pytest.mark.parametrize("kind", [Text, Code, Heading, Item, Emphasis, Link, TableBlock, Row, Cell])
def test_a_parser_that_changes_anything_is_found_out(kind: type[Node]) -> None:
    """Texts, numbers, bindings and addresses that differ from what was typed."""

    def changed(node: Node) -> Node:
        if isinstance(node, Group):
            node = replace(node, inside=tuple(map(changed, node.inside)))
        if type(node) is not kind:
            return node
        if isinstance(node, Text):
            return replace(node, text=node.text.replace("完成 3", "完成 8").replace("代码", "代吗"))
        if isinstance(node, Heading):
            return replace(node, level=node.level + 1)
        if isinstance(node, Item):
            return replace(node, number=node.number and "9.")
        if isinstance(node, Emphasis):
            return replace(node, width=3 - node.width)
        if isinstance(node, Link):
            return replace(node, address="b.pdf")
        return replace(node, inside=node.inside[1:]) if isinstance(node, Group) else node

    text = document(RICH)
    assert first_lost(text.with_blocks(tuple(map(changed, text.blocks)))) is not None


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ('[甲](a.pdf "题")', '"题"'),
        ("[甲](<a.pdf> '题')", "'题'"),
        ("``` 说明 文字\na\n```", "```"),
        ("```sql\na\n```", None),
        ("<!-- 注 -->", None),
        ("[备注]: 说明", None),
        ("[^1]: 脚注", None),
        ("&copy; &#169;", None),
    ],
)
def test_what_other_dialects_lose(body: str, at: str | None) -> None:
    lost = first_lost(document(body))
    assert lost == (None if at is None else body.index(at))

"""Lines and words that YAML reads elsewhere than they were meant: below nothing, or behind a comma."""

import re
from collections.abc import Collection, Iterator
from itertools import takewhile

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Mapping, Scalar
from scorepress.core.spans import span_of_line


class NotIndented(Rule):
    """Lines that belong below a key begin where the key begins."""

    code = "SR034"
    message = N_("the lines below {key} begin where it begins, so that they do not belong to it")
    cure = N_("{cure}")
    why = N_("What belongs to a key stands further in; otherwise the key is empty and its lines are keys of their own.")
    bad = "scores:\nA1: 30\nA2: 20"
    good = "scores:\n  A1: 30\n  A2: 20"


class TextCutByComma(Rule):
    """A text between braces ends at a comma."""

    code = "SR035"
    message = N_("the text ends before the comma; {rest} stands for itself")
    cure = N_("write {plain}")
    why = N_("Between braces a comma begins the next key; a text with a comma in it needs quotes.")
    bad = "A1: {self: 30, note: 一, 二}"
    good = "A1: {self: 30, note: '一, 二'}"


def not_indented(node: Mapping, key: str, strange: Collection[str]) -> tuple[Finding, list[str]] | None:
    """The finding for the keys of `node` that follow the empty `key` and are `strange` there, and those keys."""
    value = node[key]
    if not isinstance(value, Scalar) or not value.plain or value:
        return None
    names = list(node)
    return _below(node, key, list(takewhile(strange.__contains__, names[names.index(key) + 1 :])))


def not_indented_further(node: Mapping, key: str, strange: Collection[str]) -> tuple[Finding, list[str]] | None:
    """The same for keys that follow the rows of `key` and are spelt as its rows are: `J1` below `A1` and `A2`."""
    rows = node[key]
    if not isinstance(rows, Mapping):
        return None
    spelt, names = {_spelling(row) for row in rows}, list(node)
    following = names[names.index(key) + 1 :]
    return _below(node, key, list(takewhile(lambda name: name in strange and _spelling(name) in spelt, following)))


def _spelling(key: str) -> str:
    """How a key with a number in it is spelt: `A9` for `J1`; any other key is itself."""
    return re.sub(r"[^\W\d]+", "A", re.sub(r"\d+", "9", key)) if re.search(r"\d", key) else key


def _below(node: Mapping, key: str, below: list[str]) -> tuple[Finding, list[str]] | None:
    if not below:
        return None
    place, end = node.keys_at[below[0]], node[below[-1]].span
    if place.line == node.keys_at[key].line:
        return None
    last = end.end_line if end.end_column > 1 else end.end_line - 1
    words = N_("put two more spaces before the lines {first} to {last}")
    cure = message(
        words if last > place.line else N_("put two more spaces before the line"), first=str(place.line), last=str(last)
    )
    return NotIndented.at(place, node.keys_at[key], key=key, cure=cure), below


def cut_by_comma(node: Mapping, strange: Collection[str]) -> Iterator[tuple[Finding, list[str]]]:
    """A finding for each text between braces that a comma cuts, and the keys that are the rest of it."""
    names = list(node)
    for index, name in enumerate(names[:-1]):
        text = node[name]
        rest = list(takewhile(lambda key: key in strange and _alone(node, key), names[index + 1 :]))
        if not rest or name in strange or not isinstance(text, Scalar) or not text.plain or not text:
            continue
        start, end = text.span, node.keys_at[rest[-1]]
        if start.line != end.line:
            continue
        line = start.source.line(start.line)
        whole = line[start.column - 1 : end.end_column - 1]
        quote = '"' if "'" in whole else "'"
        plain = f"{line[: start.column - 1]}{quote}{whole}{quote}{line[end.end_column - 1 :]}".strip()
        place = span_of_line(start.source, end.line, node.keys_at[rest[0]].column, max(len(rest[0]), 1))
        yield TextCutByComma.at(place, start, rest=rest, plain=plain), rest


def _alone(node: Mapping, key: str) -> bool:
    """Whether a key has neither a value nor a colon."""
    value, place = node[key], node.keys_at[key]
    line = place.source.line(place.end_line)
    return isinstance(value, Scalar) and not value and not line[place.end_column - 1 :].lstrip().startswith(":")

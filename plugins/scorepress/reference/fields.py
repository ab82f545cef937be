"""What can be said of a record by looking at its class: each key with its type in words, its default and its text.

The texts are the docstrings below the fields, read from the source when somebody asks for a page, not on import.
"""

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator

from scorepress.core import spelling, values
from scorepress.core.messages import N_, Message, message
from scorepress.core.numbers import show
from scorepress.core.paths import read_path
from scorepress.core.records import Record
from scorepress.reference.sources import source_of
from scorepress.schemes.bounds import read_bound
from scorepress.schemes.former import read_former
from scorepress.schemes.indicator import Indicator
from scorepress.schemes.model import Part
from scorepress.schemes.reference import read_scheme_reference

KINDS: dict[Callable[..., Any], str] = {
    spelling.read_number: N_("a number"),
    spelling.read_marks: N_("a number, 0 or more"),
    spelling.read_positive: N_("a number above 0"),
    spelling.read_share: N_("a share such as `90%`"),
    spelling.read_weight: N_("a weight such as `30%` or `3`"),
    spelling.read_count: N_("a whole number, 0 or more"),
    spelling.read_places: N_("a whole number from 0 to 12"),
    values.read_stated: N_("a number or a word"),
    values.read_whole_text: N_("a text"),
    values.read_flag: N_("`true` or `false`"),
    values.read_id: N_("an id"),
    values.read_name: N_("a name that formulas can use"),
    values.read_date: N_("a date"),
    values.read_period: N_("a period"),
    read_scheme_reference: N_("a scheme and its edition"),
    read_former: N_("an id and its edition, such as `A3@2021`"),
    read_path: N_("a path below the folder of the report"),
    read_bound: N_("a share of full marks such as `90%`, or 分"),
}
"""The types of value that people write, in words."""


@dataclass(frozen=True)
class Parameter:
    """One key of a record."""

    name: str
    kind: Message
    """Its type in words."""
    required: bool
    default: str | None
    """What is taken where the key is left out; None where that is nothing."""
    texts: tuple[str, ...]
    """What it means: paragraphs, not yet translated."""
    inner: tuple[type[Record], ...]
    """The records that stand under it."""


def parameters(record: type[Record], only: frozenset[str] | None = None) -> Iterator[Parameter]:
    """The keys of a record, those of its bases first; `only` these, where it is given."""
    hints = get_type_hints(record, include_extras=True)
    texts = field_texts(record)
    for attribute, field in record.model_fields.items():
        name = field.alias or attribute
        if only is not None and name not in only:
            continue
        default = (
            None if field.is_required() else _default(field.get_default(call_default_factory=True), hints[attribute])
        )
        yield Parameter(
            name,
            _in_words(hints[attribute]),
            field.is_required(),
            default,
            texts.get(attribute, ()),
            tuple(dict.fromkeys(_records(hints[attribute]))),
        )


def paragraphs(text: str) -> tuple[str, ...]:
    """A docstring as paragraphs of one line each."""
    return tuple(" ".join(block.split()) for block in inspect.cleandoc(text).split("\n\n") if block.strip())


def purpose(record: type) -> tuple[str, ...]:
    """What a class says of itself."""
    return paragraphs(record.__doc__ or "")


@cache
def field_texts(record: type) -> dict[str, tuple[str, ...]]:
    """The docstrings below the fields of a class and of its bases."""
    found: dict[str, tuple[str, ...]] = {}
    for cls in reversed(record.__mro__):
        if issubclass(cls, Record) and cls is not Record:
            found |= _own_texts(cls)
    return found


def _own_texts(cls: type) -> dict[str, tuple[str, ...]]:
    tree = source_of(cls)
    found: dict[str, tuple[str, ...]] = {}
    for before, after in pairwise(tree.body if tree else []):
        if not isinstance(before, ast.AnnAssign) or not isinstance(before.target, ast.Name):
            continue
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            found[before.target.id] = paragraphs(str(after.value.value))
    return found


def _in_words(hint: Any) -> Message:
    kind, arguments = get_origin(hint), get_args(hint)
    if kind is Annotated:
        reader = next((each.func for each in arguments[1:] if isinstance(each, BeforeValidator)), None)
        return message(KINDS[reader]) if reader in KINDS else _in_words(arguments[0])
    if kind is Literal:
        return message(N_("one of {words}"), words=[f"`{word}`" for word in arguments])
    if kind is list:
        return message(N_("a list: {items}"), items=_in_words(arguments[0]))
    if kind is dict:
        keys, items = map(_in_words, arguments)
        return message(N_("a mapping from {keys} to {items}"), keys=keys, items=items)
    if isinstance(hint, type) and issubclass(hint, Record):
        return _record_in_words(hint)
    rest = [each for each in arguments if each is not NoneType]
    return _in_words(rest[0]) if rest else message(N_("as its own page says"))


def _record_in_words(record: type[Record]) -> Message:
    if issubclass(record, Indicator | Part):
        return message(N_("an indicator") if issubclass(record, Indicator) else N_("a part"))
    if record.short_key is None:
        return message(N_("a mapping with the keys below"))
    return message(N_("a mapping with the keys below, or a lone value for {key}"), key=f"`{record.short_key}`")


def _records(hint: Any) -> Iterator[type[Record]]:
    if isinstance(hint, type) and get_origin(hint) is None:
        if issubclass(hint, Record):
            yield hint
        return
    for each in get_args(hint):
        yield from _records(each)


def _default(value: Any, hint: Any) -> str | None:
    if value is None or value in ([], {}) or isinstance(value, Record):
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Fraction) and "read_share" in repr(hint):
        return f"{show(value * 100)}%"
    return show(value) if isinstance(value, Fraction | Decimal) else str(value)

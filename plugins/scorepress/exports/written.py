"""Records as JSON: every number as its text, as it was written where it was written, and never a float."""

import json
from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scorepress.core.nodes import Scalar
from scorepress.core.numbers import exact_text
from scorepress.core.records import Record

Data = dict[str, Any]
"""A JSON object: texts, flags, lists and objects."""
FORMAT = "scorepress-data"
VERSION = 1
"""Raised when what is there means something else than before; new keys alone do not raise it."""


def document(kind: str, made: Data) -> bytes:
    """A file of the published data: what it holds behind its format, version and type."""
    return json_bytes({"format": FORMAT, "version": str(VERSION), "type": kind, **made})


def json_bytes(made: Data) -> bytes:
    """JSON as every file here has it."""
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def as_written(value: object, node: object = None, *, leave: Collection[str] = ()) -> Any:  # noqa: ANN401 - any JSON
    """A record and everything below it as JSON; `node` is what it was read from, `leave` the keys to leave out.

    Short forms are written out and defaults filled in. What says nothing - no value, an empty list, a flag that is not
    set - is left out.
    """
    if isinstance(value, Record):
        return _record(value, node, leave)
    if isinstance(value, Mapping):
        return {str(key): as_written(each, _below(node, key), leave=leave) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_written(each, _below(node, index), leave=leave) for index, each in enumerate(value)]
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return exact_text(value)
    if isinstance(node, Scalar):  # a share or a bound: 60% stays 60%
        return node.strip()
    if isinstance(value, Fraction):
        return exact_text(value)
    msg = f"{type(value).__name__} has no form as JSON"
    raise TypeError(msg)


def _record(record: Record, node: object, leave: Collection[str]) -> Data:
    if isinstance(node, Scalar) and record.short_key is not None:
        node = {record.short_key: node}
    made: Data = {}
    for name, field in type(record).model_fields.items():
        key, value = field.alias or name, getattr(record, name)
        unset = value is None or value in ([], {}) or (value is False and field.default is False)
        if key not in leave and not unset:
            made[key] = as_written(value, _below(node, key), leave=leave)
    return made


def _below(node: object, key: object) -> object:
    if isinstance(node, Mapping):
        return node.get(key)
    if isinstance(node, list) and isinstance(key, int) and key < len(node):
        return node[key]
    return None

"""Two records of one kind, field by field: what differs, as it is written, and where it stands in both files.

Records are compared by what they mean: `9.50` is `9.5`, and a default written out is the default. In lists, records
with an id are compared with the one of the same id; other rows by what is left between a common beginning and a common
end; of plain values it is told which came and which went. The order of plain values means nothing and is not compared.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scorepress.core.nodes import Items, Mapping, Scalar
from scorepress.core.numbers import show
from scorepress.core.records import Record
from scorepress.core.spans import Span
from scorepress.schemes.bounds import Bound

Path = tuple[str, ...]
ORDER = "order"
"""Stands at the end of a path for the order of what is listed there."""
NOTHING = frozenset[str]()


@dataclass(frozen=True)
class Place:
    """Where a value is written, or would be: its node, if it has one, and the nearest place to show."""

    node: Any
    span: Span

    def below(self, key: str | int, short: str | None = None) -> "Place":
        """The place of what stands at `key`; a lone value stands for the key `short`."""
        if isinstance(self.node, Scalar) and short is not None and key == short:
            return self
        known = isinstance(self.node, Mapping | Items) and (not isinstance(key, str) or key in self.node)
        node = self.node[key] if known else None
        return Place(node, getattr(node, "span", self.span))


def place_of(node: Any) -> Place:
    """The place of a node."""
    return Place(node, node.span)


@dataclass(frozen=True)
class Difference:
    """One value that differs: the keys that lead to it, and both values as written."""

    path: Path
    old: str | None
    """None where there was none."""
    new: str | None
    before: Span
    after: Span


@dataclass(frozen=True)
class Pair:
    """A value in both files."""

    old: Any
    new: Any
    before: Place
    after: Place

    def below(self, old: Any, new: Any, key: str | int, other: str | int | None = None) -> "Pair":
        """The values `old` and `new` at `key`, in the new file at `other` where that is not the same."""
        shorts = getattr(self.old, "short_key", None), getattr(self.new, "short_key", None)
        after = self.after.below(key if other is None else other, shorts[1])
        return Pair(old, new, self.before.below(key, shorts[0]), after)

    def whole(self, path: Path) -> Difference:
        """The difference of the two values as they are."""
        old, new = written(self.old, self.before), written(self.new, self.after)
        return Difference(path, old, new, self.before.span, self.after.span)


def differences(pair: Pair, path: Path = (), skip: frozenset[str] = NOTHING) -> Iterator[Difference]:
    """Every value that differs between the two; `skip` are keys at this level to leave out."""
    old, new = pair.old, pair.new
    if isinstance(old, Record) and isinstance(new, Record):
        yield from _records(pair, path, skip)
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from differences(pair.below(old.get(key), new.get(key), key), (*path, str(key)))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(pair, path)
    elif old != new:
        yield pair.whole(path)


def _records(pair: Pair, path: Path, skip: frozenset[str]) -> Iterator[Difference]:
    """The fields of two records, which may be of two kinds: then a field of one kind counts where it is written."""
    old, new = _fields(pair.old), _fields(pair.new)
    for key in dict.fromkeys([*old, *new]):
        if key in skip:
            continue
        at = pair.below(old.get(key), new.get(key), key)
        alone = (key not in old and at.after.node is None) or (key not in new and at.before.node is None)
        if not alone:
            yield from differences(at, (*path, key))


def _fields(record: Record) -> dict[str, Any]:
    """The values of a record by the keys that people write."""
    return {field.alias or name: getattr(record, name) for name, field in type(record).model_fields.items()}


def _lists(pair: Pair, path: Path) -> Iterator[Difference]:
    rows = [*pair.old, *pair.new]
    if not all(isinstance(row, Record) for row in rows):
        yield from _values(pair, path)
        return
    names = [_names(pair.old), _names(pair.new)]
    if all(len(found) == len(set(found)) and None not in found for found in names):
        yield from _named(pair, path, *names)
    else:
        yield from _rows(pair, path)


def _names(rows: Sequence[Record]) -> list[Any]:
    """What each row is known by: its id, or what it is short for; None where it has nothing of the kind."""
    return [getattr(row, "id", None) or getattr(row, type(row).short_key or "", None) for row in rows]


def _named(pair: Pair, path: Path, old: list[str], new: list[str]) -> Iterator[Difference]:
    for name in dict.fromkeys([*old, *new]):
        one, other = (names.index(name) if name in names else None for names in (old, new))
        yield from _row(pair, one, other, (*path, name))
    kept = [name for name in old if name in new], [name for name in new if name in old]
    if kept[0] != kept[1]:
        order = (*path, ORDER)
        yield Difference(order, ", ".join(kept[0]), ", ".join(kept[1]), pair.before.span, pair.after.span)


def _rows(pair: Pair, path: Path) -> Iterator[Difference]:
    """Rows without names: those between what both begin with and what both end with, one by one."""
    old, new = pair.old, pair.new
    most = min(len(old), len(new))
    head = next((index for index in range(most) if old[index] != new[index]), most)
    tail = next((index for index in range(most - head) if old[-1 - index] != new[-1 - index]), most - head)
    rest = len(old) - head - tail, len(new) - head - tail
    for index in range(head, head + max(rest)):
        one, other = (index if index < head + length else None for length in rest)
        yield from _row(pair, one, other, (*path, str(index + 1)))


def _row(pair: Pair, one: int | None, other: int | None, path: Path) -> Iterator[Difference]:
    """One row at the index `one` of the old list and `other` of the new one; None where it is not there."""
    before = pair.before if one is None else pair.before.below(one)
    after = pair.after if other is None else pair.after.below(other)
    old = None if one is None else pair.old[one]
    new = None if other is None else pair.new[other]
    if old is not None and new is not None:
        yield from differences(Pair(old, new, before, after), path)
    else:
        texts = written(old, before if old else None), written(new, after if new else None)
        yield Difference(path, *texts, before.span, after.span)


def _values(pair: Pair, path: Path) -> Iterator[Difference]:
    """Plain values: which went and which came."""
    gone, come = Counter(pair.old), Counter(pair.new)
    gone, come = gone - come, come - gone
    if gone or come:
        yield Difference(path, _listed(gone), _listed(come), pair.before.span, pair.after.span)


def _listed(values: Counter[Any]) -> str | None:
    return ", ".join(written(each) or "" for each in values.elements()) or None


def written(value: Any, place: Place | None = None) -> str | None:
    """`value` as the file has it; where the file does not say, as it would be written."""
    if place is not None and place.node is not None:
        return flow(place.node)
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal | Fraction):
        return show(value)
    if isinstance(value, Bound):
        return f"{show(value.number * 100)}%" if value.of_full else show(value.number)
    return str(value)


def flow(node: Any) -> str:
    """A node in one line, as YAML writes it."""
    if isinstance(node, Mapping):
        return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in node.items()) + "}"
    if isinstance(node, Items):
        return "[" + ", ".join(map(flow, node)) + "]"
    return " ".join(str(node).split())

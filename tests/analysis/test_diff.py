"""What is found between two editions: the cases of diffs.yml, and what must hold for any two."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from scorepress.analysis.changes import Change, Kind
from scorepress.analysis.editions import changes
from scorepress.analysis.keys import KEYS
from scorepress.core.messages import say, translator
from scorepress.core.nodes import Items, Mapping, Scalar
from scorepress.core.numbers import is_number
from scorepress.core.records import Record
from scorepress.core.spans import Span
from scorepress.schemes.former import edition_order
from scorepress.schemes.indicator import Entry
from tests.analysis.editions import edition, in_memory, read
from tests.test_properties import Made, block, made_schemes, with_extras

DATA = yaml.load((Path(__file__).parent / "diffs.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - every scalar stays text
CASES = [pytest.param(case, id=case["title"]) for case in DATA["cases"]]
MIRROR = {Kind.ADDED: Kind.DROPPED, Kind.DROPPED: Kind.ADDED}
Row = tuple[str, ...]


def row(change: Change) -> Row:
    subject = change.subject.id if change.subject else ""
    values = ("" if value is None else say(value, str) for value in (change.old, change.new))
    more = [*change.classes, *(["inferred"] if change.inferred else [])]
    return (change.kind.value, subject, ".".join(change.key), *values, *more)


def texts(case: dict[str, Any]) -> tuple[str, str]:
    old = case.get("a", DATA["base"])
    new = case.get("b", old)
    for before, after in case.get("swap", []):
        assert before in new, before
        new = new.replace(before, after, 1)
    return old, new


@pytest.mark.parametrize("case", CASES)
def test_a_case_has_exactly_its_changes(case: dict[str, Any], tmp_path: Path) -> None:
    old, new = texts(case)
    one = edition(tmp_path, "2021", old)
    other = edition(tmp_path, "2022", new, one)
    found = changes(one, other)
    assert Counter(map(row, found)) == Counter(map(tuple, case["changes"]))
    for change in found:
        assert change.before.source is one.source
        assert change.after.source is other.source
        for language in ("zh_CN", "en"):
            assert len(change.text(translator(language)).splitlines()) == 2


@pytest.mark.parametrize("case", CASES)
def test_backwards_is_the_mirror_image(case: dict[str, Any], tmp_path: Path) -> None:
    old, new = texts(case)
    one = edition(tmp_path, "2021", old)
    other = edition(tmp_path, "2022", new, one)
    assert Counter(map(turned, changes(other, one))) == Counter(map(straight, changes(one, other)))


def straight(change: Change) -> tuple[object, ...]:
    places = _where(change.before), _where(change.after)
    return (change.kind, change.key, str(change.old), str(change.new), *places, frozenset(change.classes))


def turned(change: Change) -> tuple[object, ...]:
    kind = MIRROR.get(change.kind, change.kind)
    places = _where(change.after), _where(change.before)
    return (kind, change.key, str(change.new), str(change.old), *places, frozenset(change.classes))


def _where(span: Span) -> str:
    return span.place


def test_the_places_are_those_of_the_values(tmp_path: Path) -> None:
    one = edition(tmp_path, "2021", DATA["base"])
    new = DATA["base"].replace("{from: 80, marks: 20}", "{from: 75, marks: 20}").replace("places: 2", "places: 1")
    other = edition(tmp_path, "2022", new, one)
    found = {change.key: (change.before, change.after) for change in changes(one, other)}
    for key, values in {("bands", "2", "from"): ("80", "75"), ("rounding", "places"): ("2", "1")}.items():
        for span, value in zip(found[key], values, strict=True):
            assert span.source.line(span.line)[span.column - 1 : span.end_column - 1] == value


# --- any two editions ------------------------------------------------------------------------------

SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
random_schemes = with_extras(made_schemes(), penalty=True)


def text_of(made: Made) -> str:
    return "title: 方案\n" + block(made.scheme, 1) + "\n"


@SLOW
@given(random_schemes)
def test_nothing_changes_between_an_edition_and_itself(made: Made) -> None:
    assert changes(in_memory("2021", text_of(made)), in_memory("2022", text_of(made))) == []


@SLOW
@given(random_schemes, random_schemes)
def test_any_two_editions_backwards_are_the_mirror_image(made: Made, other: Made) -> None:
    one, two = in_memory("2021", text_of(made)), in_memory("2022", text_of(other))
    assert Counter(map(turned, changes(two, one))) == Counter(map(straight, changes(one, two)))


class Leaf(NamedTuple):
    """One value as written, what it stands in, and its key there."""

    value: Scalar
    parent: Any
    key: Any


def leaves(node: Mapping | Items) -> Iterator[Leaf]:
    for key, value in node.items() if isinstance(node, Mapping) else enumerate(node):
        if isinstance(value, Scalar):
            yield Leaf(value, node, key)
        else:
            yield from leaves(value)


def other_than(text: str) -> str:
    if is_number(text):
        return str(Decimal(text) + 1)
    if text.endswith("%"):
        return f"{Decimal(text[:-1]) / 2 or 1}%"
    return {"up": "down", "down": "up"}.get(text, f"{text}x")


@settings(SLOW, max_examples=20)
@given(random_schemes)
def test_every_value_that_is_changed_shows_up_at_its_place(made: Made) -> None:
    one, other = in_memory("2021", text_of(made)), in_memory("2022", text_of(made))
    assert other.node is not None
    shown = 0
    for leaf in [each for each in leaves(other.node) if each.key not in {"scheme", "edition"}]:
        changed = Scalar(other_than(leaf.value))
        changed.plain, changed.span = True, leaf.value.span
        leaf.parent[leaf.key] = changed
        again, findings = read(other.node)
        if again.scheme is not None and not findings:  # else it is a word that is not possible there
            places = {leaf.value.span}
            if leaf.key == "id" or isinstance(leaf.parent, Items):
                places.add(leaf.parent.span)  # a row with another id is another row; lists are compared as a whole
            assert places & {change.after for change in changes(one, again)}, (leaf.key, leaf.value, changed)
            shown += 1
        leaf.parent[leaf.key] = leaf.value
    assert shown


def below(record: type[Record]) -> Iterator[type[Record]]:
    for each in record.__subclasses__():
        yield each
        yield from below(each)


def test_every_key_of_a_scheme_has_a_name() -> None:
    """What a page says of a change must not be a key that its readers never saw."""
    known = [each for each in below(Record) if each.__module__.startswith("scorepress.schemes")]
    rows = [each for each in known if not issubclass(each, Entry) and each.__name__ not in OF_REPORTS]
    keys = {field.alias or name for each in rows for name, field in each.model_fields.items()}
    assert keys - NEVER_SHOWN <= KEYS.keys()


OF_REPORTS = {"NotApplicable", "Claim", "Event"}
"""Records of the methods that a report writes, not a scheme."""
NEVER_SHOWN = {"id", "was", "parts", "indicators", "by_class", "scheme", "edition"}


def test_numbers_in_editions_are_ordered_by_their_size() -> None:
    editions = ["10", "2021", "2021-2", "2021-10", "2022", "9", "试行", "2021a"]
    assert sorted(editions, key=edition_order) == ["9", "10", "2021", "2021-2", "2021-10", "2021a", "2022", "试行"]

"""Classes of units (分类考核): one edition, and for each class the tree that is in force for it.

A part or indicator with `classes` is there for these classes only; `by_class` gives a class other parameters (full
marks, weight, target, …). Each class's tree is made of the nodes as written, so that it is read and checked like any
other scheme and every finding still stands at its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Items, Mapping, key_span, span_at
from scorepress.core.records import Context, UnknownKey, read_record
from scorepress.schemes.indicator import Indicator
from scorepress.schemes.model import Part, Scheme


class UnknownClass(Rule):
    """Something is said of a class that the scheme does not have."""

    code = "SR269"
    message = N_("{name} is no class of the scheme")
    cure = N_("write one of: {allowed}")
    why = N_("The rule would hold for nobody.")
    bad = "classes: [{id: A, …}]  # and at an indicator: by_class: {B: {full: 5}}"
    good = "classes: [{id: A, …}, {id: B, …}]  # and at an indicator: by_class: {B: {full: 5}}"


SAME_FOR_ALL = frozenset({"id", "classes", "by_class"})
"""Keys that `by_class` cannot change: what it is, what is there for whom, and what differs for whom, is said once."""


@dataclass(frozen=True)
class Variant:
    """The scheme in force for one class, and its nodes."""

    scheme: Scheme
    node: Mapping


def read_variants(scheme: Scheme, node: Mapping, findings: list[Finding]) -> dict[str, Variant]:
    """The tree of each class, by the class's id; empty for a scheme without classes."""
    known = [each.id for each in scheme.classes]
    findings.extend(_unknown(node, known))
    variants: dict[str, Variant] = {}
    for name in known:
        own = for_class(node, name)
        read = read_record(Scheme, own, Context(findings))
        if read is not None:
            variants[name] = Variant(read, own)
    return variants


def for_class(node: Mapping, name: str) -> Mapping:
    """The nodes in force for one class."""
    items: dict[str, Any] = {}
    own = node.get("by_class")
    changes = own.get(name) if isinstance(own, Mapping) else None
    keys_at = dict(node.keys_at)
    merged = dict(node)
    if isinstance(changes, Mapping):
        merged |= {key: value for key, value in changes.items() if key not in SAME_FOR_ALL}
        keys_at |= {key: place for key, place in changes.keys_at.items() if key not in SAME_FOR_ALL}
    for key, value in merged.items():
        if key in {"parts", "indicators"} and isinstance(value, Items):
            kept = Items(
                for_class(each, name) if isinstance(each, Mapping) else each for each in value if _there(each, name)
            )
            kept.span = value.span
            items[key] = kept
        else:
            items[key] = value
    made = Mapping.of(items, node.span, keys_at)
    made.repeated = node.repeated
    return made


def _there(node: object, name: str) -> bool:
    classes = node.get("classes") if isinstance(node, Mapping) else None
    return not isinstance(classes, Items) or name in classes


def _unknown(node: Mapping, known: list[str]) -> Iterator[Finding]:
    for key in ("parts", "indicators"):
        children = node.get(key)
        for child in children if isinstance(children, Items) else []:
            if not isinstance(child, Mapping):
                continue
            classes, changes = child.get("classes"), child.get("by_class")
            for index, name in enumerate(classes if isinstance(classes, Items) else []):
                if name not in known:
                    yield UnknownClass.at(span_at(child, "classes", index), name=str(name)[:60], allowed=known or "-")
            for name, own in changes.items() if isinstance(changes, Mapping) else []:
                if name not in known:
                    yield UnknownClass.at(key_span(child, "by_class", name), name=str(name)[:60], allowed=known or "-")
                if isinstance(own, Mapping):
                    yield from _unchangeable(child, own)
            yield from _unknown(child, known)


def _unchangeable(child: Mapping, changes: Mapping) -> Iterator[Finding]:
    """What `by_class` tries to change of `child` and cannot."""
    record = Part if isinstance(child.get("parts", child.get("indicators")), Items) else Indicator
    allowed = sorted({field.alias or name for name, field in record.model_fields.items()} - SAME_FOR_ALL)
    for key in changes:
        if key in SAME_FOR_ALL:
            yield UnknownKey.at(changes.keys_at[key], key=key, suggestion=message(N_("Delete it.")), allowed=allowed)

"""Two editions of a scheme compared: every change, class by class where the scheme has classes of units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from scorepress.analysis.changes import Change, Kind, Subject, Value
from scorepress.analysis.differences import Difference, Pair, differences, place_of, written
from scorepress.analysis.matching import Branch, Match, matches, tree
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import span_at
from scorepress.core.numbers import show
from scorepress.core.spans import Span
from scorepress.schemes.classes import Variant
from scorepress.schemes.former import edition_order
from scorepress.schemes.indicator import Indicator
from scorepress.schemes.loader import SchemeFile, Schemes
from scorepress.schemes.model import Part, Scheme, full_of

OF_THE_TREE = frozenset({"id", "title", "was", "full", "weight", "parts", "indicators", "classes", "by_class"})
"""Keys of a node that are changes of a kind of their own, or show in what is in force for a class."""
OF_THE_HEAD = frozenset({"scheme", "edition", "parts"})


@dataclass(frozen=True)
class Compared:
    """Two trees that are held against each other, for all units or for one class."""

    old: Variant
    new: Variant
    class_: str | None
    between: Sequence[Scheme] = ()


def changes(old: SchemeFile, new: SchemeFile, between: Sequence[Scheme] = ()) -> list[Change]:
    """Every change from `old` to `new`, two sound files; `between` are the editions between them, oldest first.

    What changed for every class is told once. A class that only one of the two has is itself the change.
    """
    pairs = list(_pairs(old, new, between))
    found: dict[tuple[object, ...], list[tuple[str | None, Change]]] = {}
    for pair in pairs:
        for change in _changes(pair):
            key = (change.kind, change.subject, change.key, str(change.old), str(change.new))
            found.setdefault(key, []).append((pair.class_, change))
    return [_merged(each, len(pairs)) for each in found.values()]


def earlier_editions(schemes: Schemes, scheme: Scheme) -> list[SchemeFile]:
    """The sound editions of the same scheme before this one, oldest first."""
    own = edition_order(scheme.edition)
    files = [file for file in schemes.files.values() if file.sound and file.scheme is not None]
    before = [
        (edition_order(file.scheme.edition), file)
        for file in files
        if file.scheme is not None and file.scheme.scheme == scheme.scheme
    ]
    return [file for order, file in sorted(before, key=lambda each: each[0]) if order < own]


def editions_between(schemes: Schemes, one: Scheme, other: Scheme) -> list[Scheme]:
    """The sound editions between two of one scheme, oldest first."""
    old, new = sorted((one, other), key=lambda scheme: edition_order(scheme.edition))
    if old.scheme != new.scheme:
        return []
    start = edition_order(old.edition)
    known = [file.scheme for file in earlier_editions(schemes, new) if file.scheme is not None]
    return [each for each in known if edition_order(each.edition) > start]


def history(file: SchemeFile, schemes: Schemes) -> list[tuple[Scheme, list[Change]]]:
    """Each earlier edition of a sound file's scheme, newest first, with what has changed from it to this one."""
    found = []
    for earlier in reversed(earlier_editions(schemes, file.scheme) if file.scheme else []):
        if file.scheme is not None and earlier.scheme is not None:
            between = editions_between(schemes, earlier.scheme, file.scheme)
            found.append((earlier.scheme, changes(earlier, file, between)))
    return found


def _pairs(old: SchemeFile, new: SchemeFile, between: Sequence[Scheme]) -> Iterator[Compared]:
    """What is compared with what: class by class; where one of the two has no classes, its one tree with each."""
    for name in dict.fromkeys([*old.variants, *new.variants]):
        one = old.variants.get(name) if old.variants else old.trees[0]
        other = new.variants.get(name) if new.variants else new.trees[0]
        if one is not None and other is not None:
            yield Compared(one, other, name, between)
    if not old.variants and not new.variants:
        yield Compared(old.trees[0], new.trees[0], None, between)


def _merged(found: list[tuple[str | None, Change]], pairs: int) -> Change:
    change = found[0][1]
    return change if len(found) == pairs else replace(change, classes=tuple(name for name, _ in found if name))


def _changes(pair: Compared) -> Iterator[Change]:
    old, new = tree(pair.old), tree(pair.new)
    met = {match.new: match for match in matches(pair.old, pair.new, pair.between)}
    yield from _head(pair)
    for name, branch in new.items():
        match = met.get(name)
        if match is None:
            yield Change(Kind.ADDED, _subject(branch), (), None, _summary(branch), pair.old.node.span, _at(branch))
        else:
            yield from _node(old[match.old], branch, match, met)
    gone = old.keys() - {match.old for match in met.values()}
    for name, branch in old.items():
        if name in gone:
            yield Change(Kind.DROPPED, _subject(branch), (), _summary(branch), None, _at(branch), pair.new.node.span)


def _head(pair: Compared) -> Iterator[Change]:
    """What holds for the whole scheme."""
    old, new = pair.old, pair.new
    whole = Pair(old.scheme, new.scheme, place_of(old.node), place_of(new.node))
    for each in differences(whole, skip=OF_THE_HEAD):
        yield _told(Kind.SCHEME, None, each)
    if old.scheme.full != new.scheme.full:
        places = span_at(old.node, "parts"), span_at(new.node, "parts")
        texts = show(old.scheme.full), show(new.scheme.full)
        yield Change(Kind.SCHEME, None, ("full",), *texts, *places)


def _node(old: Branch, new: Branch, match: Match, met: dict[str, Match]) -> Iterator[Change]:
    """What changed at one part or indicator."""
    subject = _subject(new)
    before, after = place_of(old.written), place_of(new.written)
    if old.node.id != new.node.id:
        places = before.below("id").span, after.below("id").span
        inferred = match.by == "inferred"
        yield Change(Kind.RENUMBERED, subject, ("id",), old.node.id, new.node.id, *places, inferred=inferred)
    if old.node.title != new.node.title:
        places = before.below("title").span, after.below("title").span
        yield Change(Kind.RENAMED, subject, ("title",), old.node.title, new.node.title, *places)
    if _parent(old, None) != _parent(new, met):
        yield Change(Kind.MOVED, subject, (), _home(old), _home(new), _at(old), _at(new))
    yield from _marks(old, new, subject)
    for each in differences(Pair(old.node, new.node, before, after), skip=OF_THE_TREE):
        yield _told(Kind.RULE, subject, each)


def _parent(branch: Branch, met: dict[str, Match] | None) -> str | None:
    """The id of the part above, that of the newer edition told in terms of the older one; None at the top."""
    if branch.parent is None:
        return None
    if met is None:
        return branch.parent.id
    match = met.get(branch.parent.id)
    return match.old if match else f"{branch.parent.id} (new)"


def _marks(old: Branch, new: Branch, subject: Subject) -> Iterator[Change]:
    before, after = place_of(old.written), place_of(new.written)
    one, other = _full(old), _full(new)
    if one != other:
        places = before.below("full").span, after.below("full").span
        yield Change(Kind.REWEIGHTED, subject, ("full",), written(one), written(other), *places)
    pair = Pair(old.node.weight, new.node.weight, before.below("weight"), after.below("weight"))
    if pair.old != pair.new:
        yield _told(Kind.REWEIGHTED, subject, pair.whole(("weight",)))


def _full(branch: Branch) -> Decimal | Fraction | None:
    """The full marks in force; of a part what it adds up to, None where it has none."""
    if isinstance(branch.node, Indicator):
        return branch.node.full
    return full_of(branch.node) or None


def _told(kind: Kind, subject: Subject | None, found: Difference) -> Change:
    return Change(kind, subject, found.path, found.old, found.new, found.before, found.after)


def _subject(branch: Branch) -> Subject:
    return Subject("part" if isinstance(branch.node, Part) else "indicator", branch.node.id, branch.node.title)


def _at(branch: Branch) -> Span:
    return place_of(branch.written).below("id").span


def _home(branch: Branch) -> Value:
    part = branch.parent
    return message(N_("the top")) if part is None else f"{part.id} {part.title}"


def _summary(branch: Branch) -> Message:
    """What is new or gone, in a few words."""
    node = branch.node
    full = _full(branch)
    if isinstance(node, Part):
        return message(N_("part")) if full is None else message(N_("part, {full} marks"), full=full)
    if full is None:
        return message(N_("indicator, method {method}"), method=node.method)
    return message(N_("indicator, {full} marks, method {method}"), full=full, method=node.method)

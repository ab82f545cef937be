"""An edition tried out: the reports of a period scored again under it. Nothing is written anywhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from scorepress.analysis.carrying import Carried, Passage, carry, passage
from scorepress.analysis.editions import editions_between
from scorepress.analysis.matching import Match
from scorepress.analysis.places import places
from scorepress.assessment import Assessed, Known, Scored, compare, prepare
from scorepress.core.findings import Finding, Severity, ordered
from scorepress.reports.model import Report, UnitFile
from scorepress.schemes.loader import SchemeFile, Schemes
from scorepress.schemes.model import Scheme
from scorepress.scoring.scorecard import Scorecard


@dataclass(frozen=True)
class Standing:
    """What a unit has under one edition."""

    total: Fraction | None
    grade: str | None
    place: Fraction | None = None
    """As the edition ranks, among the units tried; where it ranks nobody, by total within the class."""
    provisional: bool = False


@dataclass(frozen=True)
class Tried:
    """One report under the edition that it was published under, and under the one that is tried."""

    unit: str
    name: str
    class_: str
    """Its class in the edition tried; empty where there are none."""
    path: str
    under: str
    """The edition it was published under, `scheme@edition`."""
    old: Standing
    new: Standing
    missing: tuple[str, ...]
    """Indicators of the new edition that the report has no entry for."""
    dropped: tuple[str, ...]
    """Entries of the report that the new edition has no indicator for; they cost no total."""
    findings: tuple[Finding, ...]
    """Entries that cannot be read or scored."""

    @property
    def complete(self) -> bool:
        """Whether everything that the new edition asks for could be scored; otherwise there is no new total."""
        return not self.missing and not self.findings

    @property
    def changes_grade(self) -> bool:
        """Whether the grade is another one."""
        return self.complete and self.old.grade != self.new.grade

    @property
    def changes_place(self) -> bool:
        """Whether the place is another one."""
        return self.complete and self.old.place != self.new.place


@dataclass(frozen=True)
class Renamed:
    """A part or indicator that bears another id or another title in the new edition."""

    old: str
    new: str
    old_title: str
    new_title: str
    by: str
    """`stated`, `id` or `inferred`."""


@dataclass(frozen=True)
class Trial:
    """What came of it."""

    scheme: Scheme
    units: tuple[Tried, ...]
    """By class and old place."""
    renamed: tuple[Renamed, ...]
    """What is taken for the same though it is called otherwise."""
    missing: Mapping[str, str]
    """Indicators of the new edition that come from nothing, with their titles."""
    dropped: Mapping[str, str]
    """Indicators of the old editions that have gone, with their titles."""
    left_out: int
    """Drafts and reports with errors."""
    absent: tuple[str, ...]
    """Units that the new edition lists and that have no published report."""

    @property
    def lossless(self) -> bool:
        """Whether everything has its counterpart and every report a new result."""
        return not self.missing and not self.dropped and all(each.complete for each in self.units)


def trial(reports: Iterable[Assessed], new: SchemeFile, known: Known) -> Trial:
    """The `reports` of one period that are published and have no error, under the edition `new`, a sound file.

    Reports of other schemes among them are those that the new edition rolls up.
    """
    schemes, units = known.schemes, known.units
    if new.scheme is None:
        raise ValueError("a scheme that cannot be read cannot be tried")
    ways: dict[tuple[str, int, int], Passage] = {}
    carried: list[tuple[Assessed, Report, Carried]] = []
    left_out = 0
    below = []
    for assessed in reports:
        report = assessed.report
        if report is not None and report.scheme.scheme != new.scheme.scheme:
            below.append(prepare(assessed.file, known))
            continue
        if not assessed.publishable:
            left_out += 1
            continue
        old = schemes.files[str(report.scheme)].in_force(report.unit) if report else None
        to = new.in_force(report.unit) if report else None
        if report is None or old is None or to is None:
            continue
        key = (str(report.scheme), id(old.node), id(to.node))
        if key not in ways:
            ways[key] = passage(old, to, editions_between(schemes, old.scheme, to.scheme))
        carried.append((assessed, report, carry(assessed.file, report, ways[key])))
    scored = compare([*(each.prepared for _, _, each in carried), *below], known)
    tried = [
        _tried(assessed, report, each, scores, new.scheme)
        for (assessed, report, each), scores in zip(carried, scored, strict=False)
    ]
    made = _summed(_placed(tried, new.scheme, schemes), list(ways.values()), new.scheme, units)
    return replace(made, left_out=left_out)


def _tried(assessed: Assessed, report: Report, carried: Carried, scores: Scored, scheme: Scheme) -> "Attempt":
    known = {each.span for each in carried.findings}  # of two findings at one place the first is the cause
    refused = [each for each in scores.findings if each.severity is Severity.ERROR and each.span not in known]
    findings = tuple(ordered([*carried.findings, *refused]))
    complete = not findings and not carried.missing
    before = assessed.effective.card if assessed.effective else None
    after = scores.standing if complete else None
    tried = Tried(
        report.unit,
        assessed.unit.name if assessed.unit else report.unit,
        scheme.group_of["class"].get(report.unit, "") if scheme.classes else "",
        assessed.file.page.source.path,
        str(report.scheme),
        _standing(before),
        _standing(after),
        carried.missing,
        carried.dropped,
        findings,
    )
    return Attempt(tried, before, after)


def _standing(card: Scorecard | None) -> Standing:
    return Standing(None, None) if card is None else Standing(card.total, card.grade, provisional=card.provisional)


@dataclass(frozen=True)
class Attempt:
    """A report tried, with its scores under either edition."""

    tried: Tried
    before: Scorecard | None
    after: Scorecard | None


def _placed(attempts: list[Attempt], new: Scheme, schemes: Schemes) -> list[Tried]:
    """Each with its place under either edition, in the order of the old places within each class."""
    old: dict[str, Fraction | None] = {}
    for under in dict.fromkeys(each.tried.under for each in attempts):
        scheme = schemes.files[under].scheme or new
        own = [each for each in attempts if each.tried.under == under]
        found = places([(each.tried.unit, each.before) for each in own], scheme)
        old |= {each.tried.path: place for each, place in zip(own, found, strict=True)}
    later = places([(each.tried.unit, each.after) for each in attempts], new)
    made = [
        replace(
            each.tried,
            old=replace(each.tried.old, place=old[each.tried.path]),
            new=replace(each.tried.new, place=place),
        )
        for each, place in zip(attempts, later, strict=True)
    ]
    return sorted(made, key=lambda each: (each.class_, each.old.place is None, each.old.place or 0, each.unit))


def _summed(tried: list[Tried], ways: list[Passage], new: Scheme, units: Mapping[str, UnitFile]) -> Trial:
    renamed = {each: None for way in ways for match in way.matches if (each := _renamed(match, way)) is not None}
    missing = {name: way.new.indicators[name].title for way in ways for name in way.missing}
    dropped = {name: way.old.indicators[name].title for way in ways for name in way.dropped}
    reported = {each.unit for each in tried}
    absent = [unit for unit in new.roster if unit not in reported]
    names = (file.unit.name if (file := units.get(unit)) and file.unit else unit for unit in absent)
    return Trial(new, tuple(tried), tuple(renamed), missing, dropped, 0, tuple(names))


def _renamed(match: Match, way: Passage) -> Renamed | None:
    old = (way.old.all_parts.get(match.old) or way.old.indicators[match.old]).title
    new = (way.new.all_parts.get(match.new) or way.new.indicators[match.new]).title
    return None if (match.old, old) == (match.new, new) else Renamed(match.old, match.new, old, new, match.by)

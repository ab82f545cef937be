"""A report with everything that was computed and found: what pages, commands and files are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scorepress.checks.figure_results import FigureChecks
from scorepress.core.findings import Finding, Severity
from scorepress.core.messages import N_, Message, message
from scorepress.prose.document import Document
from scorepress.reports.entries import Entries
from scorepress.reports.figures import Table
from scorepress.reports.forms import FilledForm
from scorepress.reports.model import Report, ReportFile, Unit
from scorepress.schemes.classes import Variant
from scorepress.schemes.model import Scheme
from scorepress.scoring.layers import LAYER_WORDS, SELF, highest
from scorepress.scoring.ranking import Placing
from scorepress.scoring.scorecard import Scorecard


@dataclass(frozen=True)
class EffectiveScore:
    """The scores of the highest layer that a report has, with its place: what every page, list and file leads with."""

    layer: str
    """`self`, `verified` or `final`."""
    card: Scorecard
    placing: Placing | None
    """None where the scheme ranks nobody like it."""

    @property
    def word(self) -> str:
        """What these scores are called, a message in English."""
        return LAYER_WORDS[self.layer]

    @property
    def total_in_words(self) -> Message | None:
        """The total as one phrase, `verified score 90.58 of 100`, inexact ones named as such; None without a total."""
        if self.card.total is None:
            return None
        words = N_("{layer} about {marks} of {full}") if self.card.about else N_("{layer} {marks} of {full}")
        return message(words, layer=message(self.word), marks=self.card.shown(self.card.total), full=self.card.full)

    @property
    def provisional(self) -> bool:
        """Whether the total or the place may still change, because somebody is missing."""
        return bool(self.card.waits_for or (self.placing and self.placing.waits_for))


@dataclass(frozen=True)
class Assessed:
    """One report with everything that was computed and found."""

    file: ReportFile
    findings: tuple[Finding, ...]
    unit: Unit | None = None
    scheme: Scheme | None = None
    entries: Entries = field(default_factory=Entries)
    card: Scorecard | None = None
    """The unit's own scores (自评)."""
    reviews: Mapping[str, Scorecard] = field(default_factory=dict)
    """The scores after each review there is, `verified` before `final`."""
    tables: Mapping[str, Table] = field(default_factory=dict)
    figure_checks: Mapping[str, FigureChecks] = field(default_factory=dict)
    prose: Document | None = None
    """The text with its references filled in; None where too little of the report is sound, or it is withdrawn."""
    placed: tuple[str, ...] = ()
    """Figures whose tables stand in the prose."""
    rules: Variant | None = None
    """The scheme in force for the unit, with its nodes."""
    review_entries: Mapping[str, Entries] = field(default_factory=dict)
    """The entries that each review rests on."""
    form: FilledForm | None = None
    """The scheme's official form, as far as it is filled in."""
    places: Mapping[str, Placing] = field(default_factory=dict)
    """The places that the scores of each layer (`self`, `verified`, `final`) would have, where the scheme ranks."""
    place: Placing | None = None
    """The place in the ranking, in which each report counts with the highest layer that it has."""

    @property
    def report(self) -> Report | None:
        """The report, or None where too little of it is sound."""
        return self.file.report

    @property
    def layers(self) -> Mapping[str, Scorecard]:
        """The scores of every layer there is, each after the one below it."""
        return {} if self.card is None else {SELF: self.card, **self.reviews}

    @property
    def effective(self) -> EffectiveScore | None:
        """The scores that lead wherever the report is named; None where it has none."""
        if self.card is None or not self.card.parts:
            return None
        layer = highest(self.layers)
        return EffectiveScore(layer, self.layers[layer], self.place)

    @property
    def publishable(self) -> bool:
        """Whether the report is meant to be published and has no error."""
        return self._sound and self.report is not None and self.report.status == "published"

    @property
    def withdrawn(self) -> bool:
        """Whether the report was withdrawn, as its page is to say, and has no error."""
        return self._sound and self.file.withdrawn

    @property
    def _sound(self) -> bool:
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

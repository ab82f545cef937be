"""A report with everything that was computed and found: what pages, commands and files are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scorepress.checks.figure_results import FigureChecks
from scorepress.core.findings import Finding, Severity
from scorepress.prose.document import Document
from scorepress.reports.entries import Entries
from scorepress.reports.figures import Table
from scorepress.reports.forms import FilledForm
from scorepress.reports.model import Report, ReportFile, Unit
from scorepress.schemes.classes import Variant
from scorepress.schemes.model import Scheme
from scorepress.scoring.ranking import Placing
from scorepress.scoring.scorecard import Scorecard


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
    """The places of the layers (`self`, `verified`, `final`), where the scheme ranks."""

    @property
    def report(self) -> Report | None:
        """The report, or None where too little of it is sound."""
        return self.file.report

    @property
    def standing(self) -> Scorecard | None:
        """The scores in force: those of the last review, or else the unit's own."""
        return list(self.reviews.values())[-1] if self.reviews else self.card

    @property
    def layers(self) -> Mapping[str, Scorecard]:
        """The scores of every layer there is, each after the one below it."""
        return {} if self.card is None else {"self": self.card, **self.reviews}

    @property
    def place(self) -> Placing | None:
        """The place that goes with the scores in force."""
        return list(self.places.values())[-1] if self.places else None

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

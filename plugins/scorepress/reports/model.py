"""The report and the unit as records: what an author writes in the front matter."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from scorepress.core.findings import Finding
from scorepress.core.messages import N_
from scorepress.core.paths import InnerPath
from scorepress.core.records import KeptDict, KeptList, Record
from scorepress.core.values import Date, Flag, Id, Name, Number, PeriodValue, Stated, Text
from scorepress.reports.figures import Figure
from scorepress.reports.front_matter import Page
from scorepress.schemes.reference import SchemeReferenceValue


class Evidence(Record):
    """One item of evidence: published as a file, or with its keeper and why it is not public."""

    title: Text
    """What it is."""
    kind: Text | None = None
    """Its kind, one of the scheme's `evidence_kinds`."""
    number: Text | None = None
    """文号, the number of an official document."""
    date: Date | None = None
    """Its date, as `2021-10-28`."""
    pages: Text | None = None
    """The pages that matter."""
    file: InnerPath | None = None
    """A file below the report's folder."""
    keeper: Text | None = None
    """The office that keeps it."""
    reason: Text | None = None
    """Why it is not published."""
    note: Text | None = None
    """An explanation."""


class Measure(Record):
    """A problem and what is done about it; either may stand alone where the report has only one of them."""

    problem: Text | None = None
    action: Text | None = None
    office: Text | None = None
    due: Date | None = None
    status: Literal["open", "doing", "done"] | None = None
    result: Text | None = None


class VetoCase(Record):
    """A veto of the scheme that applies to the unit."""

    veto: Id
    """The id of the veto in the scheme."""
    reason: Text
    """What happened."""


class Adjustment(Record):
    """A later change of a score (事后调整): the score before it stays visible."""

    of: Id
    """An indicator, a part, or `total`."""
    points: Number
    """分, negative where marks are taken away."""
    reason: Text
    """Why."""
    basis: Text | None = None
    """The document that it rests on."""


class Review(Record):
    """A second look at the scores by somebody else: verified (核验) or final (最终).

    Only what differs from the layer below is given; everything else stands as it was.
    """

    by: Text
    """Who has reviewed."""
    date: Date | None = None
    """When, as `2022-03-01`."""
    basis: Text | None = None
    """The document or the procedure that it rests on."""
    scores: KeptDict[Id, Any] = {}
    """Entries as in `scores`; `A1: 7.5`, or `A1: {marks: 7.5, note: …}` where the method asks for marks."""
    adjustments: KeptList[Adjustment] = []
    """Later changes of scores; they hold on in the layers above."""
    declared: KeptDict[Id, Stated] = {}
    """Totals, grade and rank that the reviewer's paper declares."""
    vetoes: KeptList[VetoCase] = []
    """Vetoes that the review has found; those that the unit stated hold on."""
    note: Text | None = None
    """An explanation."""

    @property
    def adjusts_only(self) -> bool:
        """Whether it changes scores afterwards (事后调整) without looking at any of them anew."""
        return bool(self.adjustments) and not self.scores and not self.vetoes


VALIDITY = {
    "valid": N_("in force"),
    "partly_valid": N_("partly in force"),
    "expired": N_("expired"),
    "repealed": N_("repealed"),
}
"""The words of 时效性 for readers."""


class Withdrawal(Record):
    """That a published report holds no longer: its page keeps its address and says when and why, and nothing else."""

    date: Date
    """When it was withdrawn, as `2026-03-01`."""
    reason: Text
    """Why, for everybody to read."""


class Report(Record):
    """The score block of one report."""

    title: Text
    """The title of the page."""
    unit: Id
    """The unit, as its folder is called."""
    scheme: SchemeReferenceValue
    """The scheme and its edition, `road@2025`."""
    period: PeriodValue
    """The period: `2021`, `2021-H1`, `2021-Q3` or `2021-07`."""
    status: Literal["draft", "published", "withdrawn"]
    """`draft`: shown in a preview only. `published`: part of the site, if there is no error. `withdrawn`: a page
    without content, which says that the report was withdrawn."""
    withdrawn: Withdrawal | None = None
    """When and why it was withdrawn; asked for by `status: withdrawn`."""
    number: Text | None = None
    """文号 of the report itself."""
    date: Date | None = None
    """成文日期."""
    issuer: Text | None = None
    """The office that issued it, where it is not the unit."""
    index_number: Text | None = None
    """索引号, the number under which the publisher keeps it."""
    publisher: Text | None = None
    """发布机构, the office that publishes it."""
    published_on: Date | None = None
    """发布日期, when it was published, as `2026-03-20`; its own date (成文日期) is `date`."""
    validity: Literal["valid", "partly_valid", "expired", "repealed"] | None = None
    """时效性, whether it is still in force."""
    source: Text | None = None
    """来源, where it was taken from."""
    summary: Text | None = None
    scores: KeptDict[Text, Any] = {}
    """By indicator; read by the indicator's method."""
    declared: KeptDict[Id, Stated] = {}
    """What the signed paper says, by part, indicator, `total`, `base`, `bonus`, `penalty`, `grade` or `rank`; compared,
    never used."""
    vetoes: KeptList[VetoCase] = []
    """Vetoes of the scheme that apply to the unit."""
    verified: Review | None = None
    """The scores of a verification (核验)."""
    final: Review | None = None
    """The scores that were settled in the end (最终)."""
    evidence: KeptDict[Id, Evidence] = {}
    """What the scores rest on, by ids of the report's own."""
    figures: KeptDict[Name, Figure] = {}
    measures: KeptList[Measure] = []
    form: KeptDict[Text, Any] = {}
    """What the scheme's form asks for: blanks by their titles, tables by their names."""
    remarks: KeptList[Text] = []
    """The publisher's notes, such as corrections against the paper."""


class Unit(Record):
    """A unit that reports: `content/units/<unit>/index.md`."""

    unit: Id
    name: Text
    short_name: Text | None = None
    class_: Text | None = Field(default=None, alias="class")
    """考核类别."""
    region: Text | None = None
    fictional: Flag = False
    """Marks invented teaching material on every page of it."""
    note: Text | None = None

    @property
    def short(self) -> str:
        """The short name, or the name where there is none."""
        return self.short_name or self.name


@dataclass(frozen=True)
class UnitFile:
    """A unit's page as read."""

    path: Path
    page: Page
    unit: Unit | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class ReportFile:
    """A report as read; `report` is None where too little of it is sound."""

    path: Path
    page: Page
    report: Report | None
    findings: tuple[Finding, ...]
    broken: frozenset[tuple[int, int]]
    """Line and column of every value that was refused."""

    @property
    def draft(self) -> bool:
        """Whether the file says that it is a draft, even where the rest cannot be read."""
        return self.page.node is not None and self.page.node.get("status") == "draft"

    @property
    def withdrawn(self) -> bool:
        """Whether the report is withdrawn: nothing that it says counts or is shown any more."""
        return self.report is not None and self.report.status == "withdrawn"

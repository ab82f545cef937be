"""Examples that are conformance cases: a scheme, reports, and what the program makes of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from scorepress.assessment import Known, assess_reports
from scorepress.core.spans import Source
from scorepress.exports.explanation import Explained, Explanation, explain
from scorepress.reports.loader import read_report, read_unit
from scorepress.schemes.loader import Schemes, read_scheme

SCHEME_HEAD = "scheme: {scheme}\nedition: '1'\ntitle: 例\n"
REPORT_HEAD = "title: 例\nunit: {unit}\nscheme: {scheme}@1\nperiod: {period}\nstatus: {status}\n"
"""What stands in front of the texts of a case; see tests/conformance/README.md."""


@dataclass(frozen=True)
class Example:
    """A case of the conformance suite."""

    title: str
    scheme: str
    """The text of the scheme without its head."""
    reports: Mapping[str, str]
    """The text of each unit's report without its head."""
    others: Mapping[str, str] = field(default_factory=dict)
    """The texts of further schemes, by name."""
    under: Mapping[str, str] = field(default_factory=dict)
    """The scheme of each unit's report, where it is one of the others."""

    @cached_property
    def explanations(self) -> dict[str, list[Explanation]]:
        """The scores of each unit, computed now, layer by layer."""
        schemes = {
            f"{name}@1": read_scheme(
                Source(f"schemes/{name}/1.yml", SCHEME_HEAD.format(scheme=name) + text), (name, "1")
            )
            for name, text in {"case": self.scheme, **self.others}.items()
        }
        places = {unit: Path("content", "units", unit) for unit in self.reports}
        units = {
            unit: read_unit(Source("", f"---\nunit: {unit}\nname: {unit}\n---\n"), place / "index.md")
            for unit, place in places.items()
        }
        reports = [
            read_report(
                Source(f"{unit}.md", f"---\n{self._head(unit)}{text}\n---\n"),
                places[unit] / "2021.md",
            )
            for unit, text in self.reports.items()
        ]
        made: dict[str, list[Explanation]] = {}
        for unit, assessed in zip(self.reports, assess_reports(reports, Known(Schemes(schemes), units)), strict=True):
            layers = (explain(assessed, layer) for layer in assessed.layers)
            made[unit] = [explanation for explanation in layers if explanation is not None]
        return made

    def _head(self, unit: str) -> str:
        return REPORT_HEAD.format(unit=unit, scheme=self.under.get(unit, "case"), period=2021, status="published")

    @staticmethod
    def scores(explanation: Explanation, method: str | None) -> list[Explained]:
        """What is worth showing: the indicators of a method; where there are none, everything that has steps."""
        indicators = {} if explanation.assessed.scheme is None else explanation.assessed.scheme.indicators
        by_method = [
            score for score in explanation.scores if score.id in indicators and indicators[score.id].method == method
        ]
        return by_method or [score for score in explanation.scores if score.steps or score.changes]


def examples_of(name: str) -> tuple[Example, ...]:
    """The examples on the page of a method or a topic: the cases of its file; none where it has no file."""
    for folder in FOLDERS:
        file = folder.joinpath(f"{name}.yml")
        if file.is_file():
            return tuple(_read(file))
    return ()


FOLDERS: tuple[Traversable, ...] = (
    files("scorepress").joinpath("schemes", "methods"),
    files("scorepress").joinpath("reference", "examples"),
)


def _read(file: Traversable) -> Iterator[Example]:
    # BaseLoader leaves every scalar as its text: no number passes through a float.
    for case in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):  # noqa: S506
        reports = {unit: each["report"] for unit, each in case.get("reports", {}).items()}
        if "report" in case:
            reports["u"] = case["report"]
        under = {unit: each["scheme"] for unit, each in case.get("reports", {}).items() if "scheme" in each}
        yield Example(case["title"], case["scheme"], reports, case.get("schemes", {}), under)

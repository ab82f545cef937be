"""Assessing reports: each by itself, then compared within its group, then checked and explained."""

from collections.abc import Iterable, Mapping

from scorepress.assessment.assessed import Assessed, EffectiveScore
from scorepress.assessment.compare import Scored, compare
from scorepress.assessment.declared_ranks import ranked
from scorepress.assessment.finish import finish
from scorepress.assessment.known import Known
from scorepress.assessment.prepare import Layer, Prepared, measure, prepare, read_layers
from scorepress.assessment.rank import rank
from scorepress.core.memory import Memory
from scorepress.reports.model import ReportFile, UnitFile
from scorepress.schemes.loader import Schemes
from scorepress.scoring.layers import REVIEWS

__all__ = [
    "REVIEWS",
    "Assessed",
    "EffectiveScore",
    "Known",
    "Layer",
    "Prepared",
    "Scored",
    "assess_report",
    "assess_reports",
    "compare",
    "measure",
    "prepare",
    "rank",
    "ranked",
    "read_layers",
]


def assess_reports(files: Iterable[ReportFile], known: Known) -> list[Assessed]:
    """Every report scored and checked, those of one scheme and period compared with one another; not yet ranked."""
    return [finish(each, known) for each in compare([prepare(file, known) for file in files], known)]


def assess_report(file: ReportFile, schemes: Schemes, units: Mapping[str, UnitFile]) -> Assessed:
    """One report alone: whoever else belongs to its group is missing."""
    return assess_reports([file], Known(schemes, units, Memory()))[0]

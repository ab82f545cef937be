"""The errors that the original reports were printed with are found, and the published versions have none left."""

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from scorepress.assessment import Assessed
from scorepress.checks.figure_results import Status
from scorepress.core.layout import settings_at
from scorepress.project import Project, assess

ROOT = Path(__file__).parents[1]
SEED_ERRORS = Path(__file__).parent / "seed_errors"

EXPECTED = {
    # Eight districts by the text, nine rows in the table.
    ("content/units/yiyang-gxj/2021.md", "SR514", 25, 31),
    # Its shares, each rounded, make 99.99.
    ("content/units/yiyang-gxj/2021.md", "SR519", 23, 22),
    # Fifteen indicators at full marks make 195, and the sixteenth has none stated.
    ("schemes/road-passenger/2021.yml", "SR201", 9, 11),
    ("schemes/road-passenger/2021.yml", "SR211", 25, 14),
    ("content/units/linjiang-jtj/2021.md", "SR304", 4, 9),
    # 万亩 for 亩, and 60.4796 % cut off to 60.47 %.
    ("content/units/mouqu-lyj/2020.md", "SR513", 12, 20),
    ("content/units/mouqu-lyj/2020.md", "SR512", 21, 31),
    # Headings numbered 一, 二, 四, 五.
    ("content/units/mou-xiang/2021-H1.md", "SR604", 12, 4),
    # 5.67 + 14.79 printed as 20.47.
    ("content/units/shiqu/2021.md", "SR510", 12, 12),
}


@cache
def project_at(root: Path) -> Project:
    settings = settings_at(root)
    assert settings is not None
    assert settings.root == root
    return assess(settings)


def report_of(root: Path, unit: str, period: str) -> Assessed:
    path = root / "content" / "units" / unit / f"{period}.md"
    return next(each for each in project_at(root).reports if each.file.path == path)


def test_each_printed_error_is_found_in_its_place_and_nothing_else() -> None:
    found = [
        (each.span.source.path, each.rule.code, each.span.line, each.span.column)
        for each in project_at(SEED_ERRORS).findings
    ]
    assert len(found) == len(EXPECTED)
    assert set(found) == EXPECTED


@pytest.mark.parametrize("root", [SEED_ERRORS, ROOT], ids=["as printed", "as published"])
def test_rounded_shares_that_miss_100_are_noted_and_do_not_fail(root: Path) -> None:
    checks = report_of(root, "yiyang-gxj", "2021").figure_checks["by_district"]
    noted = [each.words.args for each in checks.results if each.status is Status.NOTED]
    assert [words["total"] for words in noted] == [Fraction("99.99")]
    assert not [each for each in checks.findings if each.rule.code == "SR510"]


def test_the_published_content_has_no_finding_but_what_a_gap_leaves_unchecked() -> None:
    project = project_at(ROOT)
    assert [finding.rule.code for finding in project.findings] == ["SR387", "SR387", "SR515", "SR519"]
    drafts = [each.file.path.parent.name for each in project.reports if not each.publishable]
    assert drafts == ["qiuping"], "the teaching set has one draft"
    assert len(project.reports) > 80


@pytest.mark.parametrize(
    ("unit", "period", "total"),
    [
        ("linjiang-jtj", "2021", "196"),
        ("mouqu-lyj", "2020", "3.94"),
        ("xsbn-zhou", "2019", "37.1"),
        ("jinghong", "2019", "41.9"),
        ("menghai", "2019", "48.3"),
        ("mengla", "2019", "40.4"),
        ("daying-sfj", "2023", "100"),
    ],
)
def test_the_published_totals_are_those_of_the_sources(unit: str, period: str, total: str) -> None:
    card = report_of(ROOT, unit, period).card
    assert card is not None
    assert card.total == Fraction(total)
    assert card.grade is None


def test_deduction_and_bonus_stand_apart() -> None:
    card = report_of(ROOT, "linjiang-jtj", "2021").card
    assert card is not None
    assert card.by_id["deduction"].marks == 196
    assert card.by_id["bonus"].marks == card.bonus == 24
    assert card.bonus_apart
    assert card.total == 196


def test_only_the_estimated_total_is_marked_about() -> None:
    about = {each.file.path.parent.name for each in project_at(ROOT).reports if each.card and each.card.about}
    assert about == {"mouqu-lyj"}


@pytest.mark.parametrize(("unit", "period"), [("yiyang-gxj", "2021"), ("mou-xiang", "2021-H1"), ("shiqu", "2021")])
def test_narrative_reports_have_no_total(unit: str, period: str) -> None:
    card = report_of(ROOT, unit, period).card
    assert card is None or card.total is None


def test_the_table_in_the_csv_file_is_the_evidence_that_readers_download() -> None:
    assessed = report_of(ROOT, "yiyang-gxj", "2021")
    assert assessed.report is not None
    data = assessed.report.figures["by_district"].data
    assert data == "data/by_district.csv"
    assert data in {item.file for item in assessed.report.evidence.values()}
    assert len(assessed.tables["by_district"].rows) == 9

"""An edition tried on the reports of another: the cases of trials.yml, and that nothing changes where nothing did."""

from collections import Counter
from fractions import Fraction
from operator import gt, lt
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorepress.analysis.places import places
from scorepress.analysis.trial import Standing, Trial
from scorepress.core.layout import Settings
from scorepress.core.numbers import show
from scorepress.core.periods import parse_period
from scorepress.project import try_edition
from scorepress.schemes.group import Direction
from scorepress.schemes.loader import load_schemes
from scorepress.schemes.model import Scheme
from scorepress.schemes.results import Total
from scorepress.scoring.scorecard import Scorecard
from tests.support import name_of
from tests.test_properties import Made, block, flow, made_schemes, with_extras

FILE = Path(__file__).parent / "trials.yml"
DATA = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - every scalar stays text
CASES = [pytest.param(case, id=case["title"]) for case in DATA["cases"]]
NOTHING = ["none", "none", "none"]
PERIOD = parse_period("2021")


def written(folder: Path, schemes: dict[str, str], reports: dict[str, str], status: str = "published") -> Settings:
    """A project of the editions `schemes` of one scheme, and reports under 2021."""
    places = Settings(folder, folder / "content", folder / "schemes")
    files = {places.schemes / "demo" / f"{name}.yml": _scheme(name, text) for name, text in schemes.items()}
    for unit in {*reports, "wu"}:
        profile = f"---\nunit: {unit}\nname: {name_of(unit)}\nfictional: true\n---\n"
        files[places.units / unit / "index.md"] = profile
    for unit, front in reports.items():
        head = f"title: 报告（虚构）\nunit: {unit}\nscheme: demo@2021\nperiod: 2021\nstatus: {status}\n"
        files[places.units / unit / "2021.md"] = f"---\n{head}{front}\n---\n"
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return places


def _scheme(name: str, text: str) -> str:
    return f"scheme: demo\nedition: '{name}'\n{text}"


def tried(places: Settings, edition: str = "demo@2022") -> Trial:
    schemes = load_schemes(places)
    file = schemes.files[edition]
    assert file.sound, [finding.text(str) for finding in file.findings]
    assert PERIOD is not None
    return try_edition(places, schemes, file, PERIOD)


def swapped(text: str, swap: list[list[str]]) -> str:
    for before, after in swap:
        assert before in text, before
        text = text.replace(before, after, 1)
    return text


def standing(found: Standing) -> list[str]:
    numbers = ["none" if number is None else show(number) for number in (found.total, found.place)]
    return [numbers[0], found.grade or "none", numbers[1]]


@pytest.mark.parametrize("case", CASES)
def test_a_case_has_the_results_that_it_expects(case: dict[str, Any], tmp_path: Path) -> None:
    old = case.get("scheme", DATA["scheme"])
    reports = case.get("reports", DATA["reports"])
    done = tried(written(tmp_path, {"2021": old, "2022": swapped(old, case["swap"])}, reports))
    found = {each.unit: each for each in done.units}
    assert set(found) == set(case["expect"])
    for unit, expected in case["expect"].items():
        each = found[unit]
        assert standing(each.old) == expected["old"], unit
        assert standing(each.new) == expected["new"], unit
        assert list(each.missing) == expected.get("missing", [])
        assert list(each.dropped) == expected.get("dropped", [])
        codes = Counter(finding.rule.code for finding in each.findings)
        assert codes == Counter(expected.get("codes", [])), [finding.text(str) for finding in each.findings]
        assert each.complete == (not each.missing and not each.findings)
        assert each.complete or expected["new"] == NOTHING
    assert [[each.old, each.new, each.by] for each in done.renamed] == case.get("renamed", [])
    assert list(done.absent) == case.get("absent", [])
    assert done.lossless == (not done.dropped and all(each.complete for each in done.units))


def test_drafts_and_reports_with_errors_are_left_out(tmp_path: Path) -> None:
    reports = {**DATA["reports"], "ding": "scores: {A1: {actual: 1}, A2: 99}"}
    places = written(tmp_path, {"2021": DATA["scheme"], "2022": DATA["scheme"]}, reports)
    done = tried(places)
    assert (len(done.units), done.left_out) == (3, 1)
    for path in places.reports():
        path.write_text(path.read_text(encoding="utf-8").replace("published", "draft"), encoding="utf-8")
    done = tried(places)
    assert (len(done.units), done.left_out) == (0, 4)


def test_reports_of_another_period_or_scheme_do_not_come_in(tmp_path: Path) -> None:
    places = written(tmp_path, {"2021": DATA["scheme"], "2022": DATA["scheme"]}, DATA["reports"])
    path = places.units / "jia" / "2021.md"
    text = path.read_text(encoding="utf-8")
    path.with_name("2020.md").write_text(text.replace("period: 2021", "period: 2020"), encoding="utf-8")
    path.write_text(text.replace("demo@", "other@"), encoding="utf-8")
    assert {each.unit for each in tried(places).units} == {"yi", "bing"}


def test_a_trial_writes_nothing(tmp_path: Path) -> None:
    places = written(tmp_path, {"2021": DATA["scheme"], "2022": DATA["scheme"]}, DATA["reports"])
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    tried(places)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


SLOW = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(with_extras(made_schemes(na=True), penalty=True))
def test_a_trial_of_the_same_edition_changes_nothing(tmp_path_factory: pytest.TempPathFactory, made: Made) -> None:
    scheme = "title: 方案\n" + block(made.scheme, 1) + "\n"
    report = "scores: " + flow(made.scores)
    folder = tmp_path_factory.mktemp("trial")
    done = tried(written(folder, {"2021": scheme, "2022": scheme}, {"u": report}))
    for each in done.units:
        assert each.complete, [finding.text(str) for finding in each.findings]
        assert each.old == each.new
    assert done.lossless
    assert done.renamed == ()
    assert len(done.units) + done.left_out == 1


@given(st.lists(st.none() | st.fractions(min_value=0), max_size=12), st.sampled_from(["up", "down"]))
def test_a_place_is_one_more_than_how_many_are_better(totals: list[Fraction | None], direction: Direction) -> None:
    total = Total.model_construct(direction=direction)
    scheme = Scheme.model_construct(scheme="demo", edition="1", title="例", total=total)
    scores = [(str(unit), card(total)) for unit, total in enumerate(totals)]
    better = gt if direction == "up" else lt
    expected = [
        None if own is None else 1 + sum(better(other, own) for other in totals if other is not None) for own in totals
    ]
    assert places(scores, scheme) == expected


def card(total: Fraction | None) -> Scorecard:
    """Scores with this total."""
    return Scorecard((), Fraction(100), total, None, None, total, None)

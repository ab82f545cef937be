"""Schemes and reports from text, scored in memory or written into a folder as a project."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scorepress.core.composer import parse_yaml
from scorepress.core.findings import Finding
from scorepress.core.layout import Settings, read_settings
from scorepress.core.messages import translator
from scorepress.core.nodes import Mapping as Node
from scorepress.core.records import Context, read_record
from scorepress.core.spans import Source
from scorepress.core.trace import Step
from scorepress.project import Project, assess
from scorepress.reports.entries import read_entries
from scorepress.reports.front_matter import split
from scorepress.reports.model import Report, ReportFile
from scorepress.schemes.checks import check_scheme
from scorepress.schemes.indicator import Indicator
from scorepress.schemes.model import Scheme
from scorepress.scoring.group_phase import Member, cohort, group_phase
from scorepress.scoring.scorecard import Score, Scorecard, State
from scorepress.scoring.total import Statement, score_report
from scorepress.scoring.unit_phase import unit_phase

SCHEME = "scheme: case\nedition: '1'\ntitle: 例\n"
REPORT = "title: 例\nunit: u\nscheme: case@1\nperiod: 2021\nstatus: published\n"


@dataclass(frozen=True)
class Scored:
    """One report scored under one scheme."""

    scheme: Scheme
    card: Scorecard
    findings: tuple[Finding, ...]

    @property
    def codes(self) -> list[str]:
        return sorted(finding.rule.code for finding in self.findings)


def mapping(text: str, findings: list[Finding] | None = None) -> Node:
    """The nodes of a YAML text."""
    found: list[Finding] = [] if findings is None else findings
    node = parse_yaml(Source("case.yml", text), text, 1, found)
    assert node is not None, [finding.headline(str) for finding in found]
    return node


def scheme_of(text: str) -> tuple[Scheme | None, Node, list[Finding]]:
    """A scheme, checked in itself, with what was found."""
    findings: list[Finding] = []
    node = mapping(SCHEME + text, findings)
    scheme = read_record(Scheme, node, Context(findings))
    if scheme is not None:
        findings.extend(check_scheme(scheme, node))
    return scheme, node, findings


def report_file(text: str, path: str = "content/units/u/2021.md") -> ReportFile:
    """A report from the text of its file."""
    findings: list[Finding] = []
    page = split(Source(path, text), findings)
    context = Context(findings)
    report = None if page.node is None else read_record(Report, page.node, context)
    return ReportFile(Path(path), page, report, tuple(findings), frozenset(context.broken))


def scored(scheme_text: str, report_text: str) -> Scored:
    """A report scored; the scheme must be sound and the report readable."""
    scheme, scheme_node, findings = scheme_of(scheme_text)
    assert scheme is not None
    assert not findings, [finding.headline(str) for finding in findings]
    file = report_file(f"---\n{REPORT}{report_text}\n---\n")
    assert file.report is not None, [finding.headline(str) for finding in file.findings]
    assert file.page.node is not None
    entries = read_entries(file, scheme)
    node = file.page.node
    own = unit_phase(scheme, entries)
    settled, compared = group_phase(scheme, own, cohort(scheme, [Member("u", own)], {}), entries, node)
    card, refused = score_report(
        scheme, scheme_node, entries, settled, Statement(node, file.report.declared, tuple(file.report.vetoes))
    )
    return Scored(scheme, card, (*file.findings, *entries.findings, *own.findings, *compared, *refused))


@dataclass(frozen=True)
class Written:
    """One report to be written into a project: its front matter without the head."""

    text: str
    unit: str = "u"
    status: str = "published"
    period: str = "2021"
    scheme: str = "case"

    @property
    def page(self) -> str:
        """The file."""
        head = f"title: 例\nunit: {self.unit}\nscheme: {self.scheme}@1\nperiod: {self.period}\nstatus: {self.status}\n"
        return f"---\n{head}{self.text}\n---\n"


def project(
    folder: Path,
    scheme_text: str,
    reports: Iterable[Written],
    units: Iterable[str] = ("u",),
    others: Mapping[str, str] | None = None,
) -> Project:
    """A project of one scheme, its reports and a profile for each of `units`, written and assessed.

    `others` are further schemes, by name, without their heads.
    """
    settings = Settings(folder, folder / "content", folder / "schemes")
    files = {settings.schemes / "case" / "1.yml": SCHEME + scheme_text}
    for name, text in (others or {}).items():
        files[settings.schemes / name / "1.yml"] = SCHEME.replace("case", name) + text
    for unit in units:
        profile = f"---\nunit: {unit}\nname: {name_of(unit)}\nfictional: true\n---\n"
        files[settings.units / unit / "index.md"] = profile
    for report in reports:
        name = report.period if report.scheme == "case" else f"{report.period}-{report.scheme}"
        files[settings.units / report.unit / f"{name}.md"] = report.page
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return assess(settings)


def name_of(unit: str) -> str:
    """The name in the profile of a unit: never its id, so that a test sees which of the two is shown."""
    return f"例单位 {unit}（虚构）"


def all_steps(card: Scorecard) -> list[Step]:
    """Every step of every score and of the total."""
    return [step for part in card.parts for _, score in part.walk() for step in score.steps] + list(card.steps)


chinese = translator("zh_CN")


def check_trace(card: Scorecard) -> None:
    """Every step can be repeated and read in Chinese, the last gives the marks, and states say what marks there are."""
    for step in all_steps(card):
        assert step.repeat() == step.result, step.formula
        assert step.words.text(chinese) != step.words.text(str), step.words
        assert None not in step.words.args.values(), step.words
    for part in card.parts:
        for _, score in part.walk():
            _check_state(score)
            if score.marks is not None:
                assert score.steps, score.id
                assert score.steps[-1].result == score.marks, score.id


def _check_state(score: Score) -> None:
    assert score.full >= 0, score.id
    if score.state is State.NOT_APPLICABLE:
        assert score.policy is not None, score.id
        assert score.marks is None or isinstance(score.node, Indicator), score.id
        return
    assert score.policy is None, score.id
    without = {State.MISSING, State.NO_TOTAL}
    assert score.state in ({State.SCORED, State.UNSUPPORTED} if score.marks is not None else without), score.id


def demo_settings(root: Path, scheme: str, units: Mapping[str, str]) -> Settings:
    """A project with the scheme `demo@2025` and the pages of `units`, names by id, without a report."""
    (root / "mkdocs.yml").write_text("site_name: 站\ndocs_dir: content\nplugins: [scorepress]\n", encoding="utf-8")
    pages = {
        f"content/units/{unit}/index.md": f"---\nunit: {unit}\nname: {name}\n---\n" for unit, name in units.items()
    }
    for path, text in {"schemes/demo/2025.yml": scheme, **pages}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return read_settings(root / "mkdocs.yml")


def findings_in(settings: Settings, text: str) -> list[Finding]:
    """What is found in `text` as a report of the unit `jia`."""
    path = settings.units / "jia" / "report.md"
    path.write_text(text, encoding="utf-8")
    return assess(settings, [path]).findings

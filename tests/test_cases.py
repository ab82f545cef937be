"""Broken files and near misses: each says in itself what must be found in it, and nothing else may be found.

`# expect: SR320 12:9` in a file of `tests/cases` is one expected finding: code, line and column, with the severity
behind it where it is not the rule's own (`note`), `together` where it shows only beside the other files, and
`in data/x.csv` where it stands in a file that the report names. `# expect: none` makes the file a near miss. Files
that cannot bear a comment have the same lines in `<file>.expect`.
"""

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from scorepress.core.findings import Finding, Rule
from scorepress.core.layout import Settings, read_settings
from scorepress.core.memory import Memory
from scorepress.core.messages import LANGUAGES, translator
from scorepress.core.spans import display_width
from scorepress.project import Project, assess
from scorepress.schemes.indicator import CannotScore
from scorepress.schemes.methods.bands import Bands, BandsEntry, NoBand
from tests.conftest import run_program

CASES = Path(__file__).parent / "cases"
EXPECTATION = re.compile(r"expect: (?P<words>none|SR\d{3} .*?)\s*$", re.MULTILINE)
WORDS = re.compile(
    r"(?P<code>SR\d{3}) (?P<line>\d+):(?P<column>\d+)(?P<severity> error| warning| note)?"
    r"(?P<together> together)?(?: in (?P<file>\S+))?"
)
ELSEWHERE = {
    "SR003": "a file of 50 MB is not kept in the repository: test_a_file_of_50_mb_is_refused_unread",
    "SR804": "it takes a text of 4 MiB: tests/privacy/test_places.py",
    "SR030": "nor one of 300 KiB: test_front_matter_of_300_kib_is_refused",
    "SR143": "needs 1,001 references: tests/test_formulas.py",
    "SR144": "needs 200,000 terms: tests/test_formulas.py",
    "SR252": "needs a group that is complete: tests/scoring/test_provisional.py",
    "SR270": "needs children that have all reported: tests/scoring/test_provisional.py",
    "SR330": "needs a ranking: tests/conformance/declared.yml",
    "SR336": "needs two reports: tests/test_plausible.py",
    "SR337": "is about names of files: tests/test_near_reports.py",
    "SR338": "is about a folder: tests/test_near_reports.py",
    "SR516": "needs 10,001 rows: tests/test_formulas.py",
    "SR517": "needs 101 columns: tests/test_formulas.py",
    "SR518": "needs 50,001 cells: tests/test_formulas.py",
    "SR326": "no file that people can write leads to it: tests/test_isolation.py",
    "SR294": "found only where an edition is tried: tests/analysis/test_trial.py",
    "SR417": "git keeps no links that lead out: tests/core/test_boundary.py",
    "SR418": "nor devices and pipes: tests/core/test_boundary.py",
    "SR419": "outside the units: tests/checks/test_content.py",
    "SR420": "outside the units: tests/checks/test_content.py",
    "SR425": "needs a day: tests/checks/test_dates.py",
    **dict.fromkeys(
        ["SR700", "SR701", "SR702", "SR703", "SR704", "SR705", "SR706", "SR707"],
        "of the folder of the site: tests/publishing/test_exchange.py",
    ),
    "SR709": "of mkdocs.yml: tests/site/test_settings.py",
    "SR710": "of what MkDocs leaves out: tests/site/test_left_out.py",
    "SR246": "schemes whose bands leave a value out are refused: test_a_value_without_a_band",
}
"""Rules without a file of their own, and where they are tested."""


class Place(NamedTuple):
    """One finding, reduced to what a case can expect."""

    file: str
    code: str
    line: int
    column: int
    severity: str


class Expected(NamedTuple):
    """What a file says about itself."""

    alone: Counter[Place]
    together: Counter[Place]
    """Found only when all files are checked together."""


def case_files() -> list[Path]:
    """Every unit page, report and scheme of the cases, and the file of seals."""
    return sorted([*CASES.glob("content/units/**/*.md"), *CASES.glob("schemes/**/*.y*ml")])


def statements(path: Path) -> list[str]:
    """What a file expects, in its own words."""
    beside = path.with_name(path.name + ".expect")
    text = (beside if beside.exists() else path).read_bytes().decode("utf-8", "replace")
    return [found["words"] for found in EXPECTATION.finditer(text)]


@cache
def expected(path: Path) -> Expected:
    answer = Expected(Counter(), Counter())
    for words in statements(path):
        if words == "none":
            continue
        found = WORDS.fullmatch(words)
        assert found, f"{path}: what is '{words}'?"
        shown = (path.parent / found["file"] if found["file"] else path).relative_to(CASES).as_posix()
        severity = (found["severity"] or "").strip() or Rule.registry[found["code"]].severity.value
        place = Place(shown, found["code"], int(found["line"]), int(found["column"]), severity)
        (answer.together if found["together"] else answer.alone)[place] += 1
    return answer


def places(findings: list[Finding]) -> Counter[Place]:
    return Counter(
        Place(each.span.source.path, each.rule.code, each.span.line, each.span.column, each.severity.value)
        for each in findings
    )


def in_words(findings: list[Finding]) -> str:
    return "\n" + "\n".join(each.text(translator("en")) for each in findings)


def shown(path: Path) -> str:
    return path.relative_to(CASES).as_posix()


@pytest.fixture(scope="module")
def settings() -> Settings:
    return read_settings(CASES / "mkdocs.yml")


@pytest.fixture(scope="module")
def together(settings: Settings) -> Project:
    return assess(settings)


MEMORY = Memory()
"""Reading forty schemes three hundred times would only take time."""


@pytest.mark.parametrize("path", case_files(), ids=shown)
def test_a_file_alone_has_exactly_the_findings_that_it_expects(path: Path, settings: Settings) -> None:
    findings = assess(settings, [path], MEMORY).findings
    assert places(findings) == expected(path).alone, in_words(findings)


@pytest.mark.parametrize("path", case_files(), ids=shown)
def test_every_file_says_what_it_expects_and_is_named_after_it(path: Path) -> None:
    sound_unit = path.name == "index.md" and not path.parent.name.startswith("SR")
    assert statements(path) or sound_unit
    name = path.stem if path.suffix == ".md" and path.name != "index.md" else path.parent.name
    named = re.match(r"SR\d{3}", name)
    codes = {place.code for counter in expected(path) for place in counter}
    if named and name != "SR219-edition-not-sealed":
        assert codes == {named.group()}


def test_all_files_together_have_the_union_of_their_findings(together: Project) -> None:
    union: Counter[Place] = Counter()
    for path in case_files():
        union += expected(path).alone + expected(path).together
    assert places(together.findings) == union


def test_every_rule_has_a_case() -> None:
    covered = {place.code for path in case_files() for counter in expected(path) for place in counter}
    assert covered | set(ELSEWHERE) == set(Rule.registry)
    assert not covered & set(ELSEWHERE)


@pytest.mark.parametrize("code", sorted(Rule.registry))
def test_every_rule_is_documented(code: str) -> None:
    rule = Rule.registry[code]
    assert re.fullmatch(r"SR\d{3}", code)
    assert rule.message.strip()
    assert rule.cure.strip()
    assert rule.why.strip()
    assert rule.good.strip()
    assert rule.bad.strip() or code == "SR002"  # an empty file cannot be shown
    assert rule.bad != rule.good


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_can_be_shown(together: Project, language: str) -> None:
    translate = translator(language)
    for finding in together.findings:
        headline, excerpt, carets, *more = finding.text(translate).split("\n")
        context = f"{headline}\n{excerpt}\n{carets}\n{more}"
        assert headline.startswith(finding.span.place), context
        assert excerpt.lstrip().startswith(f"{finding.span.line} |"), context
        assert re.fullmatch(r" *\| *\^+(  \S.*)?", carets), context
        assert display_width(carets.partition("^")[0]) <= display_width(excerpt), context
        assert len(more) == 1 + len(finding.ready), context
        for words in (finding.message(translate), finding.cure(translate)):
            assert words.strip(), context
            assert not re.search(r"(?<!\{)\{\w+\}(?!\})", words.replace("{not_applicable", "")), context
            assert "Message(" not in words, context
            assert "Fraction(" not in words, context
        data = json.loads(json.dumps(finding.data(translate)))
        assert data["code"] == finding.rule.code
        assert (data["line"], data["column"]) == (finding.span.line, finding.span.column)


def test_the_chinese_of_a_finding_is_chinese(together: Project) -> None:
    translate = translator("zh_CN")
    for finding in together.findings:
        assert re.search(r"[\u4e00-\u9fff]", finding.message(translate)), finding.headline(translate)
        assert re.search(r"[\u4e00-\u9fff]", finding.cure(translate)), finding.text(translate)


@pytest.mark.parametrize("path", case_files(), ids=shown)
def test_places_lie_inside_the_file(path: Path, together: Project) -> None:
    for finding in together.findings:
        if finding.span.source.path == shown(path):
            assert inside_the_file(finding)


def inside_the_file(finding: Finding) -> bool:
    """Whether a finding's place exists, the place right behind a line's last character included."""
    span = finding.span
    lines = span.source.lines
    ends = (span.line, span.column) <= (span.end_line, span.end_column)
    return 1 <= span.line <= len(lines) and 1 <= span.column <= len(lines[span.line - 1]) + 1 and ends


# --- the command line --------------------------------------------------------------------------------


def command(*arguments: str, cwd: Path = CASES, language: str = "") -> subprocess.CompletedProcess[str]:
    return run_program(cwd, "scorepress", *arguments, SCOREPRESS_LANG=language)


def check(*arguments: str, cwd: Path = CASES) -> subprocess.CompletedProcess[str]:
    return command("check", *arguments, cwd=cwd)


def test_the_command_finds_faults() -> None:
    done = check(str(CASES))
    assert done.returncode == 3  # there are personal numbers among the faults
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stderr == ""
    assert "SR323" in done.stdout
    assert "\x1b" not in done.stdout  # what a file holds never reaches the terminal as a command


def test_the_command_writes_json(together: Project) -> None:
    done = check("--format", "json", "--lang", "en")
    assert done.returncode == 3
    data = json.loads(done.stdout)
    assert len(data["findings"]) == len(together.findings)
    assert sum(data["counts"].values()) == len(together.findings)


@pytest.mark.parametrize("arguments", [["content/units/sound"], ["schemes/plain/2021.yml"]])
def test_the_command_is_content_with_sound_files(arguments: list[str]) -> None:
    done = check(*arguments)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_command_counts_what_was_asked_for() -> None:
    data = json.loads(check("--format", "json", "content/units/sound", "schemes/plain").stdout)
    reports = [path for path in (CASES / "content/units/sound").glob("*.md") if path.name != "index.md"]
    assert data["checked"] == {"reports": len(reports), "units": 1, "schemes": 1}


def test_notes_do_not_fail_the_command() -> None:
    assert check("content/units/scores/SR311-draft.md").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (["check", "content/none.md"], "错误：没有文件或文件夹", "Error: there is no file or folder"),
        (["check", "--fromat", "json"], "错误：没有选项 --fromat", "Error: there is no option --fromat"),
        (["check", "--format", "xml"], "错误：--format 应是下列之一：text、json", "must be one of: text, json"),
        (["check", "--format"], "错误：选项 --format", "Error: the option --format"),
        (["chekc"], "错误：没有命令 chekc", "Error: there is no command chekc"),
        (["seal"], "错误：缺少 EDITIONS", "Error: EDITIONS is missing"),
        (["seal", "none@1"], "错误：封存清单有问题", "Error: the file of seals has faults"),
        (["schema", "unit"], "KIND 应是下列之一：scheme、report", "KIND must be one of: scheme, report"),
        (["check", "--nonsense"], "用法：", "Usage: "),
        ([], "命令：", "Commands:"),
    ],
)
def test_misuse_is_told_in_the_language_of_the_reader(arguments: list[str], chinese: str, english: str) -> None:
    for language, words in (("", chinese), ("en", english)):
        done = command(*arguments, language=language)
        assert done.returncode == 2
        assert words in done.stderr + done.stdout
        assert "Traceback" not in done.stderr


def test_help_is_translated_and_the_option_for_the_language_counts() -> None:
    assert "选项：" in command("check", "--help").stdout
    assert "Options:" in command("check", "--lang", "en", "--help").stdout


def test_the_command_refuses_a_file_that_it_would_not_check() -> None:
    for path in ("mkdocs.yml", "content/units/figures/data", "content/units/evidence/files/photo.txt"):
        done = check(path)
        assert done.returncode == 2, path
        assert path in done.stderr


@pytest.mark.parametrize(
    "config",
    [
        b"docs_dir: [",
        b"\xff\xfe",
        b"docs_dir: \0",
        b"",
        b"- a\n- b\n",
        b"? {a: b}\n: c\n",
        b"a: &a [*a]\n",
        b"[" * 9999,
    ],
)
def test_the_command_survives_a_broken_configuration(config: bytes, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(config)
    done = check(cwd=tmp_path)
    assert done.returncode in {0, 2}
    assert "Traceback" not in done.stderr


# --- files that are made for the test ----------------------------------------------------------------


@pytest.fixture
def made(tmp_path: Path) -> Settings:
    """A small project of its own: the sound schemes and one unit."""
    for part in ("mkdocs.yml", "schemes/plain", "schemes/proof", "content/units/sound/index.md"):
        source, target = CASES / part, tmp_path / part
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    return read_settings(tmp_path / "mkdocs.yml")


HEAD = "title: 自评报告\nunit: sound\nscheme: {scheme}@2021\nperiod: 2021\nstatus: draft\n"


def report(settings: Settings, front: str, body: str = "\n正文。\n", scheme: str = "plain") -> Path:
    path = settings.units / "sound" / "2021.md"
    path.write_text(f"---\n{HEAD.format(scheme=scheme)}{front}---\n{body}", encoding="utf-8", newline="\n")
    return path


def found(settings: Settings) -> list[tuple[str, int, int]]:
    return [(each.rule.code, each.span.line, each.span.column) for each in assess(settings).findings]


SCORES = "scores: {A1: 20, A2: 9}\n"


def test_a_made_report_is_sound(made: Settings) -> None:
    report(made, SCORES)
    assert found(made) == []


def test_a_file_of_50_mb_is_refused_unread(made: Settings) -> None:
    path = report(made, SCORES)
    with path.open("ab") as file:
        file.truncate(50 * 1024 * 1024)  # a hole: the disk is not filled, and reading it would show
    assert found(made) == [("SR003", 1, 1)]


def test_front_matter_of_300_kib_is_refused(made: Settings) -> None:
    rows = "".join(f"      row{number}: {number}\n" for number in range(15000))
    report(made, f"{SCORES}figures:\n  ledger:\n    title: 台账\n    rows:\n{rows}")
    assert found(made) == [("SR030", 2, 1)]


def test_60_000_brackets_are_refused_at_the_first_too_many(made: Settings) -> None:
    report(made, f"summary: {'[' * 60000}\n")
    assert found(made) == [("SR024", 7, 25)]


def test_60_000_braces_in_lines_are_refused(made: Settings) -> None:
    report(made, "summary:\n" + "".join(f"{' ' * depth}- \n" for depth in range(1, 300)))
    assert found(made) == [("SR024", 23, 17)]


def test_evidence_through_a_link_out_of_the_folder_is_refused(made: Settings, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    link = made.units / "sound" / "photo.txt"
    try:
        link.symlink_to(secret)
    except OSError:
        pytest.skip("this system does not let us make links")
    front = (
        "scores: {A1: {self: 10, evidence: [a]}, A2: 10}\nevidence: {a: {title: 照片, kind: 照片, file: photo.txt}}\n"
    )
    report(made, front, scheme="proof")
    assert found(made) == [("SR417", 8, 43), ("SR417", 1, 1)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_in_the_place_of_a_report_is_not_waited_for(made: Settings) -> None:
    os.mkfifo(made.units / "sound" / "2021.md")
    assert found(made) == [("SR418", 1, 1)]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no endless file")
def test_an_endless_device_in_the_place_of_a_report_is_not_read(made: Settings) -> None:
    (made.units / "sound" / "2021.md").symlink_to("/dev/zero")
    assert found(made) == [("SR417", 1, 1)]


def test_a_link_to_nowhere_is_a_finding(made: Settings) -> None:
    path = made.units / "sound" / "2021.md"
    try:
        path.symlink_to("nowhere.md")
    except OSError:
        pytest.skip("this system does not let us make links")
    assert found(made) == [("SR417", 1, 1)]


@pytest.mark.parametrize("seals", [b"plain@2021: [1, 2]\n", b"- a\n", b"plain@2021\n", b"\xff", b"a: *b\n"])
def test_broken_seals_are_findings_of_their_own_file_alone(made: Settings, seals: bytes) -> None:
    path = report(made, SCORES)
    path.write_text(path.read_text(encoding="utf-8").replace("draft", "published"), encoding="utf-8")
    (made.schemes / "sealed.yml").write_bytes(seals)
    findings = assess(made).findings
    assert findings
    assert {each.span.source.path for each in findings} == {"schemes/sealed.yml"}


def test_hidden_files_are_passed_over(made: Settings) -> None:
    report(made, SCORES)
    for path in (made.units / "sound/.#2021.md", made.units / ".trash/2021.md", made.schemes / ".old/x/2021.yml"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# x", encoding="utf-8")
    assert found(made) == []


@pytest.mark.parametrize(("status", "codes"), [("draft", ["SR307"]), ("published", [])])
def test_a_rival_of_one_checked_report_is_found(made: Settings, status: str, codes: list[str]) -> None:
    """The report that is checked is a draft or a published one; the rival beside it is a draft."""
    path = report(made, SCORES)
    path.with_name("again.md").write_bytes(path.read_bytes())
    (made.schemes / "sealed.yml").unlink(missing_ok=True)
    path.write_text(path.read_text(encoding="utf-8").replace("draft", status), encoding="utf-8")
    assert [each.rule.code for each in assess(made, [path]).findings] == codes


def test_a_file_name_cannot_command_the_terminal(made: Settings) -> None:
    try:
        (made.units / "sound" / "\x1b[2J.md").write_text("# x", encoding="utf-8")
    except OSError:
        pytest.skip("this system does not let us give such names")
    findings = assess(made).findings
    assert {finding.rule.code for finding in findings} == {"SR010", "SR422"}
    assert not [finding for finding in findings if "\x1b" in finding.text(translator("en"))]


def test_a_path_is_found_through_a_link_to_the_project(made: Settings, tmp_path: Path) -> None:
    report(made, "scores: {A1: 30, A2: 9}\n")
    link = tmp_path / "link"
    try:
        link.symlink_to(made.root, target_is_directory=True)
    except OSError:
        pytest.skip("this system does not let us make links")
    through = read_settings(link / "mkdocs.yml")
    for path in (link / "content" / "units" / "sound" / "2021.md", made.units / "sound", made.root):
        assert [each.rule.code for each in assess(through, [path]).findings] == ["SR320"], path


def test_a_value_without_a_band() -> None:
    bands = Bands.model_construct(method="bands", id="A1", title="指标", bands=[])
    with pytest.raises(CannotScore) as refused:
        bands.score(BandsEntry.model_construct(value=Decimal(120)), Fraction(10))
    assert refused.value.rule is NoBand

"""All commands alike: exit codes, one language, the project by its settings file."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from scorepress.cli.main import main
from scorepress.cli.words import Group, help_of, translate
from scorepress.core.exits import EXITS, Exit
from scorepress.core.messages import LANGUAGES, language_of, translator
from tests.conftest import REPORT, write_project

ROOT = Path(__file__).parents[1]
CJK = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"\b[a-z]+ [a-z]+ [a-z]+ [a-z]+\b")
"""Four words in a row are a sentence."""


def below(command: click.Command, name: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield name
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        yield from below(inner, (*name, str(inner.name)))


COMMANDS = list(below(main))
IDS = [" ".join(name) or "scorepress" for name in COMMANDS]


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, list(arguments), env={"LANG": "", "SCOREPRESS_LANG": "", **environment})


@pytest.mark.parametrize("name", COMMANDS, ids=IDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_in_one_language_wherever_it_is_asked_for(name: tuple[str, ...], language: str) -> None:
    before = run("--lang", language, *name, "--help")
    assert before.exit_code == Exit.CLEAN
    assert run(*name, "--lang", language, "--help").output == before.output
    assert run(*name, "--help", SCOREPRESS_LANG=language).output == before.output
    assert run(*name, "--help", LANG="en_US.UTF-8" if language == "en" else "zh_CN.UTF-8").output == before.output
    words = before.output.replace("[zh_CN|en]", "")
    if language == "en":
        assert not CJK.search(words)
    else:
        assert CJK.search(words)
        assert not ENGLISH.search(" ".join(words.split()))
        assert run(*name, "--help").output == before.output


@pytest.mark.parametrize("name", COMMANDS, ids=IDS)
def test_every_command_has_chinese_help(name: tuple[str, ...]) -> None:
    command: click.Command = main
    for part in name:
        assert isinstance(command, click.Group)
        command = command.commands[part]
    assert CJK.search(translator("zh_CN")(help_of(command)))


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in {("build",), ("serve",)}])
def test_misuse_is_2_everywhere(name: tuple[str, ...]) -> None:
    assert run(*name, "--no-such-option").exit_code == Exit.MISUSE


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no file that is always full")
def test_a_fault_is_4_everywhere_and_told_in_a_line() -> None:
    """The answer cannot be written: an error of the system that no command expects."""
    code = (
        "import sys, os; from scorepress.cli.main import main\n"
        "for name in sys.argv[1:]:\n"
        "    child = os.fork()\n"
        "    if child == 0:\n"
        "        sys.argv = ['scorepress']\n"
        "        sys.stdout = open('/dev/full', 'w')\n"
        "        try: main([*name.split(), '--help'])\n"
        "        except SystemExit as end: os._exit(end.code)\n"
        "        except BaseException: os._exit(99)\n"
        "    _, status = os.waitpid(child, 0)\n"
        "    print(os.waitstatus_to_exitcode(status))\n"
    )
    names = [" ".join(name) for name in COMMANDS]
    environment = {**os.environ, "SCOREPRESS_LANG": "en", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, *names], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["4"] * len(names)
    assert done.stderr.count("Scorepress has a fault (OSError)") == len(names)
    assert "Traceback" not in done.stderr


class BrokenError(Exception):
    pass


@pytest.fixture
def broken() -> Iterator[str]:
    """A command that fails in a way nobody foresaw."""

    @main.command("broken")
    def fail() -> None:
        """Fail."""
        raise BrokenError("机密")

    yield "broken"
    del main.commands["broken"]


def test_a_traceback_is_shown_or_written_where_that_is_asked_for(broken: str, tmp_path: Path) -> None:
    quiet = run(broken)
    assert (quiet.exit_code, quiet.stderr.count("\n")) == (Exit.FAULT, 1)
    assert "机密" not in quiet.stderr
    assert "Broken" in quiet.stderr
    shown = run(broken, SCOREPRESS_TRACEBACK="1")
    assert (shown.exit_code, "Traceback" in shown.stderr) == (Exit.FAULT, True)
    file = tmp_path / "trace.txt"
    assert run(broken, SCOREPRESS_TRACEBACK=str(file)).exit_code == Exit.FAULT
    assert "Traceback" in file.read_text(encoding="utf-8")


def test_an_interrupted_command_is_no_finding() -> None:
    @main.command("waiting")
    def wait() -> None:
        """Wait."""
        raise KeyboardInterrupt

    try:
        assert run("waiting").exit_code == 130
    finally:
        del main.commands["waiting"]


def test_one_table_of_exit_codes_stands_everywhere() -> None:
    assert [code.value for code in Exit] == [0, 1, 2, 3, 4] == [code.value for code in EXITS]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    guide = (ROOT / "content/guide/publish.md").read_text(encoding="utf-8")
    help_page = " ".join(run("--lang", "en", "--help").output.split())
    for code, words in EXITS.items():
        assert f"| {code.value} | {words} |" in readme
        assert f"| {code.value} | {translator('zh_CN')(words)} |" in guide
        assert f"{code.value} {words}" in help_page


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh_CN"),
        ({"LANG": "C.UTF-8"}, "zh_CN"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "zh_CN"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "en_US.UTF-8", "SCOREPRESS_LANG": "zh"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "SCOREPRESS_LANG": "en"}, "en"),
        ({"SCOREPRESS_LANG": "fr"}, "zh_CN"),
    ],
)
def test_the_language_of_an_environment(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


def test_the_last_language_named_counts() -> None:
    assert "Options:" in run("--lang", "zh_CN", "check", "--lang", "en", "--help").output


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The settings of a project that are not called mkdocs.yml, from a folder beside it."""
    root = tmp_path / "工程"
    write_project(root, {"mkdocs.yml": "docs_dir: content\n", "content/units/jia/2025.md": REPORT})
    (root / "mkdocs.yml").rename(root / "site.yml")
    (tmp_path / "beside").mkdir()
    monkeypatch.chdir(tmp_path / "beside")
    return "../工程/site.yml"


def test_a_project_is_found_by_its_settings_file(elsewhere: str) -> None:
    runs = [
        ("check",),
        ("explain", "jia", "2025"),
        ("seal", "demo@2025"),
        ("scheme", "diff", "demo@2025", "demo@2025"),
        ("scheme", "trial", "demo@2025", "--on", "2025"),
        ("new", "report", "jia", "2026", "--scheme", "demo@2025"),
        ("new", "scheme", "--from", "form-a"),
    ]
    for arguments in runs:
        alone = run(*arguments)  # only a ready scheme can be copied without a project
        assert alone.exit_code == (Exit.CLEAN if arguments[:2] == ("new", "scheme") else Exit.MISUSE), arguments
        done = run(*arguments, "-f", elsewhere)
        assert done.exit_code == Exit.CLEAN, (arguments, done.output)
        assert run(*arguments, "--config-file", "none.yml").exit_code == Exit.MISUSE
    taking = {name for name in COMMANDS if any("--config-file" in p.opts for p in _command(name).params)}
    assert taking >= {name[:1] if name[0] not in {"scheme", "new"} else name[:2] for name in runs}


def _command(name: tuple[str, ...]) -> click.Command:
    command: click.Command = main
    for part in name:
        assert isinstance(command, Group)
        command = command.commands[part]
    return command


def test_what_a_command_speaks_is_at_hand_in_it() -> None:
    heard: list[str] = []

    @main.command("speaking")
    def speak() -> None:
        """Speak."""
        heard.append(translate()("error"))

    try:
        run("--lang", "en", "speaking")
        run("speaking")
    finally:
        del main.commands["speaking"]
    assert heard == ["error", "错误"]


def test_a_list_of_names_that_is_cut_says_how_many_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    units = {
        f"content/units/u{n:02}/index.md": f"---\nunit: u{n:02}\nname: 单位{n}\nfictional: true\n---\n"
        for n in range(33)
    }
    write_project(tmp_path, {"mkdocs.yml": "docs_dir: content\n", **units})
    monkeypatch.chdir(tmp_path)
    done = run("explain", "ÿÿÿ", "2025")
    assert done.exit_code == Exit.MISUSE
    assert "没有单位 ÿÿÿ。现有 34 个单位，如：jia、u00、" in done.stderr
    assert done.stderr.rstrip().endswith("等")

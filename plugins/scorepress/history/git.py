"""Plain `git`, asked a few times for all files together and never once a file, and by our settings only.

What somebody set for themselves, or in the repository at hand, must not change what a site says, and no program that a
repository names (a filter, a monitor, a pager) may run. So the settings of the user and of the system are shut out, and
what the repository sets is overruled (docs/decisions/0048).
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from scorepress.core.boundary import REPOSITORY

NO_PROGRAM = re.compile(r"(filter\..+\.(clean|smudge|process|required)|diff\..+\.(command|textconv))", re.IGNORECASE)
"""Settings that name a program for some files, or insist on one."""
SAFE_DIRECTORY = "safe.directory"
NOTHING = "/dev/null"
"""An empty file, by the name that git knows on every system."""
SETTINGS = {
    "advice.graftFileDeprecated": "false",
    "color.ui": "false",
    "core.attributesFile": NOTHING,
    "core.autocrlf": "input",
    "core.checkStat": "default",
    "core.excludesFile": NOTHING,
    "core.fileMode": "false",
    "core.fsmonitor": "false",
    "core.hooksPath": NOTHING,
    "core.ignoreStat": "false",
    "core.pager": "cat",
    "core.quotePath": "true",
    "core.safecrlf": "false",
    "core.untrackedCache": "false",
    "diff.algorithm": "myers",
    "diff.external": "",
    "diff.ignoreSubmodules": "all",
    "diff.noprefix": "false",
    "diff.orderFile": NOTHING,
    "diff.relative": "false",
    "diff.renameLimit": "1000",
    "diff.renames": "true",
    "i18n.logOutputEncoding": "UTF-8",
    "log.date": "iso-strict",
    "log.decorate": "false",
    "log.follow": "false",
    "log.mailmap": "false",
    "log.showRoot": "true",
    "log.showSignature": "false",
    "protocol.allow": "never",
    "status.branch": "false",
    "status.relativePaths": "true",
    "status.renames": "false",
    "status.short": "false",
    "status.showStash": "false",
    "status.showUntrackedFiles": "all",
    "status.submoduleSummary": "false",
    "submodule.recurse": "false",
}
"""What is set whatever a repository says."""
ENVIRONMENT = {
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": NOTHING,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": NOTHING,
    "GIT_GRAFT_FILE": NOTHING,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LANGUAGE": "C",
    "LC_ALL": "C",
}
OWNER = "dubious ownership"
NO_REPOSITORY = "not a git repository"
NO_COMMITS = "does not have any commits yet"
"""What git says, in English as it is asked for."""
LONGEST_WORDS = 400


class Why(StrEnum):
    """Why nothing is known."""

    NOT_ASKED = "not asked"
    NO_GIT = "no git"
    """The program is not installed, or cannot be started."""
    NO_REPOSITORY = "no repository"
    OWNER = "owner"
    """Git refuses, since the folder belongs to somebody else."""
    FAILED = "failed"
    """Git failed otherwise; its own words say how."""


class GitError(Exception):
    """Git gave no answer."""

    def __init__(self, why: Why, words: str) -> None:
        super().__init__(words)
        self.why, self.words = why, words


@dataclass(frozen=True)
class Git:
    """Git in a folder."""

    folder: Path
    environment: Mapping[str, str]

    def run(self, *arguments: str) -> str:
        """What git prints; paths that are not UTF-8 keep their bytes. Raises `GitError`."""
        return _run(self.folder, arguments, self.environment).decode("utf-8", "surrogateescape")

    def blobs(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The contents of blobs by their ids, one after the other, read by one process. Raises `GitError`."""
        with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as said:
            asked.writelines(f"{name}\n".encode() for name in names)
            asked.seek(0)
            command = _command(self.folder, ("cat-file", "--batch"))
            try:
                process = subprocess.Popen(
                    command, stdin=asked, stdout=subprocess.PIPE, stderr=said, env=self.environment
                )
            except OSError as error:
                raise GitError(Why.NO_GIT, error.strerror or str(error)) from None
            with process:
                assert process.stdout is not None  # noqa: S101 - as asked for
                while head := process.stdout.readline():
                    name, *kind = head.decode("ascii", "replace").split()
                    if len(kind) != 2:  # noqa: PLR2004 - type and size, or else `missing`
                        process.kill()
                        raise GitError(Why.FAILED, head.decode("ascii", "replace").strip())
                    yield name, process.stdout.read(int(kind[1]))
                    process.stdout.read(1)
            if process.returncode:
                said.seek(0)
                raise _refused(said.read(), self.folder)


def open_git(folder: Path) -> Git:
    """Git in a folder, with our settings. Raises `GitError` where it gives no answer there."""
    environment = _environment({})
    try:
        listed = _run(folder, ("config", "--list", "--name-only", "-z"), environment)
        _run(folder, ("rev-parse", "--git-dir"), environment)
    except GitError as error:
        safe = _trusted(folder) if error.why is Why.OWNER else []
        if not safe:
            raise
        environment = _environment({}, safe)
        listed = _run(folder, ("config", "--list", "--name-only", "-z"), environment)
    names = listed.decode("utf-8", "surrogateescape").split("\0")
    programs = {name: "" for name in names if NO_PROGRAM.fullmatch(name)}
    off = {name: "false" if name.lower().endswith(".required") else "" for name in programs}
    return Git(folder, _environment(off, _trusted(folder) if SAFE_DIRECTORY in _keys(environment) else []))


def _keys(environment: Mapping[str, str]) -> set[str]:
    return {value for name, value in environment.items() if name.startswith("GIT_CONFIG_KEY_")}


def _environment(more: Mapping[str, str], safe: Iterable[str] = ()) -> dict[str, str]:
    """The environment of the user without what it sets for git, and with what we set."""
    settings = [*SETTINGS.items(), *more.items(), *((SAFE_DIRECTORY, folder) for folder in safe)]
    numbered = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (name, value) in enumerate(settings):
        numbered |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    own = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    return {**own, **ENVIRONMENT, **numbered}


def _trusted(folder: Path) -> list[str]:
    """The folders that the user has told git to trust: leave that somebody gave, and nothing that changes an answer."""
    plain = {**os.environ, "LC_ALL": "C"}
    try:
        printed = _run(folder.parent, ("config", "-z", "--get-all", SAFE_DIRECTORY), plain)
    except GitError:
        return []
    return printed.decode("utf-8", "surrogateescape").split("\0")[:-1]


def _command(folder: Path, arguments: Iterable[str]) -> list[str]:
    return ["git", "--no-pager", "-C", str(folder), *arguments]


def _run(folder: Path, arguments: Iterable[str], environment: Mapping[str, str]) -> bytes:
    try:
        done = subprocess.run(
            _command(folder, arguments), stdin=subprocess.DEVNULL, capture_output=True, check=False, env=environment
        )
    except OSError as error:
        raise GitError(Why.NO_GIT, error.strerror or str(error)) from None
    if done.returncode:
        raise _refused(done.stderr, folder)
    return done.stdout


def _refused(said: bytes, folder: Path) -> GitError:
    words = " ".join(said.decode("utf-8", "replace").split())
    why = Why.OWNER if OWNER in words else Why.FAILED
    if NO_REPOSITORY in words and not _has_repository(folder):
        why = Why.NO_REPOSITORY
    return GitError(why, words.removeprefix("fatal: ")[:LONGEST_WORDS] or "git")


def _has_repository(folder: Path) -> bool:
    """Whether there is what should be a repository, though git cannot read it: a damaged one is not none."""
    return any(os.path.lexists(place / REPOSITORY) for place in (folder, *folder.absolute().parents))

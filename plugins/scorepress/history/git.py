"""Plain `git`, asked a few times for all files together and never once a file."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

COMMIT = "\x01"
"""Begins a commit in a log."""
BETWEEN = "\x02"
TWO_PATHS = frozenset("RC")
"""Changes that name two paths: renames and copies."""
ONLY_MOVED = "R100"
CALM = {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


@dataclass(frozen=True)
class Touch:
    """What a commit did to one file."""

    before: str
    """The path that it had before; the same where it was not renamed."""
    moved: bool = False
    """Whether it was renamed and nothing in it was changed."""


@dataclass(frozen=True)
class Change:
    """A commit, and what it did to the files by their paths after it."""

    commit: str
    when: str
    """When it was committed, `2026-05-03T09:30:00+08:00`."""
    boundary: bool
    """Whether it has no parent here: the first commit, or in a shallow clone the last one that is there."""
    subject: str
    """The first line of its message."""
    touched: Mapping[str, Touch]


def git(folder: Path, *arguments: str) -> str | None:
    """What git prints; None where it is not installed or refuses. Paths that are not UTF-8 keep their bytes."""
    command = ["git", "-C", str(folder), *arguments]
    environment = {**os.environ, **CALM}
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
    except OSError:
        return None
    return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else None


def log(folder: Path, below: str, *options: str, since: str = "") -> Iterator[Change]:
    """The commits that led to a state, the newest first, with what they changed below a folder.

    `since` is a commit or a range of them; by default they lead to the commit that is checked out.

    Only first parents: a merge counts as one change, made when it was merged, as those who read the site saw it.
    """
    form = f"--format={COMMIT}{BETWEEN.join(['%H', '%cI', '%P', '%s'])}"
    shape = ("-m", "--first-parent", "--name-status", "-M", "-z", "--relative")
    plain = ("--no-color", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--encoding=UTF-8")
    printed = git(folder, "log", *shape, *plain, *options, form, *filter(None, [since]), "--", below)
    if printed is None:
        return
    tokens = iter(printed.split("\0"))
    head, touched = "", dict[str, Touch]()
    for token in tokens:
        word = token.lstrip("\n")
        if word.startswith(COMMIT):
            if head:
                yield _change(head, touched)
            head, touched = word[1:], {}
        elif word:
            before = next(tokens)
            path = next(tokens) if word[0] in TWO_PATHS else before
            touched[path] = Touch(before if word[0] != "C" else path, moved=word == ONLY_MOVED)
    if head:
        yield _change(head, touched)


def _change(head: str, touched: Mapping[str, Touch]) -> Change:
    commit, when, parents, subject = head.split(BETWEEN, 3)
    return Change(commit, when, not parents, subject.encode("utf-8", "replace").decode(), touched)

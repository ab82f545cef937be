"""Plain `git`, asked a few times for all files together and never once a file."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

COMMIT = "\x01"
"""Begins the line of a commit in a log."""
BETWEEN = "\x02"
TWO_PATHS = frozenset("RC")
"""Changes that name two paths: renames and copies."""
CALM = {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


@dataclass(frozen=True)
class Change:
    """A commit, and the paths that it touched by what it did to them."""

    commit: str
    when: str
    """When it was committed, `2026-05-03T09:30:00+08:00`."""
    boundary: bool
    """Whether it has no parent here: the first commit, or in a shallow clone the last one that is there."""
    paths: Mapping[str, str]
    """Each path after the commit, with the one before it; the same where nothing was renamed."""


def git(folder: Path, *arguments: str) -> str | None:
    """What git prints; None where it is not installed or refuses. Paths that are not UTF-8 keep their bytes."""
    command = ["git", "-C", str(folder), *arguments]
    environment = {**os.environ, **CALM}
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
    except OSError:
        return None
    return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else None


def log(folder: Path, below: str, *options: str) -> Iterator[Change]:
    """The commits that led to this state, the newest first, with what they changed below a folder.

    Only first parents: a merge counts as one change, made when it was merged, as those who read the site saw it.
    """
    form = f"--format={COMMIT}%H{BETWEEN}%cI{BETWEEN}%P"
    shape = ("-m", "--first-parent", "--name-status", "-M", "-z", "--no-color", "--no-show-signature", "--relative")
    printed = git(folder, "log", *shape, *options, form, "--", below)
    if printed is None:
        return
    tokens = iter(printed.split("\0"))
    head, paths = "", dict[str, str]()
    for token in tokens:
        word = token.lstrip("\n")
        if word.startswith(COMMIT):
            if head:
                yield _change(head, paths)
            head, paths = word[1:], {}
        elif word:
            before = next(tokens)
            paths[next(tokens) if word[0] in TWO_PATHS else before] = before
    if head:
        yield _change(head, paths)


def _change(head: str, paths: Mapping[str, str]) -> Change:
    commit, when, parents = head.split(BETWEEN)
    return Change(commit, when, not parents, paths)

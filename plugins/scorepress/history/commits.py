"""All commits that led to a state, read once: after a new commit only what is new is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scorepress.history.git import Change, Touch, git, log

PUBLISHED = "(^|[{, \t])[\"']?status[\"']?[ \t]*:[ \t]*[\"']?published"
"""The words of a report's front matter that make it public, as git looks for them (an extended regular expression)."""


@dataclass(frozen=True)
class Commits:
    """What led to one commit."""

    root: Path = Path()
    below: str = ""
    """The folder whose files they are about."""
    head: str = ""
    shallow: bool = False
    changes: tuple[Change, ...] = ()
    """The newest first."""
    published: Mapping[str, Mapping[str, Touch]] = field(default_factory=dict)
    """The files in which words of publication came or went, by the commit that did it."""


def read_commits(root: Path, below: str, head: str, *, shallow: bool, earlier: Commits) -> Commits:
    """The commits that led to `head`, the one that is checked out: `earlier` itself if they are the same.

    To look into every commit of 10,000 reports takes some ten seconds. Where those read `earlier` are the last of them
    they are not read again; a clone that was cut off may since have more.
    """
    made = (root, below, head, shallow)
    if made == (earlier.root, earlier.below, earlier.head, earlier.shallow):
        return earlier
    known = (root, below, False) == (earlier.root, earlier.below, shallow or earlier.shallow)
    goes_on = known and bool(earlier.head) and bool(head) and _leads_to(root, earlier.head, head)
    since = f"{earlier.head}..{head}" if goes_on else head
    published = {each.commit: each.touched for each in log(root, below, "-E", "-G", PUBLISHED, since=since)}
    changes = tuple(log(root, below, since=since))
    if not goes_on:
        return Commits(*made, changes, published)
    return Commits(*made, changes + earlier.changes, {**earlier.published, **published})


def _leads_to(root: Path, earlier: str, head: str) -> bool:
    """Whether `earlier` is a first parent of a first parent … of `head`: not where branches were changed or rebased."""
    printed = git(root, "rev-list", "--first-parent", "--parents", f"{earlier}..{head}")
    parents = printed.rstrip().rpartition("\n")[2].split(" ")[1:] if printed else []
    return parents[:1] == [earlier]

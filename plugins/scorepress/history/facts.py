"""The history of each report's file, or why it is not known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from scorepress.history.git import Change, git, log

PUBLISHED = r"^status:[ \t]*[\"']?published"
"""The line of a report's front matter that makes it public."""


class Known(StrEnum):
    """How much is known of a history."""

    ALL = "all"
    SHALLOW = "shallow"
    """The clone was cut off: what is older is not there."""
    NOTHING = "nothing"
    """There is no git, or no repository."""


@dataclass(frozen=True)
class Moment:
    """A commit and its time."""

    commit: str
    when: str
    """`2026-05-03T09:30:00+08:00`."""

    @property
    def day(self) -> str:
        """The day where it was committed."""
        return self.when[: len("2026-05-03")]


@dataclass(frozen=True)
class Past:
    """What is known of one file. A moment is None where it is not known."""

    published: Moment | None = None
    """The commit since which it says that it is published."""
    changed: Moment | None = None
    """The last commit that changed it."""
    since: Moment | None = None
    """In a shallow clone, where nothing newer changed it: the oldest commit that is there."""
    uncommitted: bool = False
    """Whether the file differs from the last commit."""

    @property
    def corrected(self) -> bool:
        """Whether it was changed after it was published."""
        return self.published is not None and self.changed is not None and self.changed != self.published


@dataclass(frozen=True)
class History:
    """The histories of the files of a project, by their paths from its root."""

    known: Known = Known.NOTHING
    pasts: Mapping[str, Past] = field(default_factory=dict)

    def of(self, path: str) -> Past:
        """What is known of a file; nothing of one that was never committed, but that it was not."""
        return self.pasts.get(path, Past(uncommitted=self.known is not Known.NOTHING))


def history(root: Path, below: str) -> History:
    """The histories of the files below a folder of the project at `root`; four processes, however many files."""
    said = git(root, "rev-parse", "--is-shallow-repository", "--show-prefix")
    if said is None:
        return History()
    shallow, _, prefix = said.partition("\n")
    changes = list(log(root, below))
    published = {change.commit: change.paths for change in log(root, below, "-G", PUBLISHED, "--no-ext-diff")}
    dirty = frozenset(_dirty(root, below, prefix.rstrip("\n")))
    cut_off = shallow == "true"
    return History(Known.SHALLOW if cut_off else Known.ALL, _pasts(changes, published, dirty, cut_off=cut_off))


def _pasts(
    changes: Iterable[Change], published: Mapping[str, Mapping[str, str]], dirty: frozenset[str], *, cut_off: bool
) -> dict[str, Past]:
    """Each path with its past, followed from the newest commit to the oldest through its former names."""
    now: dict[str, str] = {}
    """The present name by the name that a file had when the commit at hand was made."""
    first: dict[str, Moment] = {}
    last: dict[str, Moment] = {}
    since: dict[str, Moment] = {}
    for change in changes:
        moment = Moment(change.commit, change.when)
        unseen = cut_off and change.boundary
        earlier: dict[str, str] = {}
        for path, before in change.paths.items():
            name = now.pop(path, path)
            if path != before:
                earlier[before] = name
            elif name != path:
                earlier[path] = name
            if unseen:
                since.setdefault(name, moment)
                continue
            last.setdefault(name, moment)
            if path in published.get(change.commit, ()):
                first[name] = moment
        now |= earlier
    names = {*last, *since, *dirty}
    return {name: Past(first.get(name), last.get(name), since.get(name), name in dirty) for name in names}


def _dirty(root: Path, below: str, prefix: str) -> Iterable[str]:
    """The paths below a folder that differ from the last commit, or that it does not have."""
    printed = git(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", below) or ""
    return (entry[3:].removeprefix(prefix) for entry in printed.split("\0") if entry)

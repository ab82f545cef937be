"""The history of each file, or why it is not known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from scorepress.history.commits import Commits, read_commits
from scorepress.history.git import Change, git


class Known(StrEnum):
    """How much is known of all histories."""

    ALL = "all"
    SHALLOW = "shallow"
    """The clone was cut off: what is older is not there."""
    NOTHING = "nothing"
    """There is no git, or no repository, or it was not asked."""


class Kind(StrEnum):
    """What a change was to those who read the report."""

    PUBLISHED = "published"
    CORRECTED = "corrected"
    """Something was changed after it was published."""
    MOVED = "moved"
    """Its file, and so its address, was renamed and nothing else."""


@dataclass(frozen=True)
class Moment:
    """A commit that changed a file."""

    commit: str
    when: str
    """`2026-05-03T09:30:00+08:00`."""
    subject: str
    back: int
    """How many commits lie after it, so that changes of several files can be put in order."""
    moved: bool = False
    before: str = ""
    """The path that the file had before, where this commit renamed it."""

    @property
    def day(self) -> str:
        """The day where it was committed."""
        return self.when[: len("2026-05-03")]


@dataclass(frozen=True)
class Trail:
    """What git says of one file, the newest first."""

    moments: tuple[Moment, ...] = ()
    published: int | None = None
    """The `back` of the first commit in which it says that it is published; None where that is not known."""
    since: Moment | None = None
    """In a shallow clone the oldest commit that is there, where it has the file."""
    uncommitted: bool = False
    """Whether the file differs from the last commit, or is not in it."""


@dataclass(frozen=True)
class Past:
    """What is known of a report and the files that belong to it."""

    known: Known
    changes: tuple[tuple[Kind, Moment], ...] = ()
    """Since it was published, the newest first; drafts have no public past."""
    since: Moment | None = None
    """The oldest commit that is there, where the publication lies before it."""
    uncommitted: bool = False
    """Whether anything in it is in no commit yet."""

    @property
    def published(self) -> Moment | None:
        """The commit that published it; None where it is not known."""
        return next((moment for kind, moment in self.changes if kind is Kind.PUBLISHED), None)

    @property
    def corrected(self) -> Moment | None:
        """The last commit that changed it since."""
        return next((moment for kind, moment in self.changes if kind is Kind.CORRECTED), None)

    @property
    def changed(self) -> Moment | None:
        """The last commit that changed what it says: the correction, or else the publication."""
        return self.corrected or self.published


@dataclass(frozen=True)
class History:
    """The histories of the files of a project, by their paths from its root."""

    known: Known = Known.NOTHING
    trails: Mapping[str, Trail] = field(default_factory=dict)
    prefix: str = ""
    """The way from the root of the repository to the project, empty or with `/` at the end."""
    commits: Commits = field(default_factory=Commits, repr=False, compare=False)
    """What it was made from."""

    def of(self, path: str, *others: str) -> Past:
        """The past of the report at `path`, and of other files that belong to it, since it was published."""
        if self.known is Known.NOTHING:
            return Past(self.known)
        own, rest = self._trail(path), [self._trail(each) for each in others]
        loose = any(trail.uncommitted for trail in (own, *rest))
        if own.published is None and own.since is None:
            return Past(self.known, uncommitted=loose)
        start = own.published if own.published is not None else own.since.back if own.since else 0
        moments = {moment.back: moment for trail in rest for moment in trail.moments}
        moments |= {moment.back: moment for moment in own.moments}
        later = [moments[back] for back in sorted(moments) if back <= start]
        changes = tuple((_kind(moment, own.published), moment) for moment in later)
        return Past(self.known, changes, None if own.published is not None else own.since, loose)

    def former(self, path: str, *, always_public: bool = False) -> tuple[str, ...]:
        """The paths that the file at `path` had while it was public, the newest first.

        A file that is `always_public` was so before anything said it; any other one since its publication, or since
        the clone begins.
        """
        trail = self._trail(path)
        start = trail.published if trail.published is not None else trail.since.back if trail.since else 0
        return tuple(each.before for each in trail.moments if each.before and (always_public or each.back < start))

    def _trail(self, path: str) -> Trail:
        return self.trails.get(path, Trail(uncommitted=True))


def _kind(moment: Moment, published: int | None) -> Kind:
    if moment.back == published:
        return Kind.PUBLISHED
    return Kind.MOVED if moment.moved else Kind.CORRECTED


def history(root: Path, below: str, earlier: History | None = None) -> History:
    """The histories of the files below a folder of the project at `root`; four processes, however many files.

    With an `earlier` history only what was committed since is read: a preview asks at every change of a file.
    """
    said = git(root, "rev-parse", "--is-shallow-repository", "--show-prefix", "--revs-only", "HEAD")
    if said is None:
        return History()
    answer, prefix, head = (*said.split("\n"), "")[:3]
    shallow = answer == "true"
    commits = read_commits(root, below, head, shallow=shallow, earlier=earlier.commits if earlier else Commits())
    trails = _trails(commits.changes, commits.published, cut_off=shallow)
    marked = {path: replace(trails.get(path, Trail()), uncommitted=True) for path in _dirty(root, below, prefix)}
    return History(Known.SHALLOW if shallow else Known.ALL, {**trails, **marked}, prefix, commits)


def _trails(
    changes: Iterable[Change],
    published: Mapping[str, Mapping[str, object]],
    *,
    cut_off: bool,
) -> dict[str, Trail]:
    """Each path with its trail, followed from the newest commit to the oldest through its former names."""
    now: dict[str, str] = {}
    """The present name by the name that a file had when the commit at hand was made."""
    first: dict[str, int] = {}
    since: dict[str, Moment] = {}
    moments: dict[str, list[Moment]] = {}
    for back, change in enumerate(changes):
        unseen = cut_off and change.boundary
        earlier: dict[str, str] = {}
        for path, touch in change.touched.items():
            name = now.pop(path, path)
            if touch.before != path or name != path:
                earlier[touch.before] = name
            before = touch.before if touch.before != path else ""
            moment = Moment(change.commit, change.when, change.subject, back, touch.moved, before)
            if unseen:
                since[name] = moment
                continue
            moments.setdefault(name, []).append(moment)
            if path in published.get(change.commit, ()):
                first[name] = back
        now |= earlier
    return {name: Trail(tuple(moments.get(name, ())), first.get(name), since.get(name)) for name in {*moments, *since}}


def _dirty(root: Path, below: str, prefix: str) -> Iterable[str]:
    """The paths below a folder that differ from the last commit, or that it does not have."""
    printed = git(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", below) or ""
    return (entry[3:].removeprefix(prefix) for entry in printed.split("\0") if entry)

"""The history of each file, or why it is not known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from scorepress.history.commits import Commits
from scorepress.history.git import Why
from scorepress.history.states import CORRECTIONS, Difference, State, changed_files

Pair = tuple[str, str]
"""Two blobs."""


class Known(StrEnum):
    """How much is known of all histories."""

    ALL = "all"
    SHALLOW = "shallow"
    """The clone was cut off: what is older is not there."""
    NOTHING = "nothing"
    """There is no git, or no repository, or git failed, or it was not asked."""


class Kind(StrEnum):
    """What a change was to those who read the report."""

    PUBLISHED = "published"
    CORRECTED = "corrected"
    """Scores or figures were changed after it was published."""
    CHANGED = "changed"
    """Something else was."""
    MOVED = "moved"
    """Its file, and so its address, was renamed and nothing else."""


@dataclass(frozen=True)
class Unknown:
    """Why nothing is known, and what git said."""

    why: Why = Why.NOT_ASKED
    words: str = ""


@dataclass(frozen=True)
class Moment:
    """A commit that changed a file."""

    commit: str
    when: str
    """`2026-05-03T09:30:00+08:00`."""
    back: int
    """How many commits lie after it, so that changes of several files can be put in order."""
    blob: str = ""
    """The content of the file after it; empty where it is gone."""
    old: str = ""
    """Its content before."""
    before: str = ""
    """The path that the file had before, where this commit renamed it."""

    @property
    def day(self) -> str:
        """The day where it was committed."""
        return self.when[: len("2026-05-03")]


@dataclass(frozen=True)
class Change:
    """A change of a report that its readers could see."""

    kind: Kind
    moment: Moment
    differences: frozenset[Difference] = frozenset()


@dataclass(frozen=True)
class Trail:
    """What git says of one file, the newest first."""

    moments: tuple[Moment, ...] = ()
    changes: tuple[Change, ...] = ()
    """Of a report since it was published: what its readers could see of it, drafts left out."""
    since: Moment | None = None
    """In a shallow clone the oldest commit that is there, where it has the file."""
    uncommitted: bool = False
    """Whether the file differs from the last commit, or is not in it."""

    @property
    def published(self) -> Moment | None:
        """The first commit in which it says that it is published; None where that is not known."""
        return next((change.moment for change in self.changes if change.kind is Kind.PUBLISHED), None)


@dataclass(frozen=True)
class Past:
    """What is known of a report and the files that belong to it."""

    known: Known
    changes: tuple[Change, ...] = ()
    """Since it was published, the newest first; drafts have no public past."""
    since: Moment | None = None
    """The oldest commit that is there, where the publication lies before it."""
    uncommitted: bool = False
    """Whether anything in it is in no commit yet."""
    unknown: Unknown = Unknown()
    """Why nothing is known, where that is so."""

    @property
    def published(self) -> Moment | None:
        """The commit that published it; None where it is not known."""
        return self._last(Kind.PUBLISHED)

    @property
    def corrected(self) -> Moment | None:
        """The last commit that changed its scores or figures since."""
        return self._last(Kind.CORRECTED)

    @property
    def last(self) -> Change | None:
        """The last change of what it says: a correction, another change, or else the publication."""
        return next((change for change in self.changes if change.kind is not Kind.MOVED), None)

    @property
    def changed(self) -> Moment | None:
        """The commit of that."""
        return None if self.last is None else self.last.moment

    def _last(self, kind: Kind) -> Moment | None:
        return next((change.moment for change in self.changes if change.kind is kind), None)


@dataclass(frozen=True)
class History:
    """The histories of the files of a project, by their paths from its root."""

    known: Known = Known.NOTHING
    trails: Mapping[str, Trail] = field(default_factory=dict)
    prefix: str = ""
    """The way from the root of the repository to the project, empty or with `/` at the end."""
    unknown: Unknown = Unknown()
    """Why nothing is known, where that is so."""
    commits: Commits = field(default_factory=Commits, repr=False, compare=False)
    """What it was made from."""
    states: Mapping[str, State] = field(default_factory=dict, repr=False, compare=False)
    """What the versions of files come to, by their blobs."""
    compared: Mapping[Pair, frozenset[Difference]] = field(default_factory=dict, repr=False, compare=False)
    """In what versions differ."""

    def of(self, path: str, *others: str) -> Past:
        """The past of the report at `path`, and of other files that belong to it, since it was published."""
        if self.known is Known.NOTHING:
            return Past(self.known, unknown=self.unknown)
        own, rest = self._trail(path), {other: self._trail(other) for other in others}
        loose = any(trail.uncommitted for trail in (own, *rest.values()))
        if own.published is None and own.since is None:
            return Past(self.known, uncommitted=loose)
        start = own.published or own.since
        changes = {change.moment.back: change for change in own.changes}
        for moment, different in self._of_files(rest):
            if start is not None and moment.back < start.back:
                changes[moment.back] = _joined(changes.get(moment.back), moment, different)
        newest_first = tuple(changes[back] for back in sorted(changes))
        return Past(self.known, newest_first, None if own.published is not None else own.since, loose)

    def _of_files(self, trails: Mapping[str, Trail]) -> Iterator[tuple[Moment, frozenset[Difference]]]:
        """What changes of other files were: not those that only wrote the same in another way."""
        for path, trail in trails.items():
            for moment in trail.moments:
                old, new = self.states.get(moment.old), self.states.get(moment.blob)
                if moment.old != moment.blob and (old is None or old != new):
                    yield moment, changed_files([path])

    def former(self, path: str, *, always_public: bool = False) -> tuple[str, ...]:
        """The paths that the file at `path` had while it was public, the newest first.

        A file that is `always_public` was so before anything said it; any other one since its publication, or since
        the clone begins.
        """
        trail = self._trail(path)
        start = trail.published or trail.since
        back = start.back if start else 0
        return tuple(each.before for each in trail.moments if each.before and (always_public or each.back < back))

    def _trail(self, path: str) -> Trail:
        return self.trails.get(path, Trail(uncommitted=True))


def _joined(change: Change | None, moment: Moment, more: frozenset[Difference]) -> Change:
    """A change of a report together with that of a file that belongs to it, in one commit."""
    if change is not None and change.kind is Kind.PUBLISHED:
        return change
    different = more | (change.differences if change else frozenset())
    return Change(kind_of(different), change.moment if change else moment, different)


def kind_of(different: frozenset[Difference]) -> Kind:
    """Whether differences make a correction or a change."""
    return Kind.CORRECTED if different & CORRECTIONS else Kind.CHANGED

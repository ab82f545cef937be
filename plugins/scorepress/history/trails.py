"""Histories as git tells them: the trail of each file through its names, and what its public states differed in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from scorepress.history.commits import Commits, head_of, read_commits
from scorepress.history.facts import Change, History, Kind, Known, Moment, Pair, Trail, Unknown, kind_of
from scorepress.history.git import Git, GitError, open_git
from scorepress.history.states import Difference, State, differences, state_of

REPORT, TABLE = ".md", ".csv"
PublicMoment = tuple[Moment | None, Moment, bool]
"""A commit after which a report was public, before it the last such one, and whether it was taken back in between."""


def history(root: Path, below: str, earlier: History | None = None) -> History:
    """The histories of the files below a folder of the project at `root`; a few processes, however many files.

    With an `earlier` history only what was committed since is read: a preview asks at every change of a file.
    """
    try:
        return _history(open_git(root), below, earlier or History())
    except GitError as error:
        return History(unknown=Unknown(error.why, error.words))


def _history(git: Git, below: str, earlier: History) -> History:
    answer, prefix = (*git.run("rev-parse", "--is-shallow-repository", "--show-prefix").split("\n"), "")[:2]
    shallow = answer == "true"
    commits = read_commits(git, below, head_of(git), shallow=shallow, earlier=earlier.commits)
    trails = _trails(commits, cut_off=shallow)
    states = _states(git, trails, earlier.states)
    compared = dict(earlier.compared)
    pairs = dict.fromkeys(pair for path, trail in trails.items() for pair in _pairs(path, trail, states))
    _compare(git, [pair for pair in pairs if pair not in compared], compared)
    trails = {path: replace(trail, changes=_changes(path, trail, states, compared)) for path, trail in trails.items()}
    marked = {path: replace(trails.get(path, Trail()), uncommitted=True) for path in _dirty(git, below, prefix)}
    known = Known.SHALLOW if shallow else Known.ALL
    return History(known, {**trails, **marked}, prefix, commits=commits, states=states, compared=compared)


def _trails(commits: Commits, *, cut_off: bool) -> dict[str, Trail]:
    """Each path with its trail, followed from the newest commit to the oldest through its former names."""
    now: dict[str, str] = {}
    """The present name by the name that a file had when the commit at hand was made."""
    since: dict[str, Moment] = {}
    moments: dict[str, list[Moment]] = {}
    for back, commit in enumerate(commits.commits):
        earlier: dict[str, str] = {}
        for path, touch in commit.touched.items():
            name = now.pop(path, path)
            if touch.before != path or name != path:
                earlier[touch.before] = name
            before = touch.before if touch.before != path else ""
            moment = Moment(commit.id, commit.when, back, touch.blob, touch.old, before)
            if cut_off and commit.boundary:
                since[name] = moment
            else:
                moments.setdefault(name, []).append(moment)
        now |= earlier
    return {name: Trail(tuple(moments.get(name, ())), since=since.get(name)) for name in {*moments, *since}}


def _states(git: Git, trails: Mapping[str, Trail], known: Mapping[str, State]) -> dict[str, State]:
    """What every version of reports and tables comes to; what is known is not read again."""
    blobs = {
        blob: None
        for path, trail in trails.items()
        if path.endswith((REPORT, TABLE))
        for moment in (*trail.moments, *filter(None, [trail.since]))
        for blob in (moment.blob, moment.old)
    }
    asked = [blob for blob in blobs if blob and blob not in known]
    return {**known, **({name: state_of(content) for name, content in git.blobs(asked)} if asked else {})}


def _public_moments(path: str, trail: Trail, states: Mapping[str, State]) -> Iterator[PublicMoment]:
    """The commits after which a report was public, the oldest first."""
    last: Moment | None = None
    first = trail.since
    if path.endswith(REPORT) and first is not None and first.blob in states and states[first.blob].public:
        last = first
    taken_back = False
    for moment in reversed(trail.moments if path.endswith(REPORT) else ()):
        if moment.blob in states and states[moment.blob].public:
            yield last, moment, taken_back
            last, taken_back = moment, False
        elif last is not None:
            taken_back = True


def _pairs(path: str, trail: Trail, states: Mapping[str, State]) -> Iterator[Pair]:
    """The versions that have to be compared: whose front matter or words are not the same."""
    for last, moment, _ in _public_moments(path, trail, states):
        if last is not None and states[last.blob] != states[moment.blob]:
            yield last.blob, moment.blob


def _compare(git: Git, pairs: Iterable[Pair], compared: dict[Pair, frozenset[Difference]]) -> None:
    """Compare versions; their texts are read by one process, and held no longer than needed."""
    wanted: dict[str, list[Pair]] = {}
    for pair in pairs:
        for blob in pair:
            wanted.setdefault(blob, []).append(pair)
    texts: dict[str, bytes] = {}
    open_pairs = {blob: len(those) for blob, those in wanted.items()}
    for blob, content in git.blobs(wanted) if wanted else ():
        texts[blob] = content
        for old, new in wanted[blob]:
            if old in texts and new in texts and (old, new) not in compared:
                compared[old, new] = differences(texts[old], texts[new])
                for done in (old, new):
                    open_pairs[done] -= 1
                    if not open_pairs[done]:
                        texts.pop(done, None)


def _changes(
    path: str, trail: Trail, states: Mapping[str, State], compared: Mapping[Pair, frozenset[Difference]]
) -> tuple[Change, ...]:
    """The changes of a report that readers could see, the newest first; none where only the way of writing changed."""
    changes: list[Change] = []
    for last, moment, taken_back in _public_moments(path, trail, states):
        different = compared.get((last.blob, moment.blob), frozenset()) if last is not None else frozenset()
        different |= {Difference.STATUS} if taken_back else frozenset()
        if last is None:
            changes.append(Change(Kind.PUBLISHED, moment))
        elif different:
            changes.append(Change(kind_of(different), moment, different))
        elif moment.before:
            changes.append(Change(Kind.MOVED, moment))
    return tuple(reversed(changes))


def _dirty(git: Git, below: str, prefix: str) -> Iterator[str]:
    """The paths below a folder that differ from the last commit, or that it does not have."""
    shape = ("--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignored=no", "--ignore-submodules=all")
    printed = git.run("status", *shape, "--", below)
    return (entry[3:].removeprefix(prefix) for entry in printed.split("\0") if entry)

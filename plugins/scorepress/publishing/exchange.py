"""The exchange of two folders: at once where the system can, else by two renames and a journal.

At once: before it there is the old site, after it the new one, and no moment between. By renames there is a moment
without a site; whoever is killed in it leaves a journal, from which `recover` goes on.
"""

import ctypes
import errno
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from scorepress.publishing.faults import NotPublished
from scorepress.publishing.work import JOURNAL, OLD, SUFFIX, clean, is_ours, locked, remove, site_of, work_folder

HERE = -100
"""`AT_FDCWD`: paths are as they stand."""
LINUX_EXCHANGE, MACOS_SWAP = 2, 2
UNABLE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What systems and file systems answer that cannot exchange."""


class Moves:
    """How folders are moved: the only calls of the system that change what readers see."""

    def swap(self, one: Path, other: Path) -> bool:
        """Exchange two folders at once; False where the system cannot. Raises `OSError` where it refuses."""
        call = _exchange_call()
        if call is None:
            return False
        function, arguments = call
        if function(*arguments(os.fsencode(one), os.fsencode(other))) == 0:
            return True
        code = ctypes.get_errno()
        if code in UNABLE:
            return False
        raise OSError(code, os.strerror(code), str(one))

    def move(self, source: Path, target: Path) -> None:
        """Rename a folder to a name that nothing has."""
        source.rename(target)


class ByRenames(Moves):
    """As on a system that cannot exchange: Windows, and some network file systems."""

    def swap(self, one: Path, other: Path) -> bool:
        """Never."""
        del one, other
        return False


def _exchange_call() -> tuple[Callable[..., int], Callable[[bytes, bytes], tuple[object, ...]]] | None:
    """The function of the system's library that exchanges, and what makes its arguments of two paths."""
    if sys.platform not in {"linux", "darwin"}:
        return None
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        function = getattr(library, "renamex_np", None)
        return (function, lambda one, other: (one, other, ctypes.c_uint(MACOS_SWAP))) if function else None
    function = getattr(library, "renameat2", None)
    flag = ctypes.c_uint(LINUX_EXCHANGE)
    return (function, lambda one, other: (HERE, one, HERE, other, flag)) if function else None


MOVES = Moves()


def exchange(new: Path, site: Path, work: Path, moves: Moves = MOVES) -> None:
    """Put the finished site `new` in the place of `site`, which may be missing; only for the holder of the lock.

    Raises `OSError` where the system refuses; the old site is in its place then.
    """
    if not site.exists():
        moves.move(new, site)
    elif moves.swap(new, site):
        remove(new)  # the old one now
    else:
        _by_renames(new, site, work, moves)


def _by_renames(new: Path, site: Path, work: Path, moves: Moves) -> None:
    old = work / OLD
    remove(old)
    _write_journal(work, new)
    try:
        moves.move(site, old)
        try:
            moves.move(new, site)
        except OSError:
            moves.move(old, site)
            raise
    finally:
        if site.exists():  # otherwise the journal is the way back
            (work / JOURNAL).unlink()
    remove(old)


def _write_journal(work: Path, new: Path) -> None:
    """Written aside first: a journal is whole, or it is not there."""
    aside = work / f"{JOURNAL}.new"
    with aside.open("w", encoding="utf-8") as file:
        json.dump({"new": new.name}, file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(work / JOURNAL)


def recover(site: Path, work: Path, moves: Moves = MOVES) -> bool:
    """Finish the exchange that a killed build left, or take it back; whether there was one. For the lock's holder.

    The new site goes on where it was complete and the old one had been moved away, which is when there is none in
    place. Raises `OSError` where neither can be put in place.
    """
    journal = work / JOURNAL
    if not journal.is_file():
        return False
    if not site.exists():
        name = json.loads(journal.read_text(encoding="utf-8"))["new"]
        _put_in_place([work / name, work / OLD], site, moves)
    journal.unlink()
    clean(work)
    return True


def _put_in_place(candidates: Sequence[Path], site: Path, moves: Moves) -> None:
    """Move the first of `candidates` that is there and can be moved."""
    refused: OSError | None = None
    for candidate in candidates:
        if candidate.is_dir():
            try:
                moves.move(candidate, site)
            except OSError as error:
                refused = error
            else:
                return
    if refused:
        raise refused


def recover_all(folder: Path, site: Path) -> bool:
    """What `recover` does for `site` and for every site that lies in `folder`; whether anything was done.

    Whatever a running build holds is left to it, and what cannot be recovered now to the next command.
    """
    works = {work_folder(site), *folder.glob(f".*{SUFFIX}")}
    begun = [work for work in sorted(works) if (work / JOURNAL).is_file() and is_ours(work)]
    return sum(map(_recovered, begun)) > 0


def _recovered(work: Path) -> bool:
    try:
        with locked(work):
            return recover(site_of(work), work)
    except (NotPublished, OSError):
        return False

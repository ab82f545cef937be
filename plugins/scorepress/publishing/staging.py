"""A site on its way: begun beside the old one, filled by whoever builds it, then exchanged or dropped."""

import contextlib
import os
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from scorepress.publishing.exchange import MOVES, Moves, exchange, recover
from scorepress.publishing.faults import FULL, NotPublished, SiteIncomplete, refused
from scorepress.publishing.place import real_place
from scorepress.publishing.work import clean, locked, make_work_folder, new_folder, remove


class Staging:
    """The new site of one build. It has the lock until it is exchanged or dropped; both may be called again."""

    def __init__(self, site: Path, apart: Iterable[Path] = (), *, dirty: bool = False, moves: Moves = MOVES) -> None:
        """Begin: raises `NotPublished` where no site can be put at `site`, or another build is at work there.

        `apart` are folders that must not lie in the site; a `dirty` build goes on from a copy of the old site.
        """
        self._moves = moves
        self._lock = ExitStack()
        self.asked = site
        self.place = real_place(site, apart)
        """Where the site goes."""
        try:
            self._work = make_work_folder(self.place)
            self._lock.enter_context(locked(self._work))
            recover(self.place, self._work, moves)
            clean(self._work)
            self.folder = new_folder(self._work, self.place)
            """Where it is built."""
            if dirty and self.place.is_dir():
                shutil.copytree(self.place, self.folder, symlinks=True, dirs_exist_ok=True)
        except OSError as error:
            self._lock.close()
            raise refused(error, site) from error
        except NotPublished:
            self._lock.close()
            raise

    def publish(self, expected: Iterable[str] = ()) -> None:
        """Look whether the `expected` files are there, and put the new site in the place of the old one.

        Raises `NotPublished`; the old site is in its place then.
        """
        try:
            self._check(expected)
            self._keep_hidden()
            exchange(self.folder, self.place, self._work, self._moves)
        except OSError as error:
            raise refused(error, self.asked) from error
        finally:
            self.drop()

    def drop(self) -> None:
        """End without an exchange: delete what was built, free the lock."""
        if self.folder.is_dir():
            remove(self.folder)
        self._lock.close()

    def is_to_blame(self, error: OSError) -> bool:
        """Whether the system refused to write the new site, rather than to read what it is made of."""
        named = [name for name in (error.filename, error.filename2) if isinstance(name, str)]
        return error.errno in FULL or any(Path(name).is_relative_to(self.folder) for name in named)

    def _check(self, expected: Iterable[str]) -> None:
        lost = [name for name in expected if not _has_content(self.folder / name)]
        if lost:
            raise NotPublished(SiteIncomplete, self.asked, name=lost[0], count=len(lost))

    def _keep_hidden(self) -> None:
        """Hidden files at the top of a site are its keeper's: `.git`, `.htaccess`, `.well-known`. No build has them."""
        for path in self.place.iterdir() if self.place.is_dir() else ():
            target = self.folder / path.name
            if not path.name.startswith(".") or target.exists():
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.copytree(path, target, symlinks=True, copy_function=_linked)
            else:
                _linked(str(path), str(target))


def _linked(source: str, target: str) -> None:
    """The same file under a second name where the system can; else a copy."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def _has_content(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return path.stat().st_size > 0
    return False

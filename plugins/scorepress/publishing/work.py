"""Our working folder beside a site: the new site while it is built, the lock, the journal, what killed builds left.

`site` has `.site.scorepress` beside it, so that both are on one file system. Nobody but the builder may look into it:
a site that is half built may hold what will not be published.
"""

import contextlib
import json
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from scorepress.core.messages import N_, message
from scorepress.publishing.faults import BuildRunning, NotPublished, SiteNotWritable, WorkFolderForeign

SUFFIX = ".scorepress"
MARK = ".gitignore"
MARKED = """\
# Scorepress 的工作文件夹：没有生成任务时可以删除。
# A working folder of Scorepress. It may be deleted while no build runs.
*
"""
"""By this file we know the folder again, and git passes it over."""
LOCK, HOLDER, JOURNAL = "lock", "holder.json", "journal.json"
NEW = "new-"
"""What the names of folders begin with in which a site is built."""
OLD = "old"
"""The folder of the former site, until it is deleted."""
STAY = frozenset({MARK, LOCK, HOLDER})


def work_folder(site: Path) -> Path:
    """The working folder of the site at `site`."""
    return site.with_name(f".{site.name}{SUFFIX}")


def site_of(work: Path) -> Path:
    """The site that a working folder belongs to."""
    return work.with_name(work.name.removeprefix(".").removesuffix(SUFFIX))


def is_ours(work: Path) -> bool:
    """Whether `work` is a working folder that we made."""
    return not work.is_symlink() and _mark_of(work) == MARKED


def _mark_of(work: Path) -> str | None:
    """What the mark says; None where there is none."""
    try:
        return (work / MARK).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def make_work_folder(site: Path) -> Path:
    """Our working folder beside `site`; raises `NotPublished` where its name is taken, `OSError` of the system."""
    work = work_folder(site)
    work.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(work) and not work.is_dir():
        raise NotPublished(WorkFolderForeign, work)
    work.mkdir(mode=0o700, exist_ok=True)
    if not is_ours(work):
        begun = MARKED.startswith(_mark_of(work) or "")  # we were killed as we wrote it
        if work.is_symlink() or not begun or any(path.name != MARK for path in work.iterdir()):
            raise NotPublished(WorkFolderForeign, work)
        (work / MARK).write_text(MARKED, encoding="utf-8", newline="\n")
    return work


def new_folder(work: Path, like: Path) -> Path:
    """A new empty folder to build a site in, with owner, permissions and rules for what is put in it of `like`."""
    folder = Path(tempfile.mkdtemp(prefix=NEW, dir=work))
    if like.is_dir():
        status = like.stat()
        if hasattr(os, "chown"):
            for owner in ((status.st_uid, status.st_gid), (-1, status.st_gid)):  # only root gives files away
                with contextlib.suppress(OSError):
                    os.chown(folder, *owner)
        shutil.copystat(like, folder)
    else:
        folder.chmod(0o777 & ~_umask())  # as any folder that is made; mkdtemp keeps everybody else out
    return folder


def _umask() -> int:
    """The mask of permissions of this process, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def clean(work: Path) -> None:
    """Delete what killed builds left. Only for the holder of the lock, and only without a journal."""
    for path in work.iterdir():
        if path.name not in STAY and path.name != JOURNAL:
            remove(path)


def remove(path: Path) -> None:
    """Delete a folder or a file of ours; what cannot be deleted now is left to the next build."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


@contextmanager
def locked(work: Path) -> Iterator[None]:
    """The lock of a working folder; raises `NotPublished` that says who holds it. A killed process holds none."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - a tenth of a second, which a command without a lock saves

    lock = FileLock(work / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise _running(work) from None
    except NotImplementedError:
        raise NotPublished(SiteNotWritable, site_of(work), reason=message(N_("the file system has no locks"))) from None
    try:
        (work / HOLDER).write_text(json.dumps(_holder()), encoding="utf-8")
        yield
    finally:
        lock.release()


def _holder() -> dict[str, str]:
    """Who we are, for whoever comes next."""
    since = datetime.now(UTC).astimezone().isoformat(sep=" ", timespec="seconds")
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])
    return {"pid": str(os.getpid()), "host": socket.gethostname(), "command": command, "since": since}


def _running(work: Path) -> NotPublished:
    known = dict.fromkeys(("pid", "host", "command", "since"), "?")
    with contextlib.suppress(OSError, ValueError):
        known |= json.loads((work / HOLDER).read_text(encoding="utf-8"))
    return NotPublished(BuildRunning, site_of(work), **known)

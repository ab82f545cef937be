"""What belongs to a project: ordinary files in its own folders, and nothing that a link leads to.

Git carries links, so a pull request can. One that leads out publishes a file of the machine, one that leads back
publishes a draft under another name, one to a device fills the disk. So no link is followed, wherever it leads: to
publish a file twice, copy it. Where the folders of a project are, `mkdocs.yml` says, which is the publisher's own.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import ClassVar

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_
from scorepress.core.spans import Source, Span


class LinkInProject(Rule):
    """A link stands where a file or a folder of the project is looked for."""

    code = "SR417"
    never_public: ClassVar[bool] = True
    message = N_("{path} is a link, and is neither read nor published")
    cure = N_("delete the link and put a copy of the file in its place")
    why = N_(
        "A link can lead to any file of the computer that builds the site, and a change of it is easily overlooked. "
        "Links of all kinds are left alone, those within the project too."
    )
    bad = "ln -s /etc/passwd content/units/linjiang-jtj/evidence/plan.txt"
    good = "cp plan.txt content/units/linjiang-jtj/evidence/plan.txt"


class SpecialFile(Rule):
    """A device, a pipe or a socket stands where a file of the project is looked for."""

    code = "SR418"
    never_public: ClassVar[bool] = True
    message = N_("{path} is no ordinary file, and is neither read nor published")
    cure = N_("delete it, or put an ordinary file in its place")
    why = N_("Devices, pipes and sockets have no end: whoever reads one waits for ever or fills the disk.")
    bad = "mkfifo content/units/linjiang-jtj/2021.md"
    good = "cp 2021.md content/units/linjiang-jtj/2021.md"


class Nature(Enum):
    """What a name in a folder stands for."""

    FILE = auto()
    FOLDER = auto()
    LINK = auto()
    """A symbolic link, or a junction of Windows."""
    SPECIAL = auto()
    """A device, a pipe, a socket."""
    NOTHING = auto()


@dataclass(frozen=True, order=True)
class Entry:
    """One name in a folder."""

    path: Path
    nature: Nature

    @property
    def leads_to_folder(self) -> bool:
        """Whether it is a link to a folder, which a careless walk would go down."""
        return self.nature is Nature.LINK and self.path.is_dir()


JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)
REPOSITORY = ".git"
"""Git's own folder, of which nothing is read or published."""
EDITORS_LOCK = ".#"
"""Emacs marks a file that is being edited by a link to nowhere with this name."""


def nature(path: Path) -> Nature:
    """What `path` is, without following it."""
    try:
        status = path.lstat()
    except (OSError, ValueError):
        return Nature.NOTHING
    return _nature(status)


def _nature(status: os.stat_result) -> Nature:
    if stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == JUNCTION:
        return Nature.LINK
    if stat.S_ISREG(status.st_mode):
        return Nature.FILE
    return Nature.FOLDER if stat.S_ISDIR(status.st_mode) else Nature.SPECIAL


def barrier(root: Path, path: Path) -> Path | None:
    """The first link on the way from `root` down to `path`, itself included; None where there is none.

    The one answer to whether `path` is inside. What is not below `root` by its name is not: then it is `path` itself.
    """
    try:
        parts = path.relative_to(root).parts
    except ValueError:
        return path
    if ".." in parts:
        return path
    here = root
    for part in parts:
        here /= part
        if nature(here) is Nature.LINK:
            return here
    return None


def real(path: Path) -> Path:
    """`path` without links, as far as they lead somewhere."""
    return Path(os.path.realpath(path))  # Path.resolve raises where a link leads round in a circle


def walk(folder: Path) -> Iterator[Entry]:
    """Everything below `folder`, in no order; no link is followed."""
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                names = list(entries)
        except OSError:  # not there, or not to be read: what it holds can be neither read nor published
            continue
        for name in names:
            path = Path(name.path)
            found = (
                _nature(name.stat(follow_symlinks=False)) if not name.is_file(follow_symlinks=False) else Nature.FILE
            )
            yield Entry(path, found)
            if found is Nature.FOLDER and name.name != REPOSITORY:
                waiting.append(path)


def boundary_finding(entry: Entry, shown: str) -> Finding:
    """The finding for a link or a special file, known to people as `shown`."""
    rule = LinkInProject if entry.nature is Nature.LINK else SpecialFile
    return rule.at(Span(Source(shown, ""), 1, 1, 1, 2), path=shown)


def is_foreign(entry: Entry) -> bool:
    """Whether `entry` is what is neither read nor published."""
    if entry.nature is Nature.LINK:
        return not (entry.path.name.startswith(EDITORS_LOCK) and not entry.path.exists())
    return entry.nature is Nature.SPECIAL

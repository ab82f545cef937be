"""What keeps a site from being published. The old site stays in each case."""

import errno
from pathlib import Path

from scorepress.core.files import why_unusable
from scorepress.core.findings import SEVERITY_NAMES, Rule, Severity
from scorepress.core.messages import N_, Message, Translate, message, render
from scorepress.core.spans import printable

FULL = frozenset(getattr(errno, name, errno.ENOSPC) for name in ("ENOSPC", "EDQUOT", "EFBIG"))
"""What the system says where there is no room left: on the disk, in the quota, for a file of this size."""
HELD_BY_WINDOWS = frozenset({5, 32, 33})
"""Access denied, sharing violation, lock violation: another program has a file of the folder open."""
IN_USE = frozenset(getattr(errno, name, errno.EBUSY) for name in ("EBUSY", "ETXTBSY"))
FULL_ON_WINDOWS = frozenset({39, 112})


class NotPublished(Exception):  # noqa: N818 - the answer to a wish, not an error of the program
    """Raised where a site cannot be published: the rule, and the folder or file that it is about."""

    def __init__(self, rule: type[Rule], path: Path | str, /, **args: object) -> None:
        """Keep what the text needs."""
        super().__init__(rule.code)
        self.rule, self.path, self.args_of_message = rule, Path(path), args

    def text(self, translate: Translate) -> str:
        """Two lines as findings have them, without a line of a file to show."""
        words, cure = (render(text, self.args_of_message, translate) for text in (self.rule.message, self.rule.cure))
        severity = translate(SEVERITY_NAMES[self.rule.severity])
        head = f"{self.path.as_posix()}: {severity} {self.rule.code} {self.rule.name()}: {words}"
        return f"{printable(head)}\n  {printable(translate('Fix: {cure}').format(cure=cure))}"


class SiteFolderUnusable(Rule):
    """What stands in the place of the site cannot be exchanged."""

    code = "SR700"
    message = N_("no site can be put here: {reason}; nothing was changed")
    cure = N_("name another folder with site_dir or --site-dir")
    why = N_(
        "A site is exchanged as a whole folder. What is a file, a mount point or a broken link cannot be exchanged."
    )
    bad = "site_dir: /srv/disk   # a disk is mounted there"
    good = "site_dir: /srv/disk/site"


class SiteFolderForeign(Rule):
    """The folder for the site holds something else."""

    code = "SR701"
    message = N_("the folder holds {name} and no site; nothing was changed")
    cure = N_("empty the folder, or name another one with site_dir or --site-dir")
    why = N_("Publishing replaces the whole folder: a wrong path would cost whatever else lies there.")
    bad = "scorepress build --site-dir ~/Documents"
    good = "scorepress build --site-dir ~/Documents/site"


class BuildRunning(Rule):
    """Another build has the folder."""

    code = "SR702"
    message = N_("another build is at work here since {since}: process {pid} on {host}, {command}")
    cure = N_("wait until it has ended, or end it, then build again")
    why = N_("Two builds at once would publish a mixture of two states. The lock ends with the process that holds it.")
    bad = "scorepress build & scorepress build"
    good = "scorepress build && scorepress build"


class DiskFull(Rule):
    """There is no room for the new site."""

    code = "SR703"
    message = N_("there is no room left for the new site; the old one stays")
    cure = N_("free some space, as much as the site takes, then build again")
    why = N_("The new site is built beside the old one, so that a build which fails costs nothing.")
    bad = "df -h /srv\n/dev/sda1  20G  20G  0  100% /srv"
    good = "df -h /srv\n/dev/sda1  20G  12G  8G  60% /srv"


class SiteIncomplete(Rule):
    """The new site lacks a page."""

    code = "SR704"
    message = N_("the new site lacks {name}, {count} files in all; the old site stays")
    cure = N_("switch off the plugin that removes pages, then build again")
    why = N_("A site is looked through before it is published: a page that is lost is noticed here or by a reader.")
    bad = "plugins: [scorepress, a-plugin-that-deletes-pages]"
    good = "plugins: [scorepress]"


class SiteInUse(Rule):
    """The old site cannot be moved away."""

    code = "SR705"
    message = N_("another program has a file of the site open: {reason}; the old site stays")
    cure = N_("close windows and programs that show the folder, then build again")
    why = N_("Windows does not move a folder while one of its files is open.")
    bad = "site\\data\\reports.xlsx - Excel"
    good = "Excel closed, then: scorepress build"


class SiteNotWritable(Rule):
    """The system does not let us write or move."""

    code = "SR706"
    message = N_("the site cannot be written: {reason}; the old site stays")
    cure = N_("correct the permissions of the folder and of the one above it, or name another folder with --site-dir")
    why = N_("The new site is built beside the old one, so the folder above must be writable as well.")
    bad = "drwxr-xr-x root  /srv/site"
    good = "chown kaohe /srv /srv/site"


class WorkFolderForeign(Rule):
    """The name of our working folder is taken."""

    code = "SR707"
    message = N_("a folder or file of this name is there that Scorepress did not make; nothing was changed")
    cure = N_("rename or move it, then build again")
    why = N_("New sites are built in this folder, and what killed builds left in it is deleted.")
    bad = ".site.scorepress/notes.txt"
    good = "notes/notes.txt"


class PageLeftOut(Rule):
    """MkDocs or another plugin does not build pages of the project."""

    code = "SR710"
    severity = Severity.NOTE
    message = N_("{count} pages are left out {cause}: {paths}; nothing leads to them, and no list has their reports")
    cure = N_("delete what leaves them out, if they are to be published")
    why = N_("A report that is missing in a list should be missing on purpose.")
    bad = "exclude_docs: |\n  units/jia/2025.md"
    good = "exclude_docs: |\n  drafts/"


def refused(error: OSError, path: Path) -> NotPublished:
    """What an error of the system means for the site at `path`."""
    if error.errno in FULL or getattr(error, "winerror", None) in FULL_ON_WINDOWS:
        return NotPublished(DiskFull, path)
    if getattr(error, "winerror", None) in HELD_BY_WINDOWS or error.errno in IN_USE:
        return NotPublished(SiteInUse, path, reason=_reason(error))
    return NotPublished(SiteNotWritable, path, reason=_reason(error))


def _reason(error: OSError) -> Message:
    if error.errno == errno.EXDEV:
        return message(N_("the folder above is on another file system"))
    return why_unusable(error)

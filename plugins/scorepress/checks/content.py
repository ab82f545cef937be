"""The files of the content that are no reports: what may go online with them, and what is left out and named."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from scorepress.checks.personal import not_examined, shown_personal
from scorepress.core.boundary import boundary_finding
from scorepress.core.files import Reading, read_text, stamp
from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.isolation import isolated
from scorepress.core.layout import PAGES, PROFILE, UNITS, Settings
from scorepress.core.memory import Memory
from scorepress.core.messages import N_
from scorepress.core.paths import PUBLISHED, TEXTS
from scorepress.core.personal import personal_name
from scorepress.core.spans import Source, Span, span_of_line
from scorepress.prose.document import read_prose
from scorepress.reports.front_matter import split


class ReportOutside(Rule):
    """A file outside the folders of the units has the front matter of a report."""

    code = "SR419"
    never_public: ClassVar[bool] = True
    message = N_("{path} has the front matter of a report and lies outside {units}")
    cure = N_("move it to {units}/<unit>/<period>.md, or delete it")
    why = N_(
        "Outside the folders of the units nothing is checked and no draft is held back: the page would go online with "
        "all that it holds."
    )
    bad = "content/guide-draft.md with status: draft"
    good = "content/units/linjiang-jtj/2025.md"


class StrayFile(Rule):
    """A file lies in the content that no page needs."""

    code = "SR420"
    severity = Severity.WARNING
    message = N_("{path} is not published: no page links to it, or it is of a kind that is never published")
    cure = N_("move it out of the content folder, or link to it from a page")
    why = N_(
        "Whatever lies in the content folder is meant for the site. Backups, notes, keys and the temporary files of "
        "office programs get there by accident, and online they are found."
    )
    bad = "content/backup.sql\ncontent/private/notes.txt"
    good = "backup.sql outside the content folder"


ASSETS = frozenset(
    [
        ".css",
        ".js",
        ".mjs",
        ".svg",
        ".ico",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".avif",
        ".bmp",
        ".woff",
        ".woff2",
        ".ttf",
        ".otf",
        ".webmanifest",
    ]
)
"""What a site is made of beside its pages, published without a link from a page."""
ROOT_FILES = frozenset({"robots.txt", "humans.txt", "security.txt", "CNAME", "sitemap.xml", "_headers", "_redirects"})
"""Files that web servers and search engines ask for, in the content folder itself."""
QUIET = frozenset({".gitkeep", ".gitignore", ".gitattributes", ".DS_Store", ".nojekyll", ".editorconfig", ".pages"})
"""Hidden files that are expected and hold nothing."""
LOCKS = (".#", ".~lock.")
"""What the names of editors' lock files begin with."""
READ = frozenset(
    {*PAGES, *TEXTS, ".svg", ".json", ".xml", ".webmanifest", ".css", ".js", ".mjs", ".html", ".htm", ".vtt", ".rss"}
)
"""The kinds of file that are read for personal numbers and for reports that are out of place."""
TARGETS = re.compile(
    r"\]\(\s*<?([^()<>\s]+)"
    r"|\]\(\s*<([^<>]+)>"
    r"|(?:href|src)\s*=\s*[\"']([^\"']+)"
    r"|^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)",
    re.MULTILINE,
)
"""Where the Markdown and the HTML of a page lead."""
STATUS = re.compile(r"^\s{0,3}status\s*[:：]\s*[\"']?(?:draft|published|withdrawn)\b", re.MULTILINE)
REPORT_KEY = re.compile(
    r"^\s{0,3}(unit|scheme|period|scores|declared|figures|evidence|measures|verified|final)\s*[:：]", re.MULTILINE
)
FRONT = re.compile(r"\s*(?:-{3,}|—+)[ \t]*\r?\n(.*?)(?:^(?:-{3,}|—+|\.\.\.)[ \t]*\r?$|\Z)", re.DOTALL | re.MULTILINE)
ENOUGH_KEYS = 2


@dataclass(frozen=True)
class Content:
    """What was found of the files of the content, and which of them are left out."""

    findings: tuple[Finding, ...] = ()
    left_out: frozenset[str] = field(default_factory=frozenset)
    """Paths from the content folder, POSIX."""


def check_content(
    settings: Settings, named: Callable[[], Iterable[str]], asked: Callable[[Path], bool], memory: Memory
) -> Content:
    """The files of the content that `asked` is true of, without reports and units' pages.

    `named` gives the texts of the configuration, which names files too.
    """
    files = [path for path in settings.content_files() if asked(path)]
    records = {*settings.reports(), *settings.profiles()}
    others = [path for path in files if path not in records]
    linked = _Linked(settings, named, memory)
    findings: list[Finding] = []
    left_out: set[str] = set()
    for entry in settings.foreign():
        if entry.path.is_relative_to(settings.content):
            left_out.add(_inner(settings, entry.path))
        if asked(entry.path):
            findings.append(boundary_finding(entry, settings.shown(entry.path)))
    for path in others:
        found = list(_check_file(settings, path, linked, memory))
        findings += found
        if found:
            left_out.add(_inner(settings, path))
    return Content(tuple(findings), frozenset(left_out))


def _inner(settings: Settings, path: Path) -> str:
    return path.relative_to(settings.content).as_posix()


def _check_file(settings: Settings, path: Path, linked: "_Linked", memory: Memory) -> Iterator[Finding]:
    inner, shown = _inner(settings, path), settings.shown(path)
    parts = PurePosixPath(inner).parts
    hidden = any(part.startswith(".") for part in parts)
    in_units = parts[0] == UNITS and inner != f"{UNITS}/{PROFILE}"
    if hidden:
        if not any(part.startswith(".") for part in parts[:-1]) and not _expected(parts[-1]):
            yield StrayFile.at(_top(shown), path=shown)
        return
    reading = _read(path, shown, memory) if path.suffix.lower() in READ else None
    if reading is None:
        yield from personal_name(Source(shown, ""))
    else:
        yield from (finding for finding in reading.findings if finding.rule.never_public)
        yield from not_examined(reading)
        if path.suffix.lower() in PAGES:
            yield from memory.recall(("shown", path), (reading,), partial(_shown_personal, reading))
    if in_units:
        return
    if reading is not None and _is_report(reading.source.text):
        units = settings.shown(settings.units)
        yield ReportOutside.at(span_of_line(reading.source, 1), path=shown, units=units)
    elif not _wanted(parts, path.suffix.lower(), linked):
        yield StrayFile.at(_top(shown), path=shown)


def _shown_personal(reading: Reading) -> tuple[Finding, ...]:
    """What the text of a page shows that its file has in another spelling."""

    def read() -> tuple[Finding, ...]:
        return tuple(shown_personal(read_prose(split(reading.source, []))))

    return isolated(read, reading.source, lambda fault: (fault,))


def _expected(name: str) -> bool:
    return name in QUIET or name.startswith(LOCKS)


def _top(shown: str) -> Span:
    return Span(Source(shown, ""), 1, 1, 1, 2)


def _read(path: Path, shown: str, memory: Memory) -> Reading:
    return memory.recall(("content", path), (stamp(path),), partial(read_text, path, shown))


def _wanted(parts: tuple[str, ...], suffix: str, linked: "_Linked") -> bool:
    """Whether a file outside the units is a page, a part of the site, or a document that something leads to."""
    if suffix in PAGES or suffix in ASSETS or (len(parts) == 1 and parts[0] in ROOT_FILES):
        return not parts[-1].startswith("~$")
    return suffix in PUBLISHED and "/".join(parts) in linked


def _is_report(text: str) -> bool:
    """Whether `text` begins like a report, whatever else of it is wrong."""
    front = FRONT.match(text)
    if front is None:
        return False
    keys = {match[1] for match in REPORT_KEY.finditer(front[1])}
    return STATUS.search(front[1]) is not None or len(keys) >= ENOUGH_KEYS


class _Linked:
    """The files that pages outside the units, or the configuration, lead to; read when first asked for."""

    def __init__(self, settings: Settings, named: Callable[[], Iterable[str]], memory: Memory) -> None:
        self._settings, self._named, self._memory = settings, named, memory
        self._paths: frozenset[str] | None = None

    def __contains__(self, path: str) -> bool:
        if self._paths is None:
            self._paths = frozenset(self._targets())
        return path in self._paths

    def _targets(self) -> Iterator[str]:
        yield from (posixpath.normpath(text) for text in self._named())
        for path in self._settings.content_files():
            inner = _inner(self._settings, path)
            if path.suffix.lower() in PAGES and (not inner.startswith(f"{UNITS}/") or inner == f"{UNITS}/{PROFILE}"):
                text = _read(path, self._settings.shown(path), self._memory).source.text
                yield from _targets(inner, text)


def _targets(page: str, text: str) -> Iterator[str]:
    """The paths that the page may mean: from its file, as Markdown does, and from its address, as HTML does."""
    for match in TARGETS.finditer(text):
        target = unquote(urlsplit(next(filter(None, match.groups()))).path)
        for base in (posixpath.dirname(page), posixpath.splitext(page)[0]):
            yield posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")

"""Paths that content names: relative, POSIX, inside the project, with the letters that are on the disk."""

import difflib
import re
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from scorepress.core.boundary import LinkInProject, Nature, SpecialFile, barrier, nature
from scorepress.core.findings import Finding, Refusal, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.spans import Span
from scorepress.core.values import read_text


class PathStyle(Rule):
    """A path is written for one computer only."""

    code = "SR401"
    message = N_("{path} is a path of one computer")
    cure = N_("put the file beside the report and write its path from there with /, such as evidence/plan.pdf")
    why = N_("On another computer, and on the server, C:\\ and \\ mean nothing.")
    bad = "file: C:\\Users\\…\\方案.pdf"
    good = "file: evidence/方案.pdf"


class PathOutside(Rule):
    """A path leads out of the report's folder."""

    code = "SR402"
    message = N_("{path} leads out of the folder of the report")
    cure = N_("copy the file into the report's folder")
    why = N_("What lies outside is not part of what was reviewed, and could be any file of the computer.")
    bad = "file: ../../../etc/passwd"
    good = "file: evidence/plan.pdf"


class FileMissing(Rule):
    """A file that is named does not exist."""

    code = "SR403"
    message = N_("the file {path} does not exist")
    cure = N_("{suggestion}")
    why = N_("Readers would find a dead link where the proof should be.")
    bad = "file: evidence/plan.pdf  # not there"
    good = "file: evidence/方案.pdf"


class FileNameCase(Rule):
    """A file's name differs from the disk in capitals only."""

    code = "SR404"
    message = N_("the file is called {actual}, not {path}")
    cure = N_("write {actual}")
    why = N_("Windows finds it all the same, the web server does not.")
    bad = "file: evidence/Plan.PDF"
    good = "file: evidence/plan.pdf"


class FileKind(Rule):
    """A file of a kind that is not published."""

    code = "SR405"
    message = N_("files of the kind {suffix} are not published")
    cure = N_("convert it to PDF, a picture or a table: {allowed}")
    why = N_("Web pages and drawings can run programs in the reader's browser, under the name of this site.")
    bad = "file: evidence/page.html"
    good = "file: evidence/page.pdf"


class FileHidden(Rule):
    """A file whose name, or whose folder's name, begins with a dot."""

    code = "SR407"
    message = N_("{path} is hidden: a name in it begins with a dot")
    cure = N_("rename it without the dot in front")
    why = N_("Hidden files are not published, so readers would find a dead link where the proof should be.")
    bad = "file: .evidence/plan.pdf"
    good = "file: evidence/plan.pdf"


DOCUMENTS = {".pdf", ".ofd", ".doc", ".docx", ".wps", ".rtf", ".txt", ".odt", ".ppt", ".pptx", ".dps", ".zip"}
TABLES = {".xls", ".xlsx", ".et", ".csv", ".ods"}
RECORDINGS = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".mp3", ".mp4"}
PUBLISHED = frozenset(DOCUMENTS | TABLES | RECORDINGS)
"""The kinds of file that may be published beside a report: documents, tables, pictures, recordings."""
TEXTS = frozenset({".txt", ".csv"})
"""Those among them that are plain text, and are read for personal numbers."""


def may_publish(path: str) -> bool:
    """Whether the file at `path` is of a kind that no browser runs."""
    return PurePosixPath(path).suffix.lower() in PUBLISHED


FOREIGN = re.compile(r"^[A-Za-z]:|\\|^/|^~|^[a-z]+://")


def read_path(value: object) -> str:
    """A relative POSIX path without `..`."""
    text = read_text(value)
    if FOREIGN.search(text):
        raise Refusal(PathStyle, None, path=text)
    if ".." in text.split("/"):
        raise Refusal(PathOutside, None, path=text)
    if any(part.startswith(".") and part != "." for part in text.split("/")):
        raise Refusal(FileHidden, None, path=text)
    return text


InnerPath = Annotated[str, BeforeValidator(read_path), WithJsonSchema({"type": "string"})]


def file_below(folder: Path, path: str, place: Span, findings: list[Finding]) -> Path | None:
    """The file at `path` below `folder` if it is there under exactly this name; else a finding at `place`."""
    found, on_disk = folder / path, _other_case(folder, path)
    if on_disk is not None and on_disk != path:
        findings.append(FileNameCase.at(place, path=path, actual=on_disk))
    elif (link := barrier(folder, found)) is not None:
        findings.append(LinkInProject.at(place, path=link.relative_to(folder).as_posix()))
    elif nature(found) is Nature.SPECIAL:
        findings.append(SpecialFile.at(place, path=path))
    elif nature(found) is not Nature.FILE:
        findings.append(FileMissing.at(place, path=path, suggestion=_suggestion(folder, path)))
    else:
        return found
    return None


def _suggestion(folder: Path, path: str) -> Message:
    parent, _, name = path.rpartition("/")
    names = _names(folder / parent) if barrier(folder, folder / parent) is None else []
    others = [other for other in names if nature(folder / parent / other) is Nature.FILE]
    close = difflib.get_close_matches(name, others, n=1)
    if close:
        return message(N_("Did you mean {key}?"), key=f"{parent}/{close[0]}" if parent else close[0])
    return message(N_("add the file, or correct its name"))


def _names(folder: Path) -> list[str]:
    if nature(folder) is not Nature.FOLDER:  # the names behind a link are nobody's business
        return []
    try:
        return [entry.name for entry in folder.iterdir()]
    except OSError:  # no such folder, or no folder
        return []


def _other_case(folder: Path, path: str) -> str | None:
    """The path as the disk spells it, matched without regard to capitals; None where nothing matches."""
    parts: list[str] = []
    for part in path.split("/"):
        names = _names(folder.joinpath(*parts))
        match = part if part in names else next((name for name in names if name.lower() == part.lower()), None)
        if match is None:
            return None
        parts.append(match)
    return "/".join(parts)

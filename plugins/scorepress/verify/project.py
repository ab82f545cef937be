"""The data against the project that it was made from: source files, seals, and what claims to be published."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from scorepress.verify.data import Data
from scorepress.verify.listing import is_digest
from scorepress.verify.pages import HEAD, texts
from scorepress.verify.printed import plain
from scorepress.verify.reading import At
from scorepress.verify.words import Fault, Verdict

TYPED = ("title", "unit", "name", *HEAD, "scheme", "edition", "period", "status", "region", "issuer", "note")
ESCAPED = frozenset("\"'\\")
"""A text with one of these is written in another way in YAML, so that it is not looked for."""
SEALS = "sealed.yml"
UNITS = "units"
PROFILE = "index.md"
STATUS = re.compile(r"""(?:^|[{, \t])["']?status["']?[ \t]*:[ \t]*["']?(published|withdrawn)\b""", re.MULTILINE)
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
DOCS_DIR = re.compile(r"""^docs_dir[ \t]*:[ \t]*["']?([^"'#\n]+?)["']?[ \t]*(?:#.*)?$""", re.MULTILINE)


def check_project(project: Path, data: Data, verdict: Verdict) -> None:
    """Compare the data with the files of the project in the folder `project`."""
    records = [report.at for report in data.reports.values()]
    records += [*data.withdrawn, *(scheme.at for scheme in data.schemes.values()), *data.units.values()]
    for at in records:
        verdict.faults += _source(project, at)
    verdict.faults += _seals(project, data, verdict)
    listed = {
        at.text("file"): at.text("type") for at in (*(each.at for each in data.reports.values()), *data.withdrawn)
    }
    for path, status in _public(project, listed):
        if listed.get(path) != {"published": "report"}.get(status, status):
            verdict.faults.append(At(path, None).fault("not-on-site", status=status))


def source_text(content: bytes) -> str:
    """The text of a source file, as its digest is made of it: without a byte order mark, lines ending with LF."""
    return content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")


def digest_of(content: bytes) -> str:
    """The digest of a source file."""
    return hashlib.sha256(source_text(content).encode("utf-8", "replace")).hexdigest()


def _source(project: Path, at: At) -> Iterator[Fault]:
    path, digest = at.text("file"), at.text("sha256")
    if not is_digest(digest):
        yield at.at("sha256").fault("no-digest")
    content = _read(project, path)
    if content is None:
        yield at.at("file").fault("no-source", path=path)
    elif digest_of(content) != digest:
        yield at.at("sha256").fault("source-differs", path=path)
    else:
        text = plain(source_text(content))
        for leaf in _typed(at):
            words = plain(leaf.itself())
            if not ESCAPED & set(words) and words not in text:
                yield leaf.fault("not-in-source", path=path, text=leaf.itself()[:80])


def _typed(at: At) -> Iterator[At]:
    """What somebody typed into the source file, and the data repeats."""
    yield from (at.at(key) for key in TYPED if at.has(key))
    for layer in at.named("layers").values() if at.has("layers") else ():
        yield from (layer.at(key) for key in ("by", "date", "basis", "note") if layer.has(key))
    for key in ("measures", "evidence", "withdrawn"):
        if at.has(key):
            yield from texts(at.at(key))


def _read(project: Path, path: str) -> bytes | None:
    """The content of a file inside the project; None where there is none, or it lies elsewhere."""
    root = project.resolve()
    file = (root / path).resolve()
    if PurePosixPath(path).is_absolute() or not file.is_relative_to(root) or not file.is_file():
        return None
    try:
        return file.read_bytes()
    except OSError:
        return None


def _seals(project: Path, data: Data, verdict: Verdict) -> Iterator[Fault]:
    """The schemes that published reports use, held against the seals."""
    used = {report.at.text("scheme") for report in data.reports.values()}
    unsealed: list[str] = []
    for key, scheme in sorted(data.schemes.items()):
        path = PurePosixPath(scheme.at.text("file")).parent.parent / SEALS
        content = _read(project, str(path))
        seals = re.findall(rf"^{re.escape(key)}[ \t]*:[ \t]*(\S+)", source_text(content or b""), re.MULTILINE)
        if seals and seals != [scheme.at.text("sha256")]:
            yield scheme.at.at("sha256").fault("seal-differs", scheme=key)
        elif not seals and key in used:
            unsealed.append(key)
    if unsealed:
        verdict.uncovered["unsealed"] = {"schemes": "、".join(unsealed)}


def _public(project: Path, listed: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Path and status of the reports in the project that claim to be published or withdrawn."""
    contents = {path.partition(f"/{UNITS}/")[0] for path in listed if f"/{UNITS}/" in path}
    settings = _read(project, "mkdocs.yml") or _read(project, "mkdocs.yaml") or b""
    found = DOCS_DIR.search(source_text(settings))
    contents.add(found[1] if found else "docs")
    for content in sorted(contents):
        for file in sorted((project / content / UNITS).glob("*/*.md")):
            path = file.relative_to(project).as_posix()
            text = _read(project, path)
            head = FRONT_MATTER.match(source_text(text)) if text is not None and file.name != PROFILE else None
            status = STATUS.search(head[1]) if head else None
            if status:
                yield path, status[1]

"""Reading edition files: `schemes/<scheme>/<edition>.yml`, and the seals that keep published ones unchanged."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from scorepress.core.composer import parse_yaml
from scorepress.core.files import read_text
from scorepress.core.findings import Finding, Rule, Severity, ordered
from scorepress.core.messages import N_
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.records import Context, read_record
from scorepress.core.spans import Source, Span
from scorepress.schemes.checks import check_scheme
from scorepress.schemes.classes import Variant, read_variants
from scorepress.schemes.model import Scheme

SEALS = "sealed.yml"


class SchemePathDiffers(Rule):
    """The file's place and its content name different schemes or editions."""

    code = "SR217"
    message = N_("the file says {written}, its path says {path}")
    cure = N_("move the file to schemes/<scheme>/<edition>.yml, or correct {key}")
    why = N_("Reports find a scheme by its path; a second name for it would be a second scheme.")
    bad = "# schemes/road/2021.yml\nscheme: road\nedition: 2022"
    good = "# schemes/road/2021.yml\nscheme: road\nedition: 2021"


class EditionChanged(Rule):
    """A sealed edition was changed."""

    code = "SR218"
    message = N_("the edition {edition} was changed after reports were published under it")
    cure = N_("undo the change and copy the file to a new edition instead")
    why = N_("The published totals of earlier reports would silently become others.")
    bad = "schemes/road/2021.yml: full: 12  (sealed with full: 10)"
    good = "schemes/road/2022.yml: full: 12"


class EditionNotSealed(Rule):
    """Published reports use an edition that is not sealed."""

    code = "SR219"
    severity = Severity.WARNING
    message = N_("reports are published under {edition}, which is not sealed")
    cure = N_("when the scheme is final, run: scorepress seal {edition}")
    why = N_("Only a sealed edition is noticed when somebody changes it.")
    bad = "# schemes/sealed.yml: no line for road@2021"
    good = "# schemes/sealed.yml\nroad@2021: 4f2c…"


@dataclass(frozen=True)
class SchemeFile:
    """One edition file as read."""

    source: Source
    node: Mapping | None
    scheme: Scheme | None
    """None where the file cannot be used at all."""
    findings: tuple[Finding, ...]
    sound: bool
    """Whether the scheme has no error, so that reports can be scored under it."""
    variants: dict[str, Variant] = field(default_factory=dict)
    """What is in force for each class, where the scheme has classes."""

    def in_force(self, unit: str) -> Variant | None:
        """The scheme that a unit is scored by: its class's; None where the scheme cannot be used."""
        if self.scheme is None or self.node is None or not self.sound:
            return None
        classes = (each.id for each in self.scheme.classes if unit in each.units)
        return self.variants.get(next(classes, ""), Variant(self.scheme, self.node))

    @property
    def digest(self) -> str:
        """SHA-256 of the text with LF line ends: the same on every system."""
        return hashlib.sha256(self.source.text.replace("\r\n", "\n").encode()).hexdigest()


@dataclass(frozen=True)
class Schemes:
    """Every edition of a folder, by `scheme@edition`."""

    files: dict[str, SchemeFile]
    unreadable: tuple[SchemeFile, ...]
    sealed: dict[str, str]
    """The digest of each sealed edition."""
    findings: tuple[Finding, ...]
    """Of the seals themselves."""

    def editions(self, scheme: str) -> list[str]:
        """The editions of one scheme."""
        return [key.partition("@")[2] for key in self.files if key.partition("@")[0] == scheme]


def load_schemes(folder: Path, shown: PurePosixPath, *, paths: Iterable[Path] | None = None) -> Schemes:
    """All edition files below `folder` (or `paths` only); people see their paths below `shown`."""
    files: dict[str, SchemeFile] = {}
    unreadable = []
    seals_findings: list[Finding] = []
    sealed = _seals(folder, shown, seals_findings)
    for path in sorted(paths) if paths is not None else edition_paths(folder):
        file = load_scheme(path, str(shown / path.relative_to(folder).as_posix()))
        if file.scheme is None:
            unreadable.append(file)
            continue
        known = sealed.get(file.scheme.key)
        if known is not None and known != file.digest:
            place = Span(file.source, 1, 1, 1, 2) if file.node is None else span_at(file.node, "edition")
            changed = EditionChanged.at(place, edition=file.scheme.key)
            file = replace(file, findings=(*file.findings, changed), sound=False)
        files[f"{path.parent.name}@{path.stem}"] = file
    return Schemes(files, tuple(unreadable), sealed, tuple(seals_findings))


def edition_paths(folder: Path) -> list[Path]:
    """Every edition file below `folder`."""
    return sorted(folder.glob("*/*.yml"))


def load_scheme(path: Path, shown: str) -> SchemeFile:
    """One edition file, read and checked in itself."""
    reading = read_text(path, shown)
    findings = list(reading.findings)
    if not reading.usable:
        return SchemeFile(reading.source, None, None, tuple(findings), sound=False)
    node = parse_yaml(reading.source, reading.source.text, 1, findings)
    if node is None:
        return SchemeFile(reading.source, None, None, tuple(findings), sound=False)
    variants: dict[str, Variant] = {}
    context = Context(findings)
    scheme = read_record(Scheme, node, context)
    if scheme is not None:
        for key, expected in (("scheme", path.parent.name), ("edition", path.stem)):
            written = getattr(scheme, key)
            if written != expected:
                findings.append(SchemePathDiffers.at(span_at(node, key), written=written, path=expected, key=key))
        variants = read_variants(scheme, node, findings)
        for each in variants.values() or [Variant(scheme, node)]:
            findings.extend(check_scheme(each.scheme, each.node, list(findings)))
    sound = scheme is not None and not any(finding.severity == "error" for finding in findings)
    return SchemeFile(reading.source, node, scheme, tuple(ordered(findings)), sound=sound, variants=variants)


def _seals(folder: Path, shown: PurePosixPath, findings: list[Finding]) -> dict[str, str]:
    path = folder / SEALS
    if not path.exists():
        return {}
    reading = read_text(path, str(shown / SEALS))
    findings.extend(reading.findings)
    node = parse_yaml(reading.source, reading.source.text, 1, findings) if reading.usable else None
    return {} if node is None else {str(key): str(digest) for key, digest in node.items()}

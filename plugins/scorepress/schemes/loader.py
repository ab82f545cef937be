"""Reading edition files: `schemes/<scheme>/<edition>.yml`."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from scorepress.core.composer import parse_yaml
from scorepress.core.files import read_text
from scorepress.core.findings import Finding, Rule, Severity, ordered
from scorepress.core.layout import Settings
from scorepress.core.messages import N_
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.records import Context, read_record
from scorepress.core.spans import Source, span_of_line
from scorepress.schemes.checks import check_scheme
from scorepress.schemes.classes import Variant, read_variants
from scorepress.schemes.measured import Compared
from scorepress.schemes.model import Scheme
from scorepress.schemes.seals import EditionChanged, Seals, digest_of, read_seals


class SchemePathDiffers(Rule):
    """The file's place and its content name different schemes or editions."""

    code = "SR217"
    message = N_("the file says {written}, its path says {path}")
    cure = N_("move the file to schemes/<scheme>/<edition>.yml, or correct {key}")
    why = N_("Reports find a scheme by its path; a second name for it would be a second scheme.")
    bad = "# schemes/road/2021.yml\nscheme: road\nedition: 2022"
    good = "# schemes/road/2021.yml\nscheme: road\nedition: 2021"


class SchemeMisplaced(Rule):
    """A YAML file lies below the schemes where no edition is looked for."""

    code = "SR223"
    message = N_("{name} lies or is named so that it is not read as a scheme")
    cure = N_("move it to schemes/<scheme>/<edition>.yml")
    why = N_("Reports could not name it, and nobody would be told that it is neither checked nor sealed.")
    bad = "schemes/road-2021.yml\nschemes/road/2021/scheme.yml\nschemes/road/2021.yaml"
    good = "schemes/road/2021.yml"


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
        own = self.scheme.group_of["class"].get(unit, "")
        return self.variants.get(own, Variant(self.scheme, self.node))

    @property
    def digest(self) -> str:
        """What a seal holds of this file."""
        return digest_of(self.source)


@dataclass(frozen=True)
class Schemes:
    """Every edition of a project, whatever its state, by `scheme@edition` as its path says."""

    files: dict[str, SchemeFile]
    seals: Seals = field(default_factory=Seals)

    def editions(self, scheme: str) -> list[str]:
        """The editions of one scheme."""
        return [key.partition("@")[2] for key in self.files if key.partition("@")[0] == scheme]

    def compares(self, key: str) -> bool:
        """Whether an edition compares units with one another, so that no report can be scored alone."""
        file = self.files.get(key)
        leaves = file.scheme.indicators.values() if file and file.scheme else []
        return any(isinstance(leaf, Compared) and leaf.needs_group for leaf in leaves)


def load_schemes(settings: Settings) -> Schemes:
    """All edition files of a project, those that were changed after their sealing with a finding that says so."""
    files = {f"{path.parent.name}@{path.stem}": load_scheme(path, settings.shown(path)) for path in settings.editions()}
    seals = read_seals(settings.seals, settings.shown(settings.seals), files)
    return Schemes({key: _compared(key, file, seals) for key, file in files.items()}, seals)


def _compared(key: str, file: SchemeFile, seals: Seals) -> SchemeFile:
    if file.scheme is None or file.node is None or not seals.broken_by(key, file.digest):
        return file
    changed = EditionChanged.at(span_at(file.node, "edition"), edition=key)
    return replace(file, findings=(*file.findings, changed), sound=False)


def check_scheme_place(path: Path, shown: str) -> Finding:
    """The finding for a YAML file below the schemes that is no edition."""
    return SchemeMisplaced.at(span_of_line(read_text(path, shown).source, 1), name=path.name)


def load_scheme(path: Path, shown: str) -> SchemeFile:
    """One edition file, read and checked in itself."""
    reading = read_text(path, shown)
    if not reading.usable:
        return SchemeFile(reading.source, None, None, tuple(reading.findings), sound=False)
    return read_scheme(reading.source, path.parent.name, path.stem, reading.findings)


def read_scheme(source: Source, folder: str, stem: str, known: Iterable[Finding] = ()) -> SchemeFile:
    """One edition from its text, as if it stood at `folder/stem.yml`; `known` was found while the text was read."""
    findings = list(known)
    node = parse_yaml(source, source.text, 1, findings)
    if node is None:
        return SchemeFile(source, None, None, tuple(findings), sound=False)
    variants: dict[str, Variant] = {}
    context = Context(findings)
    scheme = read_record(Scheme, node, context)
    if scheme is not None:
        for key, expected in (("scheme", folder), ("edition", stem)):
            written = getattr(scheme, key)
            if written != expected:
                findings.append(SchemePathDiffers.at(span_at(node, key), written=written, path=expected, key=key))
        variants = read_variants(scheme, node, findings)
        for each in variants.values() or [Variant(scheme, node)]:
            findings.extend(check_scheme(each.scheme, each.node, list(findings)))
    sound = scheme is not None and not any(finding.severity is Severity.ERROR for finding in findings)
    return SchemeFile(source, node, scheme, tuple(ordered(findings)), sound=sound, variants=variants)

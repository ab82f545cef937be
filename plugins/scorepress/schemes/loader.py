"""Reading edition files: `schemes/<scheme>/<edition>.yml`."""

from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from scorepress.core.composer import parse_yaml
from scorepress.core.files import read_text, stamp
from scorepress.core.findings import Finding, Rule, Severity, ordered
from scorepress.core.isolation import isolated
from scorepress.core.layout import Settings
from scorepress.core.memory import Memory
from scorepress.core.messages import N_
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.records import Context, read_record
from scorepress.core.spans import Source, span_of_line
from scorepress.schemes.checks import check_scheme
from scorepress.schemes.classes import Variant, read_variants
from scorepress.schemes.lineage import check_lineage
from scorepress.schemes.measured import Compared
from scorepress.schemes.model import Scheme
from scorepress.schemes.rolling import check_circle, check_rolling, circle, order, rolled_up
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

    @property
    def trees(self) -> list[Variant]:
        """What is in force: one tree, or one for each class; none where the file cannot be read."""
        if self.scheme is None or self.node is None:
            return []
        return list(self.variants.values()) or [Variant(self.scheme, self.node)]

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

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """Every sound edition, those that others roll up before these."""
        return order({key: file.scheme for key, file in self.files.items() if file.scheme and file.sound})

    def editions(self, scheme: str) -> list[str]:
        """The editions of one scheme."""
        return [key.partition("@")[2] for key in self.files if key.partition("@")[0] == scheme]

    def together(self, key: str) -> frozenset[str]:
        """The editions of which all reports of a period are needed to score one under `key`: compared or rolled up."""
        file = self.files.get(key)
        if file is None or file.scheme is None or not file.sound:
            return frozenset()
        below = frozenset(each for of in rolled_up(file.scheme) for each in (of, *self.together(of)))
        leaves = file.scheme.indicators.values()
        compares = file.scheme.ranking or any(isinstance(leaf, Compared) and leaf.needs_group for leaf in leaves)
        return below | {key} if compares else below


def load_schemes(settings: Settings, memory: Memory | None = None) -> Schemes:
    """All edition files of a project, each checked against the seals and the editions that it rolls up."""
    remembered = memory or Memory()
    files: dict[str, SchemeFile] = {}
    for path in settings.editions():
        make = partial(load_scheme, path, settings.shown(path))
        files[f"{path.parent.name}@{path.stem}"] = remembered.recall(("scheme", path), (stamp(path),), make)
    seals = read_seals(settings.seals, settings.shown(settings.seals), files)
    files = {key: _compared(key, file, seals) for key, file in files.items()}
    files = {key: continued(file, files) for key, file in files.items()}
    return Schemes(_rolled_up(files), seals)


def continued(file: SchemeFile, files: AnyMapping[str, SchemeFile]) -> SchemeFile:
    """`file` with the findings of what it says of the earlier ones of `files`."""
    if file.scheme is None:
        return file
    own = file.scheme.scheme
    earlier = {key.partition("@")[2]: each.scheme for key, each in files.items() if key.partition("@")[0] == own}
    return _refused(file, (finding for tree in file.trees for finding in check_lineage(tree, earlier)))


def _compared(key: str, file: SchemeFile, seals: Seals) -> SchemeFile:
    if file.scheme is None or file.node is None or not seals.broken_by(key, file.digest):
        return file
    return _refused(file, [EditionChanged.at(span_at(file.node, "edition"), edition=key)])


def _rolled_up(files: dict[str, SchemeFile]) -> dict[str, SchemeFile]:
    """The files, those without soundness that roll up what is not there or themselves."""
    sound = {key: file.scheme for key, file in files.items() if file.scheme is not None and file.sound}
    made = dict(files)
    while found := circle(sound):
        for key in set(found):
            scheme, file = sound.pop(key), made[key]
            made[key] = _refused(file, check_circle(scheme, file.node or Mapping(), found))
    for key in order(sound):
        file = made[key]
        if file.scheme is not None and file.node is not None:
            made[key] = _refused(file, check_rolling(file.scheme, file.node, sound))
            if not made[key].sound:
                del sound[key]
    return made


def _refused(file: SchemeFile, findings: Iterable[Finding]) -> SchemeFile:
    """The file with more errors; itself, where there are none."""
    found = tuple(findings)
    return replace(file, findings=tuple(ordered((*file.findings, *found))), sound=False) if found else file


def check_scheme_place(path: Path, shown: str) -> Finding:
    """The finding for a YAML file below the schemes that is no edition."""
    return SchemeMisplaced.at(span_of_line(read_text(path, shown).source, 1), name=path.name)


def load_scheme(path: Path, shown: str, *, placed: bool = True) -> SchemeFile:
    """One edition file, read and checked in itself; `placed` where its path must name its scheme and edition."""
    reading = read_text(path, shown)
    if not reading.usable:
        return SchemeFile(reading.source, None, None, tuple(reading.findings), sound=False)
    place = (path.parent.name, path.stem) if placed else None
    return read_scheme(reading.source, place, reading.findings)


def read_scheme(source: Source, place: tuple[str, str] | None, known: Iterable[Finding] = ()) -> SchemeFile:
    """One edition from its text; `known` was found while the text was read.

    `place` are the scheme and the edition that the path of the file names, where it must name them.
    """
    findings = list(known)
    return isolated(
        lambda: _read_scheme(source, place, findings),
        source,
        lambda fault: SchemeFile(source, None, None, (*findings, fault), sound=False),
    )


def _read_scheme(source: Source, place: tuple[str, str] | None, findings: list[Finding]) -> SchemeFile:
    node = parse_yaml(source, source.text, 1, findings)
    if node is None:
        return SchemeFile(source, None, None, tuple(findings), sound=False)
    variants: dict[str, Variant] = {}
    context = Context(findings)
    scheme = read_record(Scheme, node, context)
    if scheme is not None:
        for key, expected in zip(("scheme", "edition"), place or (), strict=False):
            written = getattr(scheme, key)
            if written != expected:
                findings.append(SchemePathDiffers.at(span_at(node, key), written=written, path=expected, key=key))
        variants = read_variants(scheme, node, findings)
        for each in variants.values() or [Variant(scheme, node)]:
            findings.extend(check_scheme(each.scheme, each.node, list(findings)))
    sound = scheme is not None and not any(finding.severity is Severity.ERROR for finding in findings)
    return SchemeFile(source, node, scheme, tuple(ordered(findings)), sound=sound, variants=variants)

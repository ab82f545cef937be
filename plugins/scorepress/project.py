"""One project: find, read, score and check everything, in that order; what every front end calls."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath

import yaml

from scorepress.assessment import Assessed, assess_reports
from scorepress.checks.prose import check_unit_body
from scorepress.checks.report import (
    UnitFolderDiffers,
    check_place,
    check_unique,
)
from scorepress.core.findings import Finding, ordered
from scorepress.core.nodes import key_span, span_at
from scorepress.reports.loader import load_report, load_unit
from scorepress.reports.model import UnitFile
from scorepress.schemes.loader import SEALS, EditionNotSealed, SchemeFile, Schemes, edition_paths, load_schemes

UNITS = "units"
"""The folder of the content that holds one folder a unit."""
PROFILE = "index.md"
"""The page of the unit itself, in its folder."""
MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkdn", ".mkd"})
"""What MkDocs takes for a page; reports are looked for in `.md` files only."""


@dataclass(frozen=True)
class Settings:
    """Where a project keeps its things."""

    root: Path
    content: Path
    schemes: Path

    @property
    def units(self) -> Path:
        """The folder with one folder a unit."""
        return self.content / UNITS

    def shown(self, path: Path) -> str:
        """`path` as people see it: from the project root, with `/`."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()


def settings_at(start: Path) -> Settings | None:
    """The settings of the project that `start` lies in: the nearest folder upwards with an `mkdocs.yml`."""
    start = start.resolve()
    for folder in (start, *start.parents):
        config = folder / "mkdocs.yml"
        if config.is_file():
            return read_settings(config)
    return None


def read_settings(config: Path) -> Settings:
    """The settings in an `mkdocs.yml`: its `docs_dir`, and `schemes` of the plugin `scorepress`.

    The file is MkDocs' own and may hold tags for Python objects; it is composed but never constructed.
    """
    root = config.parent
    options = {"docs_dir": "docs", "schemes": "schemes"}
    node = yaml.compose(config.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    if _scalar_at(node, ("INHERIT",)) is not None:
        raise ValueError("INHERIT is not followed; write docs_dir and the plugin's options into this file")
    for path in (("docs_dir",), ("plugins", "scorepress", "schemes")):
        found = _scalar_at(node, path)
        if found is not None:
            options[path[-1]] = found
    return Settings(root, root / options["docs_dir"], root / options["schemes"])


def _scalar_at(node: yaml.Node | None, path: tuple[str, ...]) -> str | None:
    """The text at `path` of a composed file; a list counts as the mappings it holds."""
    if not path:
        if not isinstance(node, yaml.ScalarNode) or not node.tag.startswith("tag:yaml.org"):
            raise ValueError("docs_dir and schemes must be plain paths")
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        found = (_scalar_at(item, path) for item in node.value)
        return next((text for text in found if text is not None), None)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == path[0]:
                return _scalar_at(value, path[1:])
    return None


@dataclass(frozen=True)
class Project:
    """Everything of one project, read, scored and checked."""

    settings: Settings
    schemes: Schemes
    units: Mapping[str, UnitFile]
    reports: tuple[Assessed, ...]
    misplaced: tuple[Finding, ...] = ()
    """Markdown files below the units where no report is looked for."""

    @property
    def findings(self) -> list[Finding]:
        """All findings, by file and place."""
        return ordered(self._findings())

    def _findings(self) -> Iterator[Finding]:
        yield from self.schemes.findings
        yield from self.misplaced
        for scheme in (*self.schemes.files.values(), *self.schemes.unreadable):
            yield from scheme.findings
        for unit in self.units.values():
            yield from unit.findings
        for assessed in self.reports:
            yield from assessed.findings


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without the garbage collector: what is read is kept, and walking over it again and again doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@collector_paused()
def assess(settings: Settings, paths: Iterable[Path] | None = None) -> Project:
    """The whole project, or only the reports, units and schemes among or below `paths`.

    Whatever the paths, all schemes and units are read, since reports refer to them; but only the findings of what
    was asked for are kept.
    """
    wanted = None if paths is None else _wanted(paths)
    schemes = load_schemes(settings.schemes, PurePosixPath(settings.shown(settings.schemes)))
    units = {path.parent.name: _unit(path, settings) for path in _profiles(settings)}
    files = [load_report(path, settings.shown(path)) for path in report_paths(settings) if _asked(path, wanted)]
    reports = _unique(assess_reports(files, schemes, units))
    misplaced = [check_place(path, settings.shown(path)) for path in _misplaced(settings) if _asked(path, wanted)]
    return Project(
        settings,
        _only(schemes, reports, settings, wanted),
        _only_units(units, wanted),
        tuple(reports),
        tuple(misplaced),
    )


def unchecked(settings: Settings, paths: Iterable[Path]) -> list[Path]:
    """Those of `paths` that are and hold neither a report nor a unit nor a scheme."""
    files = [*report_paths(settings), *_profiles(settings), *_misplaced(settings)]
    files += [*edition_paths(settings.schemes), settings.schemes / SEALS]
    return [path for path in paths for wanted in [_wanted([path])] if not any(_asked(file, wanted) for file in files)]


def _wanted(paths: Iterable[Path]) -> frozenset[Path]:
    """Each path as it is spelt and as it is without links: the project may be known by either."""
    return frozenset(spelt for path in paths for spelt in (path.absolute(), path.resolve()))


def report_paths(settings: Settings) -> list[Path]:
    """Every report file: the Markdown files of the unit folders, without the units' own pages."""
    return sorted(path for path in settings.units.glob("*/*.md") if path.name != PROFILE)


def _misplaced(settings: Settings) -> list[Path]:
    """Markdown files below the units that are neither reports nor the page of a unit or of all units."""
    known = {*report_paths(settings), *_profiles(settings), settings.units / PROFILE}
    below = (path for path in settings.units.rglob("*") if path.suffix.lower() in MARKDOWN)
    return sorted(path for path in below if path not in known)


def _profiles(settings: Settings) -> list[Path]:
    return sorted(settings.units.glob(f"*/{PROFILE}"))


def _unit(path: Path, settings: Settings) -> UnitFile:
    file = load_unit(path, settings.shown(path))
    file = replace(file, findings=(*file.findings, *check_unit_body(file.page)))
    if file.unit is None or file.page.node is None or file.unit.unit == path.parent.name:
        return file
    place = span_at(file.page.node, "unit")
    moved = UnitFolderDiffers.at(place, unit=file.unit.unit, folder=path.parent.name)
    return replace(file, findings=(*file.findings, moved))


def _asked(path: Path, wanted: frozenset[Path] | None) -> bool:
    if wanted is None:
        return True
    spelt = _folder(path.parent) / path.name
    return not wanted.isdisjoint({path, spelt, *path.parents, *spelt.parents})


@cache
def _folder(folder: Path) -> Path:
    """A folder without links, looked up once."""
    return folder.resolve()


def _only(schemes: Schemes, reports: list[Assessed], settings: Settings, wanted: frozenset[Path] | None) -> Schemes:
    """The schemes with the findings that were asked for, those of the seals among them."""
    published = {str(each.report.scheme) for each in reports if each.report and each.report.status == "published"}

    def kept(key: str, file: SchemeFile) -> SchemeFile:
        if not _asked(settings.root / file.source.path, wanted):
            return replace(file, findings=())
        if key in published and key not in schemes.sealed and file.node is not None and file.sound:
            unsealed = EditionNotSealed.at(key_span(file.node, "edition"), edition=key)
            return replace(file, findings=(*file.findings, unsealed))
        return file

    files = {key: kept(key, file) for key, file in schemes.files.items()}
    unreadable = tuple(file for file in schemes.unreadable if _asked(settings.root / file.source.path, wanted))
    seals = schemes.findings if _asked(settings.schemes / SEALS, wanted) else ()
    return replace(schemes, files=files, unreadable=unreadable, findings=seals)


def _only_units(units: dict[str, UnitFile], wanted: frozenset[Path] | None) -> dict[str, UnitFile]:
    return {name: file if _asked(file.path, wanted) else replace(file, findings=()) for name, file in units.items()}


def _unique(reports: Iterable[Assessed]) -> list[Assessed]:
    found = list(reports)
    extra: dict[Path, list[Finding]] = {}
    for file, finding in check_unique(each.file for each in found):
        extra.setdefault(file.path, []).append(finding)
    return [
        replace(each, findings=(*each.findings, *extra[each.file.path])) if each.file.path in extra else each
        for each in found
    ]

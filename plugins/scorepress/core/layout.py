"""Where a project keeps its things: folders from `mkdocs.yml`, files from folders."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from scorepress.core.boundary import Entry, Nature, barrier, is_foreign, nature, real, walk
from scorepress.core.files import read_bytes, why_unusable
from scorepress.core.messages import N_, Message, message

CONFIG = "mkdocs.yml"
"""The file that makes a folder a project."""
UNITS = "units"
"""The folder of the content that holds one folder a unit."""
PROFILE = "index.md"
"""The page of the unit itself, in its folder."""
SEALS = "sealed.yml"
"""The digests of sealed editions, in the folder of the schemes."""
PAGES = frozenset({".md", ".markdown", ".mdown", ".mkdn", ".mkd"})
"""What MkDocs takes for a page; reports are looked for in `.md` files only."""
YAML = frozenset({".yml", ".yaml"})
"""What people take for a scheme; editions are looked for in `.yml` files only."""


class SettingsUnusable(ValueError):  # noqa: N818 - not an error of the program but an answer about a file
    """Raised where `mkdocs.yml` cannot be used."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.template)
        self.reason = reason


@dataclass(frozen=True)
class Listing:
    """What lies below a folder."""

    entries: tuple[Entry, ...]
    """Everything, in no order."""
    plain: tuple[Path, ...]
    """Files and folders, without what is hidden: MkDocs passes that over too, and editors lock files with it."""


@dataclass(frozen=True)
class Settings:
    """Where a project keeps its things."""

    root: Path
    content: Path
    schemes: Path
    site_dir: str = "site"
    """Where the built site goes, from the root."""
    config: Path | None = None
    """The file that says so."""
    theme: Path | None = None
    """The project's own templates and assets, `custom_dir` of the theme."""
    listings: dict[Path, Listing] | None = field(default=None, compare=False, repr=False)
    """What was seen below each folder, where each is looked at once."""

    def at_once(self) -> "Settings":
        """The same settings, which look at each folder once: whoever asks sees the same files."""
        return replace(self, listings={})

    @property
    def site(self) -> Path:
        """The folder of the built site."""
        return self.root / self.site_dir

    @property
    def units(self) -> Path:
        """The folder with one folder a unit."""
        return self.content / UNITS

    @property
    def seals(self) -> Path:
        """The file with the digests of sealed editions."""
        return self.schemes / SEALS

    def shown(self, path: Path) -> str:
        """`path` as people see it: the way from the project root, with `/`.

        It is published; where the folders of a machine are is nobody's business. Only on another drive there is no way.
        """
        try:
            return Path(os.path.relpath(path, self.root)).as_posix()
        except ValueError:
            return path.as_posix()

    def reports(self) -> list[Path]:
        """Every report file: the Markdown files of the unit folders, without the units' own pages."""
        return [path for path in self._in_folders(self.units, ".md") if path.name != PROFILE]

    def profiles(self) -> list[Path]:
        """Every unit's own page."""
        return [path for path in self._in_folders(self.units, ".md") if path.name == PROFILE]

    def editions(self) -> list[Path]:
        """Every edition file of a scheme."""
        return self._in_folders(self.schemes, ".yml")

    def misplaced_pages(self) -> list[Path]:
        """Markdown files below the units that are neither reports nor the page of a unit or of all units."""
        known = {*self.reports(), *self.profiles(), self.units / PROFILE}
        return [path for path in self._below(self.units) if path.suffix.lower() in PAGES and path not in known]

    def misplaced_schemes(self) -> list[Path]:
        """YAML files below the schemes that are neither editions nor the file of seals."""
        known = {*self.editions(), self.seals}
        return [path for path in self._below(self.schemes) if path.suffix.lower() in YAML and path not in known]

    def content_files(self) -> list[Path]:
        """Every ordinary file of the content, hidden ones too, whatever becomes of it."""
        return sorted(entry.path for entry in self._walk(self.content) if entry.nature is Nature.FILE)

    def theme_files(self) -> list[Path]:
        """Every ordinary file of the project's own templates and assets."""
        entries = self._walk(self.theme) if self.theme else ()
        return sorted(entry.path for entry in entries if entry.nature is Nature.FILE)

    def names(self) -> list[Path]:
        """Every file and folder of the content and the schemes that is not hidden."""
        return [*self._below(self.content), *self._below(self.schemes)]

    def foreign(self) -> list[Entry]:
        """Links and special files in the folders of the project, those folders themselves included."""
        folders = [self.content, self.schemes, *([self.theme] if self.theme else [])]
        barriers = {self.barrier(folder) for folder in folders} - {None}
        entries = [Entry(path, Nature.LINK) for path in barriers if path is not None]
        entries += [entry for folder in folders for entry in self._walk(folder) if is_foreign(entry)]
        return sorted(set(entries), key=lambda entry: entry.path)

    def barrier(self, path: Path) -> Path | None:
        """The first link on the way to `path` from the folder of the project that it lies in; None if it is inside."""
        homes = (self.root, self.content, self.schemes, self.theme or self.root)
        inside = [home for home in homes if path.is_relative_to(home) and ".." not in path.relative_to(home).parts]
        return barrier(inside[0], path) if inside else path

    def _walk(self, folder: Path) -> tuple[Entry, ...]:
        return self._listing(folder).entries

    def _in_folders(self, folder: Path, suffix: str) -> list[Path]:
        """What has `suffix` in the folders that lie in `folder`: files, and folders that are called like one."""
        depth = len(folder.parts) + 2
        return [path for path in self._below(folder) if path.suffix == suffix and len(path.parts) == depth]

    def _below(self, folder: Path) -> tuple[Path, ...]:
        """Files and folders below `folder`, sorted, without what is hidden there."""
        return self._listing(folder).plain

    def _listing(self, folder: Path) -> Listing:
        if self.listings is None:
            return self._look(folder)
        if folder not in self.listings:
            self.listings[folder] = self._look(folder)
        return self.listings[folder]

    def _look(self, folder: Path) -> Listing:
        entries = tuple(walk(folder)) if self.barrier(folder) is None else ()
        paths = (entry.path for entry in entries if entry.nature in {Nature.FILE, Nature.FOLDER})
        plain = (path for path in paths if not any(part[0] == "." for part in path.relative_to(folder).parts))
        return Listing(entries, tuple(sorted(plain)))


def settings_at(start: Path) -> Settings | None:
    """The settings of the project that `start` lies in: the nearest folder upwards with an `mkdocs.yml`."""
    for spelt in (Path(os.path.abspath(start)), real(start)):  # noqa: PTH100 - a link is asked about, not followed
        for folder in (spelt, *spelt.parents):
            config = folder / CONFIG
            if nature(config) is not Nature.NOTHING and nature(folder) is not Nature.LINK:
                return read_settings(real(folder) / CONFIG)
    return None


def read_settings(config: Path) -> Settings:
    """The settings in an `mkdocs.yml`: its `docs_dir`, `theme.custom_dir`, and `schemes` of the plugin `scorepress`.

    The file is MkDocs' own and may hold tags for Python objects; it is composed but never constructed.
    """
    options = {"docs_dir": "docs", "schemes": "schemes", "site_dir": "site", "custom_dir": ""}
    node = _composed(config)
    if _scalar_at(node, ("INHERIT",)) is not None:
        raise SettingsUnusable(
            message(N_("INHERIT is not followed; write docs_dir and the plugin's options into this file"))
        )
    for path in (("docs_dir",), ("plugins", "scorepress", "schemes"), ("theme", "custom_dir")):
        found = _scalar_at(node, path)
        if found is not None:
            options[path[-1]] = found
    with suppress(SettingsUnusable):  # where the site goes is MkDocs' to find out
        options["site_dir"] = _scalar_at(node, ("site_dir",)) or "site"
    root = config.parent
    theme = root / options["custom_dir"] if options["custom_dir"] else None
    return Settings(root, root / options["docs_dir"], root / options["schemes"], options["site_dir"], config, theme)


def _composed(config: Path) -> yaml.Node | None:
    try:
        return yaml.compose(read_bytes(config).decode(), Loader=yaml.SafeLoader)
    except OSError as error:
        raise SettingsUnusable(why_unusable(error)) from None
    except UnicodeDecodeError:
        raise SettingsUnusable(message(N_("it is not UTF-8"))) from None
    except yaml.MarkedYAMLError as error:
        if error.problem_mark is None:
            raise SettingsUnusable(message(N_("it is not valid YAML"))) from None
        line = str(error.problem_mark.line + 1)
        raise SettingsUnusable(message(N_("line {line} is not valid YAML"), line=line)) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise SettingsUnusable(message(N_("it is not valid YAML"))) from None


def config_texts(config: Path) -> Iterator[str]:
    """Every plain value in an `mkdocs.yml`; none where it cannot be read."""
    try:
        waiting = [_composed(config)]
    except SettingsUnusable:
        return
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            yield str(node.value)
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            waiting += [value for _, value in node.value]


def _scalar_at(node: yaml.Node | None, path: tuple[str, ...]) -> str | None:
    """The text at `path` of a composed file; a list counts as the mappings it holds."""
    if not path:
        if not isinstance(node, yaml.ScalarNode) or not node.tag.startswith("tag:yaml.org"):
            raise SettingsUnusable(message(N_("docs_dir and schemes must be plain paths")))
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        found = (_scalar_at(item, path) for item in node.value if isinstance(item, yaml.MappingNode))
        return next((text for text in found if text is not None), None)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == path[0]:
                return _scalar_at(value, path[1:])
    return None

"""What `mkdocs.yml` says that no page may show: secrets in addresses, taken out and told, never printed themselves."""

from collections.abc import Iterator, MutableMapping, MutableSequence
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from mkdocs.config.defaults import MkDocsConfig

from scorepress.core.addresses import masked, without_secrets
from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.messages import N_
from scorepress.core.spans import Source, Span

Key = tuple[str | int, ...]
"""The way to a value: names of mappings, numbers of lists."""
LEFT_ALONE = frozenset({"config_file_path", "docs_dir", "site_dir", "hooks", "watch", "plugins", "theme"})
"""Folders, and what is looked through in its own way."""
HOSTS = {"github.com": "GitHub", "bitbucket.org": "Bitbucket", "gitlab.com": "GitLab"}


class SecretInAddress(Rule):
    """An address of the settings holds a secret."""

    code = "SR709"
    severity = Severity.WARNING
    message = N_("the address of {key} holds a password or a token; pages show it without")
    cure = N_("delete it here and make it invalid at its host: whoever reads this file has it")
    why = N_("Addresses of the settings stand on every page. A token in one lets every reader act in your name.")
    bad = "repo_url: https://user:TOKEN@git.example.org/kaohe"
    good = "repo_url: https://git.example.org/kaohe"


class PageLeftOut(Rule):
    """MkDocs or another plugin does not build a page of the project."""

    code = "SR710"
    severity = Severity.NOTE
    message = N_("{path} is no page of the site, as {reason}; nothing links to it, and its report is in no list")
    cure = N_("delete the pattern that it matches, if it is to be published")
    why = N_("A report that is missing in a list should be missing on purpose.")
    bad = "exclude_docs: |\n  units/jia/2025.md"
    good = "exclude_docs: |\n  drafts/"


class SettingsFile:
    """The file of the settings, known by the places of its keys only: what it says may be secret."""

    def __init__(self, path: Path | None) -> None:
        self.name = path.name if path else "mkdocs.yml"
        self._places = dict(_places(path))

    def span(self, key: Key, shown: str = "") -> Span:
        """The place of a key, with `shown` for its line; the beginning of the file where the key is not in it."""
        line, column = self._places.get(key, (1, 1))
        name = str(key[-1]) if key and not isinstance(key[-1], int) else "-"
        text = f"{' ' * (column - 1)}{name}: {shown}" if key in self._places else ""
        source = Source(self.name, "\n" * (line - 1) + text)
        return Span(source, line, column, line, column + max(len(name), 1))

    def ending(self, *names: str) -> Key:
        """The first key that ends with `names`, whatever numbers and names stand before."""
        ends = (key for key in self._places if tuple(part for part in key if isinstance(part, str))[-len(names) :] == names)
        return next(ends, names)


def _places(path: Path | None) -> Iterator[tuple[Key, tuple[int, int]]]:
    if path is None:
        return
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return
    yield from _below(node, ())


def _below(node: yaml.Node | None, key: Key) -> Iterator[tuple[Key, tuple[int, int]]]:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            inner = (*key, str(name.value))
            yield inner, (name.start_mark.line + 1, name.start_mark.column + 1)
            yield from _below(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            inner = (*key, number)
            yield inner, (value.start_mark.line + 1, value.start_mark.column + 1)
            yield from _below(value, inner)


def without_secrets_in(config: MkDocsConfig, own: MutableMapping[str, object]) -> Iterator[Finding]:
    """Take the secrets out of all addresses of `config` and of our `own` options, and say of each where it stood."""
    file = SettingsFile(Path(config.config_file_path) if config.config_file_path else None)
    settings = {name: value for name, value in config.items() if name not in LEFT_ALONE}
    for key, text in [*_cleaned(settings, ()), *_cleaned(config.theme, ("theme",))]:
        yield _finding(file, key, text)
    for key, text in [*_cleaned(own, ())]:
        yield _finding(file, file.ending("scorepress", *map(str, key)), text)
    config.update({name: value for name, value in settings.items() if value is not config[name]})
    if config.repo_name and "@" in config.repo_name:  # MkDocs makes it of the address
        host = urlsplit(config.repo_url or "").hostname or ""
        config.repo_name = HOSTS.get(host, host.partition(".")[0].title())


def _finding(file: SettingsFile, key: Key, text: str) -> Finding:
    shown = ".".join(str(part) for part in key)
    return SecretInAddress.at(file.span(key, masked(text).replace("\n", " ")), key=shown)


def _cleaned(holder: object, key: Key) -> Iterator[tuple[Key, str]]:
    """Take the secrets out of every text below `holder`; the way to each that had one, and the text as it was."""
    items: list[tuple[str | int, object]] = []
    if isinstance(holder, MutableMapping):
        items = list(holder.items())
    elif isinstance(holder, MutableSequence):
        items = list(enumerate(holder))
    for name, value in items:
        if isinstance(value, str):
            clean = without_secrets(value)
            if clean != value:
                holder[name] = clean  # type: ignore[index]
                yield (*key, name), value
        else:
            yield from _cleaned(value, (*key, name))

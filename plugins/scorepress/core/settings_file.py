"""The file of a project's settings by the places of its keys, and what may not stand in it."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from scorepress.core.addresses import masked, without_secrets
from scorepress.core.files import read_bytes
from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.messages import N_
from scorepress.core.spans import Source, Span

Key = tuple[str | int, ...]
"""The way to a value: names of mappings, numbers of lists."""
Place = tuple[int, int]
"""Line and column."""
OWN = "scorepress"
"""The plugin whose options are drawn; other plugins may need what theirs hold."""


class SecretInAddress(Rule):
    """An address of the settings holds a secret."""

    code = "SR709"
    severity = Severity.WARNING
    message = N_("the address of {key} holds a password or a token; pages show it without")
    cure = N_("delete it here and make it invalid at its host: whoever reads this file has it")
    why = N_("Addresses of the settings stand on every page. A token in one lets every reader act in your name.")
    bad = "repo_url: https://user:TOKEN@git.example.org/kaohe"
    good = "repo_url: https://git.example.org/kaohe"


class SettingsFile:
    """The file of the settings, known by the places of its keys only: what it says may be secret."""

    def __init__(self, path: Path | None) -> None:
        self.name = path.name if path else "mkdocs.yml"
        self._places = {key: place for key, place, _ in _entries(path)}

    def span(self, key: Key, shown: str = "") -> Span:
        """The place of a key, with `shown` for its line; the beginning of the file where the key is not in it."""
        line, column = self._places.get(key, (1, 1))
        name = str(key[-1]) if key and not isinstance(key[-1], int) else "-"
        text = f"{' ' * (column - 1)}{name}: {shown}" if key in self._places else ""
        source = Source(self.name, "\n" * (line - 1) + text)
        return Span(source, line, column, line, column + max(len(name), 1))

    def ending(self, *names: str) -> Key:
        """The first key that ends with `names`, whatever numbers and names stand before."""
        ends = (
            key for key in self._places if tuple(part for part in key if isinstance(part, str))[-len(names) :] == names
        )
        return next(ends, names)


def _entries(path: Path | None) -> Iterator[tuple[Key, Place, str]]:
    """Every key with its place and its text; nothing where the file cannot be read, which others report."""
    if path is None:
        return
    try:
        node = yaml.compose(read_bytes(path).decode(), Loader=yaml.SafeLoader)
        entries = list(_below(node, ()))
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return
    yield from entries


def _below(node: yaml.Node | None, key: Key) -> Iterator[tuple[Key, Place, str]]:
    items: list[tuple[str | int, yaml.Node, yaml.Node]] = []
    if isinstance(node, yaml.MappingNode):
        items = [(str(name.value), name, value) for name, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        items = [(number, value, value) for number, value in enumerate(node.value)]
    for part, at, value in items:
        text = str(value.value) if isinstance(value, yaml.ScalarNode) else ""
        yield (*key, part), (at.start_mark.line + 1, at.start_mark.column + 1), text
        yield from _below(value, (*key, part))


def secret_findings(path: Path) -> Iterator[Finding]:
    """One for each address in the settings at `path` that holds a secret."""
    file = SettingsFile(path)
    for key, _, text in _entries(path):
        foreign = key[0] == "plugins" and OWN not in key
        if not foreign and without_secrets(text) != text:
            yield secret_finding(file, key, text)


def secret_finding(file: SettingsFile, key: Key, text: str) -> Finding:
    """The finding about the secret in `text`, which stands under `key`; it shows neither more than what is public."""
    shown = ".".join(str(part) for part in key)
    return SecretInAddress.at(file.span(key, masked(text).replace("\n", " ")), key=shown)

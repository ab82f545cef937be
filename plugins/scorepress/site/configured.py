"""What `mkdocs.yml` says that no page may show: secrets in addresses, taken out and told, never printed themselves."""

from collections.abc import Iterator, MutableMapping, MutableSequence
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig

from scorepress.core.addresses import without_secrets
from scorepress.core.findings import Finding
from scorepress.core.settings_file import OWN, Key, SettingsFile, secret_finding

LEFT_ALONE = frozenset({"config_file_path", "docs_dir", "site_dir", "hooks", "watch", "plugins", "theme"})
"""Folders, and what is looked through in its own way."""
HOSTS = {"github.com": "GitHub", "bitbucket.org": "Bitbucket", "gitlab.com": "GitLab"}


def without_secrets_in(config: MkDocsConfig, own: MutableMapping[str, object]) -> Iterator[Finding]:
    """Take the secrets out of all addresses of `config` and of our `own` options, and say of each where it stood."""
    file = SettingsFile(Path(config.config_file_path) if config.config_file_path else None)
    settings = {name: value for name, value in config.items() if name not in LEFT_ALONE}
    for key, text in [*_cleaned(settings, ()), *_cleaned(config.theme, ("theme",))]:
        yield secret_finding(file, key, text)
    for key, text in [*_cleaned(own, ())]:
        yield secret_finding(file, file.ending(OWN, *map(str, key)), text)
    config.update({name: value for name, value in settings.items() if value is not config[name]})
    if config.repo_name and "@" in config.repo_name:  # MkDocs makes it of the address
        host = urlsplit(config.repo_url or "").hostname or ""
        config.repo_name = HOSTS.get(host, host.partition(".")[0].title())


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

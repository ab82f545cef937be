"""What a site says of itself: its name, its address, and under which terms its data may be used."""

import json
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

DATA = "data"
"""The folder of the built site that holds the published data."""


@dataclass(frozen=True)
class Publication:
    """A site as a publisher of data. What is empty is not known and is not stated."""

    name: str
    """The name of the site."""
    language: str
    """Its language, `zh` or `en`."""
    address: str = ""
    """Where it is published, with `/` at the end."""
    description: str = ""
    """What the site is, in a sentence."""
    publisher: str = ""
    """The office that is answerable for it."""
    licence: str = ""
    """The name of the licence of the data, such as `CC-BY-4.0`."""
    licence_url: str = ""
    code: str = ""
    """网站标识码, the number that the site is registered under."""
    column: str = ""
    """栏目, the column of the site that reports stand in; a word for them by default."""
    source_url: str = ""
    """The address of a source file in the repository, with `{commit}` and `{path}` in it."""
    commit_url: str = ""
    """The address of a commit, with `{commit}` in it."""

    def source(self, path: str, commit: str) -> str:
        """The address of a file as it was in a commit; empty where that is not known."""
        return self.source_url.replace("{commit}", commit).replace("{path}", quote(path))

    def commit(self, commit: str) -> str:
        """The address of a commit; empty where that is not known."""
        return self.commit_url.replace("{commit}", commit)

    def url(self, path: str, base: str = "") -> str:
        """The address of a file of the site; without an address of the site the path from `base`, quoted."""
        return urljoin(self.address, quote(path)) if self.address else base + quote(path)

    def page(self, url: str) -> str:
        """The address of the page at `url`, the way from the root of the site, which is quoted already."""
        return urljoin(self.address, url)


def addresses(repository: str) -> tuple[str, str]:
    """The patterns of source files and of commits at the usual hosts of repositories; empty where it is another."""
    repository = repository.rstrip("/").removesuffix(".git")
    host = urlsplit(repository).hostname or ""
    if host in {"github.com", "gitee.com"}:
        return f"{repository}/blob/{{commit}}/{{path}}", f"{repository}/commit/{{commit}}"
    if host.partition(".")[0] == "gitlab":
        return f"{repository}/-/blob/{{commit}}/{{path}}", f"{repository}/-/commit/{{commit}}"
    return "", ""


def data_block(made: object) -> str:
    """JSON for a `<script>` element of a type that no browser runs: nothing in it can end the element."""
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")

"""What a site says of itself: its name, its address, and under which terms its data may be used."""

import json
from dataclasses import dataclass
from urllib.parse import quote, urljoin

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
    publisher: str = ""
    """The office that is answerable for it."""
    licence: str = ""
    """The name of the licence of the data, such as `CC-BY-4.0`."""
    licence_url: str = ""

    def url(self, path: str, base: str = "") -> str:
        """The address of a file of the site; without an address of the site the path from `base`, quoted."""
        return urljoin(self.address, quote(path)) if self.address else base + quote(path)


def data_block(made: object) -> str:
    """JSON for a `<script>` element of a type that no browser runs: nothing in it can end the element."""
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")

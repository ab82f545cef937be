"""The plugin's options in `mkdocs.yml`."""

from mkdocs.config import base
from mkdocs.config import config_options as options


class ScorepressConfig(base.Config):
    """`plugins: - scorepress: {schemes: schemes, search: true, publish_data: true}`."""

    schemes = options.Type(str, default="schemes")
    """The folder of the schemes, from the folder of `mkdocs.yml`."""
    search = options.Type(bool, default=True)
    """Whether a build ends with a search index."""
    publish_data = options.Type(bool, default=True)
    """Whether a build ends with the published data, in the folder `data`."""
    publisher = options.Type(str, default="")
    """The office that is answerable for the site."""
    licence = options.Type(str, default="")
    """The licence of the data, such as `CC-BY-4.0`; none is stated by default."""
    licence_url = options.Type(str, default="")
    """Where the text of the licence is."""

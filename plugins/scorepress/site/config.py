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
    site_code = options.Type(str, default="")
    """网站标识码, for the meta tag `SiteIDCode`."""
    column = options.Type(str, default="")
    """The column that reports stand in, for the meta tag `ColumnName`."""
    history = options.Type(bool, default=True)
    """Whether pages show what git knows of a report's publication and corrections."""
    source_url = options.Type(str, default="")
    """Where a source file is to be seen, with `{commit}` and `{path}`; known by itself for the usual hosts."""
    commit_url = options.Type(str, default="")
    """Where a commit is to be seen, with `{commit}`; likewise."""
    publish_sources = options.Type(bool, default=False)
    """Whether the data has the source file of each published report, comments included."""
    policy = options.Type(bool, default=True)
    """Whether pages carry the policy that keeps foreign scripts out; a site with such scripts needs one of its own."""

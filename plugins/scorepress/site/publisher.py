"""The new site of one build of MkDocs: begun beside the old one, exchanged last, dropped where the build fails."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from scorepress.core.messages import Translate
from scorepress.publishing.faults import NotPublished, refused
from scorepress.publishing.staging import Staging
from scorepress.site.driven import driver
from scorepress.site.outcome import outcome
from scorepress.site.site import Site

log = get_plugin_logger("scorepress")


class Publisher:
    """Has MkDocs write into a folder beside the site; `scorepress build`, if it drives us, exchanges in our place."""

    def __init__(self, translate: Translate) -> None:
        self._translate = translate
        self._staging: Staging | None = None

    def begin(self, config: MkDocsConfig, apart: Iterable[Path], language: str, *, dirty: bool) -> None:
        """From now on `site_dir` is the folder beside the site; raises `PluginError` where no site can be put."""
        try:
            staging = Staging(Path(config.site_dir), apart, dirty=dirty)
        except NotPublished as reason:
            raise PluginError(reason.text(self._translate)) from reason
        self._staging = staging
        config.site_dir = str(staging.folder)
        hands = driver()
        if hands is not None:
            hands.staging, hands.language = staging, language

    def finish(self, config: MkDocsConfig, site: Site, expected: Sequence[str]) -> None:
        """Put the new site in the place of the old one, and `site_dir` back; or leave that to who drives us."""
        staging, hands = self._staging, driver()
        if staging is None:
            return
        result = outcome(site, staging.place)
        if hands is not None:
            hands.outcome, hands.expected, hands.finished = result, list(expected), True
            return
        for line in result.gone:
            log.warning(line.text(self._translate))
        try:
            staging.publish(expected)
        except NotPublished as reason:
            raise PluginError(reason.text(self._translate)) from reason
        config.site_dir = str(staging.asked)

    def fail(self, error: Exception) -> None:
        """The old site stays. Raises `PluginError` that says why, where the system refused to write the new one."""
        staging = self._staging
        self.drop()
        if staging is not None and isinstance(error, OSError) and staging.is_to_blame(error):
            raise PluginError(refused(error, staging.asked).text(self._translate)) from error

    def drop(self) -> None:
        """End a build whose site is not to be published."""
        if self._staging is not None:
            self._staging.drop()
            self._staging = None

"""The MkDocs plugin: it calls the project once a build, and gives MkDocs pages to render."""

import html
import os
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils.templates import TemplateContext

from scorepress.assessment import Assessed
from scorepress.core.findings import Severity
from scorepress.core.layout import Settings
from scorepress.core.memory import Memory
from scorepress.core.messages import N_
from scorepress.exports.feed import FEED, feed
from scorepress.exports.folder import SITE, data_files, site_document, write_data
from scorepress.exports.publication import DATA, Publication, addresses
from scorepress.history.facts import History, Known
from scorepress.history.git import Why
from scorepress.history.trails import history
from scorepress.project import Project, assess
from scorepress.site.config import ScorepressConfig
from scorepress.site.forms import missing_templates
from scorepress.site.moved import write_moved
from scorepress.site.opendata import Offer
from scorepress.site.pagefind import SearchIndexError
from scorepress.site.pages import Pages
from scorepress.site.pictures import with_sizes
from scorepress.site.proof import Question, unfound
from scorepress.site.render import TEMPLATES, Renderer
from scorepress.site.report_page import anchors, sections
from scorepress.site.search import FOLDER, build_index
from scorepress.site.site import Site

log = get_plugin_logger("scorepress")
NOT_LISTED = (DATA, f"{DATA}.new", FOLDER, "sitemap.xml", "sitemap.xml.gz")
"""What the data does not list of the site: itself, and what may differ although the content is the same."""
SAID = 20
"""So many reports that are not found are named; the cause is usually one."""


class ScorepressPlugin(BasePlugin[ScorepressConfig]):
    """Reads, scores and checks the reports before MkDocs sees them, and publishes what is sound."""

    def __init__(self) -> None:
        self.preview = False
        self.hasty = False
        """Whether a preview draws again only what was changed: `--dirty`."""
        self.drawn = False
        """Whether this preview was built before."""
        self.memory = Memory()
        """What a preview has assessed. MkDocs keeps a plugin that knows `on_startup` from one build to the next."""
        self.pages: Pages | None = None
        self.history = History()
        """What git said the last time."""
        self.indexed: dict[str, str] = {}
        """The built pages that the search finds, by their source paths."""
        self.pictures: dict[str, Path] = {}
        """The files that a page can show, by their addresses."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this is a preview, in which drafts are shown, and what of it is to be drawn."""
        self.preview = command == "serve"
        self.hasty = self.preview and dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the package's templates and assets, behind the site's own."""
        dirs = config.theme.dirs
        custom = [Path(folder) for folder in dirs[:1]] if config.theme.custom_dir else []
        dirs.insert(len(custom), str(TEMPLATES))
        config.extra_css.insert(0, "assets/scorepress/scorepress.css")
        self.renderer = Renderer(_language(config), custom)
        if config.theme.name == "material" and config.theme.get("font") is not False:
            log.warning("theme.font is not false: every page would call a foreign font host")
        toc = config.mdx_configs.setdefault("toc", {})
        toc.setdefault("slugify", _slug)
        return config

    @event_priority(50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read everything, leave out what must not be published, add the pages that are made from records."""
        root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        settings = Settings(root, Path(config.docs_dir), root / self.config.schemes)
        project = assess(settings, memory=self.memory)
        self._log(project)
        _refuse_rivals(files, data=self.config.publish_data)
        offer = self._offer(config, settings)
        self.pages = Pages(Site(project, self.renderer, preview=self.preview, today=_today(), offer=offer))
        for name in missing_templates(self.pages.site.schemes.values(), self.renderer):
            raise PluginError(f"scorepress: a scheme's form asks for {name}, which is no template of this site")
        for path in [*self.pages.withheld(file.src_uri for file in files)]:
            left_out = files.get_file_from_path(path)
            if left_out is not None:
                files.remove(left_out)
        for path in self.pages.generated():
            if files.get_file_from_path(path) is None:
                files.append(File.generated(config, path, content="\n"))
        for file in files.documentation_pages():
            if self.pages.off_nav(file.src_uri):
                file.inclusion = InclusionLevel.NOT_IN_NAV
        self.indexed = {file.src_uri: file.dest_uri for file in files if self.pages.searchable(file.src_uri)}
        self.pages.site.urls = {file.src_uri: file.url for file in files}
        media = [(file.url, file.abs_src_path) for file in files.media_files()]
        self.pictures = {unquote(url): Path(source) for url, source in media if source}
        return files

    def _offer(self, config: MkDocsConfig, settings: Settings) -> Offer:
        """What is published beside the pages."""
        own = self.config
        found = self._history(settings) if own.history else None
        return Offer(self._publication(config), own.publish_data, own.publish_sources, found)

    def _publication(self, config: MkDocsConfig) -> Publication:
        """What the site says of itself, from `mkdocs.yml`."""
        own = self.config
        if not config.site_url:
            log.info("site_url is not set: addresses in data and feed are relative, and pages state no permanent one")
        source, commit = addresses(config.repo_url or "")
        return Publication(
            name=config.site_name,
            language="zh" if _language(config).lower().startswith("zh") else "en",
            address=f"{config.site_url.rstrip('/')}/" if config.site_url else "",
            description=config.site_description or "",
            publisher=own.publisher,
            licence=own.licence,
            licence_url=own.licence_url,
            code=own.site_code,
            column=own.column,
            source_url=own.source_url or source,
            commit_url=own.commit_url or commit,
        )

    def _history(self, settings: Settings) -> History:
        """What git knows; the log says where it knows nothing or not all."""
        found = self.history = history(settings.root, settings.shown(settings.content), self.history)
        if found.known is Known.NOTHING:
            said = found.unknown
            tell = log.warning if said.why in {Why.OWNER, Why.FAILED} else log.info
            tell("no history of reports (%s): %s", said.why.value, said.words)
        elif found.known is Known.SHALLOW:
            log.info("the history of reports is cut off, as this clone is shallow; fetch all: git fetch --unshallow")
        return found

    def _log(self, project: Project) -> None:
        translate = self.renderer.translate
        for finding in project.findings:
            text = finding.text(translate)
            if finding.severity is Severity.NOTE:
                log.info(text)
            else:
                log.warning(text)
        for assessed in project.reports:
            if not self.preview and _held_back(assessed):
                log.warning("%s: %s", assessed.file.page.source.path, translate("not published because of its errors"))

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Words for the templates that extend Material's."""
        translate = self.renderer.translate
        env.globals["translate"] = translate
        env.globals["sp_search"] = translate("Search")
        env.globals["sp_words"] = {
            "marked": translate(N_("“[TERM]” is marked: [AT] of [COUNT]")),
            "next": translate(N_("Next")),
            "unmark": translate(N_("Take the marks away")),
        }
        return env

    @event_priority(50)
    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """The body without its front matter, so that MkDocs never reads that with its own YAML reader."""
        return self._pages.source(page.file.src_uri)

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The title, and the prose with its numbers filled in."""
        path = page.file.src_uri
        title = self._pages.title(path)
        if title is not None:
            page.meta.setdefault("title", html.escape(title))  # Material's templates put it into the page as it is
        hidden = self._pages.hidden(path)
        if hidden:
            page.meta.setdefault("hide", hidden)
        prose = self._pages.prose(path)
        return markdown if prose is None else prose

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The whole page round its prose."""
        if page.present_anchor_ids is not None:
            page.present_anchor_ids.update(anchors(self._pages.site, page.file.src_uri))
        for anchor, title in sections(self._pages.site, page.file.src_uri).items():
            page.toc.items.append(AnchorLink(title, anchor, 2))
        changed = self._pages.site.open.changed_on(page.file.src_uri)
        if changed is not None:
            page.update_date = changed  # for the sitemap, which would have the day of the build
        html = with_sizes(html, unquote(page.url), self.pictures)
        made = self._pages.content(page.file.src_uri, page.url, html)
        if made is not None and not page.toc.items:
            page.toc.items.append(
                AnchorLink(str(page.title), "title", 1)
            )  # Material's link past the header leads there
        return html if made is None else str(made)

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """What the head of the page says: meta tags, the feed, and the data behind it for search engines."""
        context["sp_head"] = self._pages.site.open.head(page.file.src_uri, page.url)  # type: ignore[typeddict-unknown-key]
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """What comes of the finished pages: former addresses, the search index with its proof, the feed, the data."""
        if self.hasty and self.drawn:
            log.info("search, data and feed of this preview are those of its start; without --dirty they are made anew")
            return
        self.drawn = True
        write_moved(self._pages.site, config)
        if self.config.search:
            self._index(Path(config.site_dir))
        given = self._pages.site.open
        entries = given.entries(self._pages.site.urls)
        if entries:
            made = feed(entries, given.offer.publication, self.renderer.translate)
            Path(config.site_dir, FEED).write_bytes(made)
        if self.config.publish_data:
            project = self._pages.site.project
            listed = ("site", SITE, site_document(Path(config.site_dir), NOT_LISTED))
            more = chain(given.files(), [listed])
            pages = self._pages.site.data_pages
            write_data(
                Path(config.site_dir, DATA), data_files(project.reports, project.schemes, project.units, more, pages)
            )

    def _index(self, site: Path) -> None:
        try:
            log.debug(build_index(site, self.indexed.values()))
            lost = list(unfound(site, site / FOLDER, self._questions()))
        except SearchIndexError as error:
            raise PluginError(f"scorepress: the search index could not be made: {error}") from error
        if lost:
            reasons = [f"{each.page}: {each.reason.text(self.renderer.translate)}" for each in lost]
            head = self.renderer.translate(N_("The search would not find what is published:"))
            raise PluginError("\n  ".join([f"scorepress: {head}", *reasons[:SAID]]))

    def _questions(self) -> list[Question]:
        """What the search index is asked for: every report that has a page and holds."""
        return [
            Question(self.indexed[path], each.report.title, each.body, self._pages.site.facets[path])
            for path, each in self._pages.site.holding.items()
            if each.report
        ]

    @property
    def _pages(self) -> Pages:
        if self.pages is None:
            raise PluginError("scorepress: no files were read before the first page")
        return self.pages


def _refuse_rivals(files: Files, *, data: bool) -> None:
    """The folder of the data is written as a whole: nothing of the site's own may lie in it. The feed is one file."""
    if any(file.dest_uri == FEED for file in files):
        raise PluginError(f"scorepress: {FEED} is the name of the feed of reports; rename the site's own file")
    if not data:
        return
    rival = next((file.src_uri for file in files if file.dest_uri.startswith(f"{DATA}/")), None)
    if rival is not None:
        raise PluginError(
            f"scorepress: {rival} would lie in {DATA}/, the folder of the published data; "
            "move it, or switch the data off with the plugin's option publish_data: false"
        )


def _today() -> str:
    """The day of the build in UTC; SOURCE_DATE_EPOCH sets it where a build must be repeated exactly."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch and epoch.isdigit() else datetime.now(UTC)
    return now.date().isoformat()


def _held_back(assessed: Assessed) -> bool:
    return not assessed.file.draft and not (assessed.publishable or assessed.withdrawn)


def _language(config: MkDocsConfig) -> str:
    return str(config.theme.get("language") or config.theme.locale or "en")


def _slug(text: str, separator: str) -> str:
    """An anchor that keeps Chinese characters; Markdown's own would leave `_1`, `_2`."""
    kept = "".join(char if char.isalnum() or char in "-_" else separator for char in text.strip().lower())
    return separator.join(part for part in kept.split(separator) if part)

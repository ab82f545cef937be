"""The MkDocs plugin: it calls the project once a build, and gives MkDocs pages to render."""

import html
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils.templates import TemplateContext

from scorepress.core.boundary import Entry, boundary_finding
from scorepress.core.causes import folded
from scorepress.core.findings import Finding, Severity
from scorepress.core.isolation import isolated
from scorepress.core.layout import Settings
from scorepress.core.memory import Memory
from scorepress.core.messages import LANGUAGE_VARIABLE, N_, message, translator
from scorepress.core.settings_file import SecretInAddress
from scorepress.exports.feed import FEED, feed
from scorepress.exports.folder import SITE, data_files, site_document, write_data
from scorepress.exports.publication import DATA, Publication, addresses
from scorepress.history.facts import History, Known
from scorepress.history.git import Why
from scorepress.history.trails import history
from scorepress.privacy import PersonalNumber, masked
from scorepress.project import Project, assess, personal_settings
from scorepress.publishing.headers import meta_of
from scorepress.site.config import ScorepressConfig
from scorepress.site.configured import without_secrets_in
from scorepress.site.driven import driver
from scorepress.site.forms import missing_templates
from scorepress.site.guard import guard, patient
from scorepress.site.leftout import add_generated, is_built, left_out, without
from scorepress.site.leftout import findings as left_out_findings
from scorepress.site.masking import mask_logs, personal_in
from scorepress.site.menu import HOME_NAME, SOMETIMES, default_nav, drop_dead_ends, without_absent
from scorepress.site.moved import write_moved
from scorepress.site.opendata import HOME, Offer
from scorepress.site.outcome import Outcome, held_back
from scorepress.site.pagefind import SearchIndexError
from scorepress.site.pages import SEARCH, Pages
from scorepress.site.pictures import with_sizes
from scorepress.site.proof import Question, unfound
from scorepress.site.prose import contents, dead_links
from scorepress.site.publisher import Publisher
from scorepress.site.render import TEMPLATES, Renderer
from scorepress.site.report_page import anchors, sections
from scorepress.site.search import FOLDER, build_index
from scorepress.site.shown import first_missing
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
        self.articles: dict[str, str] = {}
        """What was drawn of reports and units whose pages are not yet written, by their source paths."""
        self.personal: tuple[PersonalNumber, ...] = ()
        """What the pages of a preview must mask."""
        self.titles: dict[str, str] = {}
        """The titles of pages that a hasty preview has drawn, by their source paths."""
        self.pictures: dict[str, Path] = {}
        """The files that a page can show, by their addresses."""
        self.dirty = False
        self.publisher: Publisher | None = None
        """The new site beside the old one; none in a preview."""
        self.expected: list[str] = []
        """The files that the new site must have."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this is a preview, in which drafts are shown, and what of it is to be drawn."""
        self.preview = command == "serve"
        self.dirty = dirty
        self.hasty = self.preview and dirty
        hands = driver()
        if hands is not None:
            hands.begun = True

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Take secrets out of addresses, begin the new site, add the package's templates and assets."""
        dirs = config.theme.dirs
        custom = [Path(folder) for folder in dirs[:1]] if config.theme.custom_dir else []
        dirs.insert(len(custom), str(TEMPLATES))
        config.extra_css.insert(0, "assets/scorepress/scorepress.css")
        self.renderer = Renderer(_language(config), custom)
        self.translate = translator(os.environ.get(LANGUAGE_VARIABLE) or _language(config))
        for finding in without_secrets_in(config, self.config):
            log.warning(finding.text(self.translate))
        if config.theme.name == "material" and config.theme.get("font") is not False:
            self._say(log.warning, N_("theme.font is not false: every page would call a foreign font host"))
        toc = config.mdx_configs.setdefault("toc", {})
        toc.setdefault("slugify", _slug)
        if not (self.preview or _is_passing(config.site_dir)):
            root = _root(config)
            apart = (root, Path(config.docs_dir), root / self.config.schemes)
            if self.publisher is not None:
                self.publisher.drop()
            self.publisher = Publisher(self.translate)
            self.publisher.begin(config, apart, _language(config), dirty=self.dirty)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Stop where nothing can be left out: where MkDocs itself follows a link, and what stands on every page."""
        mask_logs()
        settings = self._settings(config)
        findings = [
            *(
                boundary_finding(entry, settings.shown(entry.path))
                for entry in settings.foreign()
                if _followed(entry, settings)
            ),
            *personal_settings(settings),
        ]
        if findings:
            words = [finding.text(self.translate) for finding in findings]
            if (hands := driver()) is not None:
                hands.outcome = Outcome(breach=True)
            raise PluginError("\n".join([self.translate(N_("nothing was built:")), *words]))

    def _settings(self, config: MkDocsConfig) -> Settings:
        """Where this project keeps its things."""
        root, file = _root(config), config.config_file_path
        return Settings(
            root,
            Path(config.docs_dir),
            root / self.config.schemes,
            config=Path(file) if file else None,
            theme=Path(config.theme.custom_dir) if config.theme.custom_dir else None,
        )

    def _say(self, write: Callable[[str], None], template: str, /, **args: object) -> None:
        """A line of the log, in the language of the site or the one that was asked for."""
        write(message(template, **args).text(self.translate))

    @event_priority(50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read everything, leave out what must not be published, add the pages that are made from records."""
        project = assess(self._settings(config), memory=self.memory, today=_today())
        self._log(project)
        self._refuse_rivals(files)
        self.offer = self._offer(config, project.settings)
        self.personal = personal_in(project) if self.preview else ()
        self._make_pages(project)
        for name in missing_templates(self._pages.site.schemes.values(), self.renderer):
            words = N_("a scheme's form asks for {name}, which is no template of this site")
            raise PluginError(message(words, name=name).text(self.translate))
        for path in dict.fromkeys(self._pages.withheld(file.src_uri for file in files)):
            withheld = files.get_file_from_path(path)
            if withheld is not None:
                files.remove(withheld)
        self._generate(files, project, config)
        self._leave_out(files, config)
        for file in files.documentation_pages():
            if self._pages.off_nav(file.src_uri):
                file.inclusion = InclusionLevel.NOT_IN_NAV
        self._complete_nav(files, config)
        return files

    def _generate(self, files: Files, project: Project, config: MkDocsConfig) -> None:
        """Add the pages that have no file of their own; a home page under another name stays what it is."""
        for path, rival in add_generated(files, self._pages, config).items():
            if path != HOME:
                words = N_("{rival} stands where {path} belongs; rename it to {path}")
                raise PluginError(message(words, rival=rival, path=path).text(self.translate))
            self._make_pages(project, frozenset({HOME}))

    def _complete_nav(self, files: Files, config: MkDocsConfig) -> None:
        """A menu where `mkdocs.yml` has none; without entries for lists that this site has nothing for yet."""
        if config.nav is None:
            config.nav = default_nav(files, self._pages.title, self.renderer.translate(HOME_NAME))
        else:
            absent = {path for path in SOMETIMES if files.get_file_from_path(path) is None}
            config.nav = without_absent(config.nav, absent)

    def _make_pages(self, project: Project, dropped: frozenset[str] = frozenset()) -> None:
        today = _today()
        site = Site(project, self.renderer, preview=self.preview, today=today, offer=self.offer, dropped=dropped)
        self.pages = Pages(site)

    def _leave_out(self, files: Files, config: MkDocsConfig) -> None:
        """Make the pages anew without those that MkDocs does not build, until none of them leads to one."""
        while lost := left_out(files, self._pages):
            for finding in left_out_findings(files, lost, config):
                log.info(finding.text(self.translate))
            site, made = self._pages.site, {*self._pages.generated()}
            kept = without(site.project, site.project.settings.content, lost)
            self._make_pages(kept, site.dropped | lost)
            for path in made - {*self._pages.generated()}:
                orphan = files.get_file_from_path(path)
                if orphan is not None and orphan.generated_by:
                    files.remove(orphan)

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """The addresses, now that every plugin had its say in which pages there are."""
        self._leave_out(files, config)
        built = [file for file in files if is_built(file, preview=self.preview)]
        self.indexed = {file.src_uri: file.dest_uri for file in built if self._pages.searchable(file.src_uri)}
        ours = {*self._pages.expected()}
        self.expected = [file.dest_uri for file in built if file.src_uri in ours]
        self._pages.site.urls = {file.src_uri: file.url for file in built}
        for finding in dead_links(self._pages.site):
            log.warning(finding.text(self.translate))
        media = [(file.url, file.abs_src_path) for file in built if file.is_media_file()]
        self.pictures = {unquote(url): Path(source) for url, source in media if source}
        self._name_entries(nav)
        return nav

    def _name_entries(self, nav: Navigation) -> None:
        """No entry of the menu leads nowhere, and none is without its title."""
        drop_dead_ends(nav)
        for page in nav.pages:
            known = self.titles.get(page.file.src_uri)
            if page.title is None and known is not None and self.hasty and not page.file.is_modified():
                page.title = known  # MkDocs will not read the page again, and know no title
            elif page.title is None and page.is_homepage and page.file.generated_by:
                page.title = self.renderer.translate(HOME_NAME)

    def _offer(self, config: MkDocsConfig, settings: Settings) -> Offer:
        """What is published beside the pages."""
        own = self.config
        found = self._history(settings) if own.history else None
        return Offer(self._publication(config), own.publish_data, own.publish_sources, found)

    def _publication(self, config: MkDocsConfig) -> Publication:
        """What the site says of itself, from `mkdocs.yml`."""
        own = self.config
        if not config.site_url:
            words = N_("site_url is not set: addresses in data and feed are relative, and pages state no permanent one")
            self._say(log.info, words)
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
            unknown = found.unknown
            tell = log.warning if unknown.why in {Why.OWNER, Why.FAILED} else log.info
            self._say(tell, N_("no history of reports ({why}): {words}"), why=unknown.why.value, words=unknown.words)
        elif found.known is Known.SHALLOW:
            words = N_("the history of reports is cut off, as this clone is shallow; fetch all: git fetch --unshallow")
            self._say(log.info, words)
        return found

    def _log(self, project: Project) -> None:
        for cause in folded(
            finding for finding in project.findings if finding.rule is not SecretInAddress
        ):  # said before
            text = cause.text(self.translate)
            if cause.finding.severity is Severity.NOTE:
                log.info(text)
            else:
                log.warning(text)
        for assessed in project.reports:
            if not self.preview and held_back(assessed):
                path, words = assessed.file.page.source.shown_path, N_("{path}: not published because of its errors")
                self._say(log.warning, words, path=path)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Words for the templates that extend Material's."""
        translate = self.renderer.translate
        env.globals["translate"] = translate
        env.globals["sp_meta"] = self._meta("/404.html")
        env.globals["sp_search_address"] = self._pages.site.urls.get(SEARCH, "")
        env.globals["sp_search"] = translate("Search") if SEARCH in self._pages.site.urls else ""
        env.globals["sp_words"] = {
            "marked": translate(N_("“[TERM]” is marked: [AT] of [COUNT]")),
            "next": translate(N_("Next")),
            "unmark": translate(N_("Take the marks away")),
        }
        return env

    @event_priority(50)
    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Nothing for a page that is drawn from its record: neither MkDocs nor another plugin reads its file."""
        return "\n" if self._pages.own(page.file.src_uri) else None

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The title; and nothing that another plugin could change where the page is drawn from its record."""
        path = page.file.src_uri
        title = self._pages.title(path)
        if title is not None:
            page.meta.setdefault("title", html.escape(title))  # Material's templates put it into the page as it is
        hidden = self._pages.hidden(path, tabs="navigation.tabs" in config.theme.get("features", ()))
        if hidden:
            page.meta.setdefault("hide", hidden)
        return "" if self._pages.own(path) else markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The whole page; for a report and a unit, whatever MkDocs or another plugin has made of it is left out."""
        path, site = page.file.src_uri, self._pages.site
        text = site.text_of(path)
        if page.present_anchor_ids is not None:
            page.present_anchor_ids.update(anchors(site, path))
        if self._pages.own(path):
            page.toc.items[:] = contents(text) if text else []
        for anchor, title in sections(site, path).items():
            page.toc.items.append(AnchorLink(title, anchor, 2))
        changed = site.open.changed_on(path)
        if changed is not None:
            page.update_date = changed  # for the sitemap, which would have the day of the build
        self.titles[path] = str(page.title)
        made = self._drawn(path, page.url, html)
        if made is not None and not page.toc.items:
            page.toc.items.append(
                AnchorLink(str(page.title), "title", 1)
            )  # Material's link past the header leads there
        article = with_sizes(html if made is None else str(made), unquote(page.url), self.pictures)
        if path in self.articles:
            self.articles[path] = article
        return article

    def _drawn(self, path: str, url: str, html: str) -> str | None:
        """The page at `path`; where the program fails over a report's own, a page that says so takes its place."""
        text = self._pages.site.text_of(path)
        if not self._pages.own(path) or text is None:
            return self._pages.content(path, url, html)

        def withheld(fault: Finding) -> str:
            log.error(fault.text(self.renderer.translate))
            self.indexed.pop(path, None)
            self.articles.pop(path, None)
            return self._pages.site.render("broken.html", url, path=path, findings=folded([fault]))

        self.articles[path] = ""
        return isolated(lambda: self._pages.content(path, url, html), text.source, withheld)

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """The page as it is written; the build ends where it does not show the text of its record.

        In a preview personal numbers are masked; a build has no page with any.
        """
        path = page.file.src_uri
        article, text = self.articles.pop(path, None), self._pages.site.text_of(path)
        if article is not None and text is not None and article not in output:
            missing = first_missing(text, output)
            if missing is not None:
                words = N_("{path}: the page does not show “{text}”; another plugin has changed it")
                raise PluginError(message(words, path=path, text=missing[:60]).text(self.translate))
        return masked(output, self.personal) if self.personal else output

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """What the head of the page says: meta tags, the feed, and the data behind it for search engines."""
        context["sp_meta"] = self._meta(f"/{page.url}")  # type: ignore[typeddict-unknown-key]
        context["sp_head"] = self._pages.site.open.head(page.file.src_uri, page.url)  # type: ignore[typeddict-unknown-key]
        return context

    def _meta(self, path: str) -> dict[str, str]:
        """What a page says in place of a server; a preview says nothing, as MkDocs puts a script into it."""
        return {} if self.preview or not self.config.policy else meta_of(path)

    def _finish(self, *, config: MkDocsConfig) -> None:
        """What comes of the finished pages: former addresses, the search index with its proof, the feed, the data."""
        if self.hasty and self.drawn:
            words = N_(
                "search, data and feed of this preview are those of its start; without --dirty they are made anew"
            )
            self._say(log.info, words)
            return
        self.drawn = True
        write_moved(self._pages.site, config)
        if self.config.search and self.indexed:
            self._index(Path(config.site_dir))
        given = self._pages.site.open
        entries = given.entries(self._pages.site.urls)
        if entries:
            made = feed(entries, given.offer.publication, self.renderer.translate)
            Path(config.site_dir, FEED).write_bytes(made)
            self.expected.append(FEED)
        if self.config.publish_data:
            project = self._pages.site.project
            listed = ("site", SITE, site_document(Path(config.site_dir), NOT_LISTED))
            more = chain(given.files(), [listed])
            pages = self._pages.site.data_pages
            write_data(
                Path(config.site_dir, DATA), data_files(project.reports, project.schemes, project.units, more, pages)
            )
            self.expected += _files_below(Path(config.site_dir), DATA)

    @event_priority(-1000)
    def _exchange(self, *, config: MkDocsConfig) -> None:
        """Last of all put the new site in the place of the old one."""
        if self.publisher is not None:
            self.publisher.finish(config, self._pages.site, self.expected)

    on_post_build = CombinedEvent(_finish, _exchange)

    def on_build_error(self, *, error: Exception) -> None:
        """The old site stays; a disk that is full is told as such."""
        if self.publisher is not None:
            self.publisher.fail(error)

    def on_shutdown(self) -> None:
        """What was begun and not exchanged is dropped; under `scorepress build` that is its own to decide."""
        if self.publisher is not None and driver() is None:
            self.publisher.drop()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]
    ) -> LiveReloadServer:
        """Answer only this machine, and build once more where a file vanished while it was read."""
        guard(server, config.dev_addr.host)
        server.builder = patient(server.builder, self.translate)
        return server

    def _index(self, site: Path) -> None:
        translate = self.translate
        try:
            log.debug(build_index(site, self.indexed.values()))
            lost = list(unfound(site, site / FOLDER, self._questions()))
        except SearchIndexError as error:
            words = N_("the search index could not be made: {reason}")
            raise PluginError(message(words, reason=str(error)).text(translate)) from error
        if lost:
            reasons = [f"{each.page}: {each.reason.text(translate)}" for each in lost]
            head = translate(N_("The search would not find what is published:"))
            raise PluginError("\n  ".join([head, *reasons[:SAID]]))

    def _questions(self) -> list[Question]:
        """What the search index is asked for: every report that has a page and holds."""
        return [
            Question(self.indexed[path], each.report.title, each.prose.text, self._pages.site.facets[path])
            for path, each in self._pages.site.holding.items()
            if each.report and each.prose and path in self.indexed
        ]

    def _refuse_rivals(self, files: Files) -> None:
        """The folder of the data is written as a whole: nothing else may lie in it. The feed is one file."""
        if any(file.dest_uri == FEED for file in files):
            words = N_("{name} is the name of the feed of reports; rename the site's own file")
            raise PluginError(message(words, name=FEED).text(self.translate))
        rival = next((file.src_uri for file in files if file.dest_uri.startswith(f"{DATA}/")), None)
        if rival is not None and self.config.publish_data:
            words = N_(
                "{path} would lie in {folder}/, the folder of the published data; "
                "move it, or switch the data off with the plugin's option publish_data: false"
            )
            raise PluginError(message(words, path=rival, folder=DATA).text(self.translate))

    @property
    def _pages(self) -> Pages:
        if self.pages is None:
            raise PluginError("scorepress: no files were read before the first page")
        return self.pages


def _files_below(site: Path, folder: str) -> list[str]:
    """The paths of the files in a folder of the site."""
    return [path.relative_to(site).as_posix() for path in Path(site, folder).rglob("*") if path.is_file()]


def _followed(entry: Entry, settings: Settings) -> bool:
    """Whether MkDocs goes through this link before a plugin can leave it out: to a folder, or from the theme."""
    in_theme = settings.theme is not None and entry.path.is_relative_to(settings.theme)
    in_content = entry.path.is_relative_to(settings.content) or settings.content.is_relative_to(entry.path)
    return in_theme or (in_content and entry.leads_to_folder)


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()


def _is_passing(site_dir: str) -> bool:
    """Whether it is the folder of a preview, which MkDocs makes and deletes: `serve --clean` calls itself a build."""
    folder = Path(site_dir)
    return folder.name.startswith("mkdocs_") and folder.parent == Path(tempfile.gettempdir())


def _today() -> str:
    """The day of the build in UTC; SOURCE_DATE_EPOCH sets it where a build must be repeated exactly."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch and epoch.isdigit() else datetime.now(UTC)
    return now.date().isoformat()


def _language(config: MkDocsConfig) -> str:
    return str(config.theme.get("language") or config.theme.locale or "en")


def _slug(text: str, separator: str) -> str:
    """An anchor that keeps Chinese characters; Markdown's own would leave `_1`, `_2`."""
    kept = "".join(char if char.isalnum() or char in "-_" else separator for char in text.strip().lower())
    return separator.join(part for part in kept.split(separator) if part)

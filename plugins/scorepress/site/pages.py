"""Which pages there are, what each is called, and what stands on it: records to templates."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import PurePosixPath
from string import Formatter
from urllib.parse import quote

from markupsafe import Markup
from mkdocs.utils import get_relative_url

from scorepress.analysis import editions
from scorepress.assessment import Assessed
from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.layout import PROFILE, UNITS
from scorepress.core.messages import N_, message
from scorepress.core.numbers import show
from scorepress.exports.explanation import explain, layers_of
from scorepress.exports.feed import FEED, WORDS
from scorepress.exports.folder import report_path
from scorepress.exports.publication import DATA, Publication
from scorepress.exports.tables.figures import FIGURES, figure_path
from scorepress.exports.tables.leagues import league_table_path
from scorepress.exports.tables.measures import MEASURES
from scorepress.exports.tables.reports import LAYER_NAMES, REPORTS, year_table_path
from scorepress.exports.tables.scores import SCORES, report_scores_path
from scorepress.project import Project
from scorepress.reference.subjects import subjects
from scorepress.reports.figures import Table
from scorepress.reports.front_matter import Page as ProsePage
from scorepress.reports.model import UnitFile
from scorepress.schemes.form import Blank
from scorepress.schemes.former import edition_order
from scorepress.schemes.group import TIES
from scorepress.schemes.loader import SchemeFile
from scorepress.schemes.model import Part, Scheme, full_of
from scorepress.schemes.rules import indicator_rules, part_rules, veto_rules
from scorepress.scoring.forms import Content, cell, form_rows, shown
from scorepress.scoring.tree import ROUNDING_WORDS
from scorepress.site.comparisons import Comparisons, indicator_path, league_path, reasons, year_path
from scorepress.site.disclosure import facts
from scorepress.site.facets import FACETS, Choice, Facets, choices, facets_of
from scorepress.site.forms import filled_in, form_template
from scorepress.site.made import MadePage
from scorepress.site.opendata import HOME, Offer, OpenData
from scorepress.site.prose import clean, with_score_links, with_tables
from scorepress.site.published import OVERVIEW, attached, beside, withheld
from scorepress.site.render import Renderer

NEWEST = 12
"""How many reports the home page lists."""
REGIONS = 12
"""How many regions the home page lists; the list of units has all."""
FINDINGS = "reference/findings"
METHODS = "reference/methods"
LISTS = {
    OVERVIEW: ("units.html", N_("Units")),
    "schemes/index.md": ("schemes.html", N_("Schemes")),
    f"{METHODS}/index.md": ("subjects.html", N_("Scoring reference")),
    f"{FINDINGS}/index.md": ("findings.html", N_("Findings")),
    "search.md": ("search.html", N_("Search")),
}
"""Pages that list records: the template and the title of each. A file of the site's own stands above the list."""


SECTIONS = {
    "form": N_("Self-assessment form"),
    "scores": N_("Scores"),
    "figures": N_("Figures"),
    "measures": N_("Problems and measures"),
    "evidence": N_("Evidence"),
    "remarks": N_("Notes of the publisher"),
    "history": N_("Changes since publication"),
}
"""The sections of a report's page that its template makes."""
LEVEL_NAMES = {"indicator": N_("each indicator"), "part": N_("each part"), "total": N_("the total")}


@dataclass
class Pages:
    """The site of one project. Paths are MkDocs' source paths, POSIX, from the content folder."""

    project: Project
    renderer: Renderer
    preview: bool
    """Whether drafts and reports with errors are shown, with banners that say so."""
    urls: dict[str, str] = field(default_factory=dict)
    """The address of every file of the site by its path."""

    today: str = ""
    """The day of the build, `2026-03-01`."""
    offer: Offer = field(default_factory=lambda: Offer(Publication("", "en")))
    """What is published beside the pages."""

    def __post_init__(self) -> None:
        """Index reports, units and schemes by their paths."""
        content = self.project.settings.content
        self.compared = Comparisons(self.project, self.renderer.translate, self.today)
        self.reports = {each.file.path.relative_to(content).as_posix(): each for each in self.project.reports}
        self.open = OpenData(self.offer, self.reports, self.compared, self.renderer.translate)
        self.tables = self.open.tables
        self.units = {f"{UNITS}/{name}/{PROFILE}": file for name, file in self.project.units.items()}
        self.schemes = {
            scheme_path(file.scheme): file
            for file in self.project.schemes.files.values()
            if file.scheme is not None and file.sound
        }
        _ = self.renderer.translate
        self.rules = {f"{FINDINGS}/{code}.md": rule for code, rule in sorted(Rule.registry.items())}
        self.subjects = subjects()
        self.subject_pages = {f"{METHODS}/{name}.md": subject for name, subject in self.subjects.items()}
        self.made = dict(self.compared.pages)
        for path, rule in self.rules.items():
            self.made[path] = MadePage("finding.html", f"{rule.code} {rule.name()}", {"rule": rule}, wide=False)
        for path, subject in self.subject_pages.items():
            self.made[path] = MadePage("subject.html", _(subject.title), {"subject": subject}, wide=False)

    def withheld(self, paths: Iterable[str]) -> Iterator[str]:
        """Those of the content's files that are not to be part of the site; a preview shows them all."""
        return iter(()) if self.preview else withheld(self.project, paths)

    def searchable(self, path: str) -> bool:
        """Whether the page at `path` is part of the search index."""
        if path in self.reports:
            return not self.reports[path].file.withdrawn
        return path in self.units or path in self.schemes

    @cached_property
    def facets(self) -> dict[str, Facets]:
        """What a search can narrow the pages of the site by, by path."""
        schemes = {path: self._scheme(path) for path in self.schemes}
        units = {path: file.unit for path, file in self.units.items() if file.unit}
        return facets_of(self.holding, units, schemes)

    @cached_property
    def choices(self) -> dict[str, list[Choice]]:
        """What a reader can pick to narrow a search."""
        schemes = sorted(map(self._scheme, self.schemes), key=lambda scheme: edition_order(scheme.edition))
        return choices(list(self.facets.values()), schemes, self.renderer.translate)

    def generated(self) -> Iterator[str]:
        """Pages that have no file of their own."""
        yield from LISTS
        yield from self.schemes
        yield from self.made

    def source(self, path: str) -> str | None:
        """What MkDocs is to read instead of the file at `path`; None leaves the file to MkDocs.

        The leading line break keeps MkDocs from taking the first lines of the body for metadata.
        """
        page = self._file_page(path)
        if path in self.reports and self.reports[path].file.withdrawn:
            return "\n"
        return None if page is None else "\n" + page.body

    def title(self, path: str) -> str | None:
        """The title of the page at `path`; None where it has its own."""
        _ = self.renderer.translate
        assessed = self.reports.get(path)
        if assessed is not None:
            return assessed.report.title if assessed.report else PurePosixPath(path).name
        if path in self.units:
            unit = self.units[path].unit
            return unit.name if unit else PurePosixPath(path).parent.name
        if path in self.schemes:
            return self._scheme(path).title
        if path in self.made:
            return self.made[path].title
        return _(LISTS[path][1]) if path in LISTS else None

    def off_nav(self, path: str) -> bool:
        """Whether the page at `path` stays out of the navigation.

        Every page carries the whole navigation: with an entry for each report the site would grow with their square.
        """
        indexes = (self.reports, self.units, self.schemes, self.made)
        return any(path in index for index in indexes)

    def hidden(self, path: str) -> list[str]:
        """The side bars that the page at `path` can do without, so that its tables have room."""
        if path == HOME or path in LISTS or path in self.units or (path in self.made and self.made[path].wide):
            return ["navigation", "toc"]
        return ["navigation"] if self.off_nav(path) else []

    def prose(self, path: str) -> str | None:
        """The Markdown of the page at `path` with its numbers filled in; None where nothing is changed."""
        assessed = self.reports.get(path)
        if assessed is not None and assessed.file.withdrawn:
            return "\n"
        return None if assessed is None else "\n" + with_score_links(assessed, self.renderer.translate)

    def anchors(self, path: str) -> Iterator[str]:
        """Places on the page at `path` that its template makes and its prose can link to."""
        assessed = self.reports.get(path)
        if assessed is not None and assessed.report is not None and not assessed.file.withdrawn:
            yield from (f"score-{name}" for name in (assessed.card.by_id if assessed.card else ()))
            yield from (f"figure-{name}" for name in _own_figures(assessed))
            yield from (f"form-{name}" for name in (assessed.form.form.tables if assessed.form else ()))
            yield from (f"evidence-{name}" for name in assessed.report.evidence)

    def sections(self, path: str) -> dict[str, str]:
        """What stands on a report's page beside its prose: the anchor and the title of each section, in order."""
        assessed = self.reports.get(path)
        if assessed is None or assessed.report is None or assessed.file.withdrawn:
            return {}
        report = assessed.report
        there = {
            "scores": assessed.card is not None and bool(assessed.card.parts),
            "form": assessed.form is not None and assessed.card is not None,
            "figures": bool(_own_figures(assessed) - set(assessed.placed)),
            "measures": bool(report.measures),
            "evidence": bool(report.evidence),
            "remarks": bool(report.remarks),
            "history": self.offer.history is not None,
        }
        return {name: self.renderer.translate(SECTIONS[name]) for name, present in there.items() if present}

    def content(self, path: str, url: str, html: str) -> Markup | None:
        """The HTML of the page at `path` round its prose `html`; None where MkDocs' own is right."""
        if path in self.reports:
            return self._report(path, url, html)
        if path in self.units:
            return self._unit(path, url, html)
        if path in self.schemes:
            file = self.schemes[path]
            past = editions.history(file, self.project.schemes)
            tables = self.compared.of_scheme(self._scheme(path))
            return self._render(
                "scheme.html",
                url,
                file=file,
                leagues=tables,
                scheme=self._scheme(path),
                facets=self.facets[path],
                history=past,
                TIES=TIES,
            )
        if path in self.made:
            page = self.made[path]
            return self._render(page.template, url, title=page.title, **page.names)
        if path == HOME:
            return self._render("home.html", url, prose=Markup(html), newest=self.newest, most_regions=REGIONS)  # noqa: S704 - the site's own page
        if path in LISTS:
            methods = {path: each for path, each in self.subject_pages.items() if each.method}
            topics = {path: each for path, each in self.subject_pages.items() if not each.method}
            lists = {"units": self.units, "schemes": self.schemes, "rules": self.rules}
            lists |= {"methods": methods, "topics": topics}
            own = Markup(html)  # noqa: S704 - the site's own page
            return self._render(LISTS[path][0], url, title=self.title(path), prose=own, FACETS=FACETS, **lists)
        return None

    @cached_property
    def shown(self) -> dict[str, Assessed]:
        """The reports that have a page, newest period first, then by unit. First read when all addresses are known."""
        there = {path: each for path, each in self.reports.items() if each.report and path in self.urls}
        return dict(sorted(there.items(), key=lambda item: _newest_first(item[1])))

    @cached_property
    def holding(self) -> dict[str, Assessed]:
        """The reports that have a page with what they say, newest period first: all but the withdrawn ones."""
        return {path: each for path, each in self.shown.items() if not each.file.withdrawn}

    @property
    def newest(self) -> dict[str, Assessed]:
        """The newest reports that hold."""
        return dict(list(self.holding.items())[:NEWEST])

    @cached_property
    def by_unit(self) -> dict[str, dict[str, Assessed]]:
        """The reports shown of each unit, by the unit's folder."""
        return _grouped(self.shown, lambda path, _: str(PurePosixPath(path).parent))

    @cached_property
    def by_scheme(self) -> dict[str, dict[str, Assessed]]:
        """The reports shown under each edition, by `scheme@edition`."""
        return _grouped(self.shown, lambda _, each: str(each.report.scheme) if each.report else "")

    def _report(self, path: str, url: str, html: str) -> Markup:
        assessed = self.reports[path]
        if assessed.report is None:
            return self._render("broken.html", url, path=path, findings=_serious(assessed.findings))
        folder = PurePosixPath(path).parent
        head = {
            "assessed": assessed,
            "report": assessed.report,
            "scheme": assessed.scheme,
            "unit_path": self._there(f"{folder}/{PROFILE}"),
            "scheme_path": scheme_path(assessed.scheme) if assessed.scheme else None,
            "findings": _serious(assessed.findings) if self.preview else [],
        }
        if assessed.file.withdrawn:
            return self._render("withdrawn.html", url, **head)
        stem = report_path(assessed).removesuffix(".json") if self.offer.data and assessed.publishable else None
        tables = {
            name: self._figure(url, assessed, table, figure_path(stem, name) if stem else None)
            for name, table in assessed.tables.items()
        }
        prose, placed = with_tables(clean(html), assessed.placed, tables)
        return self._render(
            "report.html",
            url,
            **head,
            facets=self.facets[path],
            card=assessed.card,
            reviews=assessed.reviews,
            layers={"self": assessed.card, **assessed.reviews},
            explanations={name: explain(assessed, name) for name in layers_of(assessed)},
            rule_suffix=_class_suffix(assessed),
            data_path=quote(f"{DATA}/{report_path(assessed)}") if stem else None,
            stem=stem,
            has_tables=bool(stem and self.tables.of_report(assessed, stem)),
            facts=list(facts(assessed, self.offer.publication)),
            past=self.open.past(assessed),
            source=self.open.source(assessed),
            permanent=self.offer.publication.url(url) if self.offer.publication.address else "",
            rule_page=get_relative_url(self.urls[scheme_path(assessed.scheme)], url) if assessed.scheme else None,
            files={name: self._there(beside(path, name)) for name in attached(assessed)},
            anchors={heading.anchor for heading in assessed.headings if heading.anchor},
            sections=self.sections(path),
            prose=prose,
            unplaced=[table for name, table in tables.items() if name in _own_figures(assessed) - placed],
            form=self._form(assessed, url),
        )

    def _figure(self, url: str, assessed: Assessed, table: Table, stem: str | None) -> Markup:
        checks = assessed.figure_checks.get(table.name)
        return self._render("partials/figure.html", url, table=table, checks=checks, stem=stem)

    def _form(self, assessed: Assessed, url: str) -> Markup | None:
        """The official form of a report, if its scheme has one."""
        if assessed.form is None or assessed.card is None:
            return None

        def known(blank: Blank) -> Content:
            return filled_in(blank, assessed)

        template = form_template(assessed.form.form)
        names = {"form_rows": form_rows, "shown": shown, "in_column": cell, "known": known}
        return self._render(template, url, filled=assessed.form, card=assessed.card, **names)

    def _there(self, path: str) -> str | None:
        """`path`, or None where a report with faults, shown in a preview, names what is not there."""
        return path if path in self.urls or not self.preview else None

    def _unit(self, path: str, url: str, html: str) -> Markup:
        reports = self.by_unit.get(str(PurePosixPath(path).parent), {})
        unit = self.units[path].unit
        names = {
            "facets": self.facets.get(path, {}),
            "trends": self.compared.trends_of(unit.unit) if unit else [],
            "contrasts_of": self.compared.contrasts_of,
        }
        return self._render("unit.html", url, unit=unit, prose=clean(html), reports=reports, **names)

    def names(self, units: Iterable[str]) -> list[str]:
        """The names of units by their ids; the id of a unit that has no page."""
        files = ((unit, self.project.units.get(unit)) for unit in units)
        return [file.unit.name if file and file.unit else unit for unit, file in files]

    def _scheme(self, path: str) -> Scheme:
        scheme = self.schemes[path].scheme
        if scheme is None:
            msg = f"{path} was listed without a scheme"
            raise LookupError(msg)
        return scheme

    def _render(self, template: str, url: str, **names: object) -> Markup:
        def link(path: str) -> str:
            if path not in self.urls:
                msg = f"{template} links to {path}, which is no part of the site"
                raise LookupError(msg)
            return get_relative_url(self.urls[path], url)

        def asset(path: str) -> str:
            return get_relative_url(path, url)

        return self.renderer.page(template, site=self, link=link, asset=asset, LAYERS=LAYER_NAMES, **names)

    def _file_page(self, path: str) -> ProsePage | None:
        file: Assessed | UnitFile | None = self.reports.get(path) or self.units.get(path)
        if isinstance(file, Assessed):
            return file.file.page
        return None if file is None else file.page

    def scheme_files(self, scheme: str) -> list[SchemeFile]:
        """The sound editions of one scheme, newest first."""
        found = [file for file in self.schemes.values() if file.scheme and file.scheme.scheme == scheme]
        return sorted(found, key=lambda file: edition_order(file.scheme.edition) if file.scheme else (), reverse=True)

    def full_marks(self, part: Part) -> str:
        """The full marks of a part for its row, or a dash where it has none."""
        full = full_of(part)
        return show(full) if full else "—"

    def rounding(self, scheme: Scheme) -> str:
        """Where and how a scheme rounds, in words."""
        rounding = scheme.rounding
        if rounding is None:
            return "—"
        levels = [message(LEVEL_NAMES[level]) for level in rounding.at]
        words = message(ROUNDING_WORDS[rounding.mode], places=Fraction(rounding.places))
        return message("{levels}: {words}", levels=levels, words=words).text(self.renderer.translate)

    def path_of(self, assessed: Assessed) -> str:
        """The path of a report's page."""
        return assessed.file.path.relative_to(self.project.settings.content).as_posix()

    change_words, feed = WORDS, FEED
    league_path = staticmethod(league_path)
    league_table_path = staticmethod(league_table_path)
    year_table_path = staticmethod(year_table_path)
    report_scores_path = staticmethod(report_scores_path)
    all_reports, all_scores, all_figures, all_measures = REPORTS, SCORES, FIGURES, MEASURES
    indicator_path = staticmethod(indicator_path)
    year_path = staticmethod(year_path)
    reasons = staticmethod(reasons)
    indicator_rules = staticmethod(indicator_rules)
    part_rules = staticmethod(part_rules)
    veto_rules = staticmethod(veto_rules)

    @staticmethod
    def blanks(template: str) -> dict[str, str]:
        """Something to show for each field of a rule's message on its page, where there is no case at hand."""
        fields = {name for _, name, _, _ in Formatter().parse(template) if name}
        return dict.fromkeys(fields, "…")


def _own_figures(assessed: Assessed) -> set[str]:
    """The figures that stand on the page as figures; those of the form have their place in it."""
    of_form = assessed.form.tables if assessed.form else {}
    return {name for name in assessed.tables if name not in of_form or name in assessed.placed}


def _grouped(reports: dict[str, Assessed], key: Callable[[str, Assessed], str]) -> dict[str, dict[str, Assessed]]:
    groups: dict[str, dict[str, Assessed]] = {}
    for path, each in reports.items():
        groups.setdefault(key(path, each), {})[path] = each
    return groups


def scheme_path(scheme: Scheme) -> str:
    """The path of a scheme edition's page."""
    return f"schemes/{scheme.scheme}/{scheme.edition}.md"


def _class_suffix(assessed: Assessed) -> str:
    """What the anchors on the scheme's page end with where each class of units has its own tree."""
    if assessed.scheme is None or assessed.report is None or not assessed.scheme.classes:
        return ""
    return f"-{assessed.scheme.group_of['class'].get(assessed.report.unit, '')}"


def _serious(findings: tuple[Finding, ...]) -> list[Finding]:
    """Findings with errors first, so that the cause stands at the top."""
    order = list(Severity)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def _newest_first(assessed: Assessed) -> tuple[int, int, str]:
    report = assessed.report
    if report is None:
        return (0, 0, "")
    return (-report.period.year, -report.period.last_month, report.unit)

"""The page of one report: what stands on it beside its prose, and where."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

from markupsafe import Markup
from mkdocs.utils import get_relative_url

from scorepress.analysis.limits import limited
from scorepress.assessment import Assessed
from scorepress.assessment.links import report_places
from scorepress.core.causes import RootCause, folded
from scorepress.core.findings import Finding, Severity
from scorepress.core.layout import PROFILE
from scorepress.core.messages import N_
from scorepress.core.numbers import exact
from scorepress.exports.explanation import TOTAL, explain
from scorepress.exports.folder import report_path
from scorepress.exports.publication import DATA
from scorepress.exports.reviewed import reviewed_scores
from scorepress.exports.tables.figures import figure_path
from scorepress.reports.figures import Table
from scorepress.schemes.form import Blank
from scorepress.scoring.forms import Content, cell, form_rows, shown, total_of
from scorepress.site.disclosure import facts
from scorepress.site.forms import filled_in, form_template
from scorepress.site.inventory import scheme_path
from scorepress.site.prose import report_prose
from scorepress.site.published import attached, beside
from scorepress.site.site import NOWHERE, Site

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


def anchors(site: Site, path: str) -> frozenset[str]:
    """Every place on the page at `path` that a link can lead to."""
    assessed, text = site.reports.get(path), site.text_of(path)
    places = report_places(assessed) if assessed else frozenset()
    return places | set(text.ids if text else ())


def sections(site: Site, path: str) -> dict[str, str]:
    """What stands on a report's page beside its prose: the anchor and the title of each section, in order."""
    assessed = site.reports.get(path)
    if assessed is None or assessed.report is None or assessed.file.withdrawn:
        return {}
    report = assessed.report
    there = {
        "scores": assessed.effective is not None,
        "form": assessed.form is not None and assessed.effective is not None,
        "figures": bool(_own_figures(assessed) - set(assessed.placed)),
        "measures": bool(report.measures),
        "evidence": bool(report.evidence),
        "remarks": bool(report.remarks),
        "history": site.offer.history is not None,
    }
    return {name: site.renderer.translate(SECTIONS[name]) for name, present in there.items() if present}


def report_page(site: Site, path: str, url: str) -> Markup:
    """The HTML of the report's page at `path`."""
    assessed = site.reports[path]
    if assessed.report is None:
        return site.render("broken.html", url, path=path, findings=_serious(assessed.findings))
    folder = PurePosixPath(path).parent
    head = {
        "assessed": assessed,
        "report": assessed.report,
        "scheme": assessed.scheme,
        "unit_path": site.there(f"{folder}/{PROFILE}"),
        "scheme_path": scheme_path(assessed.scheme) if assessed.scheme else None,
        "findings": _serious(assessed.findings) if site.preview else [],
    }
    if assessed.file.withdrawn:
        return site.render("withdrawn.html", url, **head)
    stem = report_path(assessed).removesuffix(".json") if site.offer.data and assessed.publishable else None
    tables = {
        name: _figure(site, url, assessed, table, figure_path(stem, name) if stem else None)
        for name, table in assessed.tables.items()
    }
    prose = report_prose(site, path, url, assessed, tables)
    text = assessed.prose
    bound = {heading.anchor: place for heading, place in zip(text.headings, text.ids, strict=True)} if text else {}
    return site.render(
        "report.html",
        url,
        **head,
        facets=site.facets[path],
        effective=assessed.effective,
        layers=dict(reversed(list(assessed.layers.items()))),
        reviewed=reviewed_scores(assessed),
        **_explained(assessed),
        rule_suffix=_class_suffix(assessed),
        data_path=quote(f"{DATA}/{report_path(assessed)}") if stem else None,
        stem=stem,
        has_figures=bool(tables),
        has_tables=bool(stem and site.tables.of_report(assessed, stem)),
        facts=list(facts(assessed, site.offer.publication)),
        past=site.open.past(assessed),
        source=site.open.source(assessed),
        permanent=site.offer.publication.page(url) if site.offer.publication.address else "",
        rule_page=_rule_page(site, assessed, url),
        files={name: site.there(beside(path, name)) for name in attached(assessed)},
        anchors=bound,
        sections=sections(site, path),
        prose=prose,
        unplaced=[table for name, table in tables.items() if name in _own_figures(assessed) - set(assessed.placed)],
        form=_form(site, assessed, url),
    )


def _explained(assessed: Assessed) -> dict[str, Mapping[str, object]]:
    """Every layer explained, and what holds its total within limits."""
    explanations = {name: explain(assessed, name) for name in assessed.layers}
    held = {
        name: limited(layer.card, [exact(change.adjustment.points) for change in layer.by_id[TOTAL].changes])
        for name, layer in explanations.items()
        if layer is not None
    }
    limits = {name: held[name] for name in reversed(held) if held[name] is not None}
    return {"explanations": explanations, "limits": limits}


def _rule_page(site: Site, assessed: Assessed, url: str) -> str | None:
    """The way to the page of the report's scheme."""
    if assessed.scheme is None:
        return None
    path = scheme_path(assessed.scheme)
    return NOWHERE if path in site.dropped else get_relative_url(site.urls[path], url)


def _figure(site: Site, url: str, assessed: Assessed, table: Table, stem: str | None) -> Markup:
    checks = assessed.figure_checks.get(table.name)
    return site.render("partials/figure.html", url, table=table, checks=checks, stem=stem)


def _form(site: Site, assessed: Assessed, url: str) -> Markup | None:
    """The official form of a report, if its scheme has one."""
    if assessed.form is None or assessed.effective is None:
        return None

    def known(blank: Blank) -> Content:
        return filled_in(blank, assessed)

    template = form_template(assessed.form.form)
    names = {"form_rows": form_rows, "shown": shown, "in_column": cell, "total_of": total_of, "known": known}
    return site.render(template, url, filled=assessed.form, card=assessed.card, effective=assessed.effective, **names)


def _own_figures(assessed: Assessed) -> set[str]:
    """The figures that stand on the page as figures; those of the form have their place in it."""
    of_form = assessed.form.tables if assessed.form else {}
    return {name for name in assessed.tables if name not in of_form or name in assessed.placed}


def _class_suffix(assessed: Assessed) -> str:
    """What the anchors on the scheme's page end with where each class of units has its own tree."""
    if assessed.scheme is None or assessed.report is None or not assessed.scheme.classes:
        return ""
    return f"-{assessed.scheme.group_of['class'].get(assessed.report.unit, '')}"


def _serious(findings: tuple[Finding, ...]) -> list[RootCause]:
    """The root causes of the findings, errors first."""
    order = list(Severity)
    return sorted(folded(findings), key=lambda cause: order.index(cause.finding.severity))

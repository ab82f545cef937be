"""What a template knows as `site`: the records, the ways to their pages and files, and words for what they hold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePosixPath
from string import Formatter

from markupsafe import Markup
from mkdocs.utils import get_relative_url

from scorepress.analysis.register import overdue
from scorepress.core.messages import N_, message
from scorepress.core.numbers import show
from scorepress.exports.feed import FEED, WORDS, what_changed
from scorepress.exports.folder import report_path
from scorepress.exports.reviewed import reasons
from scorepress.exports.tables.figures import FIGURES
from scorepress.exports.tables.leagues import league_table_path
from scorepress.exports.tables.measures import MEASURES, STATUS
from scorepress.exports.tables.reports import REPORTS, year_table_path
from scorepress.exports.tables.scores import SCORES, report_scores_path
from scorepress.history.git import Why
from scorepress.reports.model import Measure
from scorepress.schemes.former import edition_order
from scorepress.schemes.loader import SchemeFile
from scorepress.schemes.model import Part, Scheme, full_of
from scorepress.schemes.rules import indicator_rules, part_rules, total_rules, veto_rules
from scorepress.scoring.layers import LAYER_WORDS
from scorepress.scoring.tree import ROUNDING_WORDS
from scorepress.site.comparisons import indicator_path, league_path, year_path
from scorepress.site.inventory import Inventory

NO_HISTORY = {
    Why.NOT_ASKED: N_("Not known: git was not asked."),
    Why.NO_GIT: N_("Not known: the site was made without git."),
    Why.NO_REPOSITORY: N_("Not known: the site was made without the repository of its source files."),
    Why.OWNER: N_("Not known: git refuses to read the repository, as the folder belongs to another user."),
    Why.FAILED: N_("Not known: git could not read the repository."),
}
"""Why the changes of a report are not known."""
NOWHERE = "about:left-out"
"""Where links lead to whose page the host does not build."""
LINK_TO_NOWHERE = re.compile(rf'<a [^>]*href="{NOWHERE}[^"]*"[^>]*>(?P<text>.*?)</a>', re.DOTALL)
"""Of our own templates: there they are all of this form, and only the text stays."""
LEVEL_NAMES = {"indicator": N_("each indicator"), "part": N_("each part"), "total": N_("the total")}


@dataclass
class Site(Inventory):
    """The records of one site as its templates see them."""

    def render(self, template: str, url: str, **names: object) -> Markup:
        """The HTML of a template for the page at the address `url`, from which its links lead."""

        def link(path: str) -> str:
            if path in self.dropped:
                return NOWHERE
            if path not in self.urls:
                msg = f"{template} links to {path}, which is no part of the site"
                raise LookupError(msg)
            return get_relative_url(self.urls[path], url)

        def asset(path: str) -> str:
            return get_relative_url(path, url)

        page = self.renderer.page(template, site=self, link=link, asset=asset, LAYERS=LAYER_WORDS, **names)
        return LINK_TO_NOWHERE.sub(r"\g<text>", page) if NOWHERE in page else page  # type: ignore[return-value]

    @property
    def data_pages(self) -> dict[str, str]:
        """The addresses of the pages that show a file of the data, by its path there; a unit's by `units/<unit>`."""
        shown = {report_path(assessed): path for path, assessed in self.reports.items()}
        shown |= {str(PurePosixPath(path).with_suffix(".json")): path for path in self.schemes}
        shown |= {str(PurePosixPath(path).parent): path for path in self.units}
        return {data: self.urls[path] for data, path in shown.items() if path in self.urls}

    def names(self, units: Iterable[str]) -> list[str]:
        """The names of units by their ids; the id of a unit that has no page."""
        files = ((unit, self.project.units.get(unit)) for unit in units)
        return [file.unit.name if file and file.unit else unit for unit, file in files]

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

    def overdue(self, measure: Measure) -> bool:
        """Whether a measure is overdue on the day of the build."""
        return overdue(measure, self.today)

    what_changed = staticmethod(what_changed)
    no_history = NO_HISTORY
    change_words, feed, status_words = WORDS, FEED, STATUS
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
    total_rules = staticmethod(total_rules)
    veto_rules = staticmethod(veto_rules)

    @staticmethod
    def blanks(template: str) -> dict[str, str]:
        """Something to show for each field of a rule's message on its page, where there is no case at hand."""
        fields = {name for _, name, _, _ in Formatter().parse(template) if name}
        return dict.fromkeys(fields, "…")

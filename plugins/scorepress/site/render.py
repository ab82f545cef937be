"""Pages as Jinja templates over the project's records: escaped by default, in the site's language."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import jinja2
from markupsafe import Markup

from scorepress.core.messages import render, say, translator
from scorepress.core.numbers import EXACT_PLACES, rounded_decimal

TEMPLATES = Path(__file__).parent / "theme"


def percent(share: Fraction | None, places: int = 1) -> str:
    """A share of 1 as per cent with so many places, rounded half up, without the sign; a dash where there is none."""
    return "—" if share is None else format(rounded_decimal(share * 100, places), "f")


def exactly(value: Fraction | None, places: int = EXACT_PLACES) -> str:
    """A number as scripts read it, to 12 places, which tells any two totals apart; empty where there is none."""
    return "" if value is None else format(rounded_decimal(Fraction(value), places).normalize(), "f")


class Renderer:
    """Renders the templates below `scorepress/`; a site's `custom_dir` comes before the package's own."""

    def __init__(self, language: str, custom: Sequence[Path] = ()) -> None:
        translate = translator(language)
        self.translate = translate
        self.env = jinja2.Environment(
            loader=jinja2.FileSystemLoader([*custom, TEMPLATES]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

        def words(template: str, /, **args: object) -> str:
            return render(template, args, translate)

        self.env.globals["_"] = words
        self.env.globals["translate"] = translate
        self.env.filters["percent"] = percent
        self.env.filters["exactly"] = exactly
        self.env.filters["say"] = lambda value: say(value, translate)

    def has(self, template: str) -> bool:
        """Whether there is such a template."""
        try:
            self.env.get_template(template)
        except jinja2.TemplateNotFound:
            return False
        return True

    def page(self, template: str, **names: object) -> Markup:
        """The HTML of `scorepress/<template>`; everything in `names` is escaped unless it is Markup."""
        return Markup(self.env.get_template(f"scorepress/{template}").render(**names))  # noqa: S704 - made by an escaping template

"""Pages as Jinja templates over the project's records: escaped by default, in the site's language."""

from collections.abc import Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup

from scorepress.core.messages import render, say, translator

TEMPLATES = Path(__file__).parent / "theme"


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

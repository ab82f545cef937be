"""What several commands ask for alike: the project, the form of the output, its language."""

from pathlib import Path

import click

from scorepress.cli.words import ENVIRONMENT, misuse
from scorepress.core.layout import Settings, SettingsUnusable, settings_at
from scorepress.core.messages import LANGUAGES, N_

FORM = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出形式 / form of the output"
)
LANGUAGE = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    envvar=ENVIRONMENT,
    help="输出语言 / language of output",
)


def project_settings(start: Path) -> Settings:
    """The settings of the project that `start` lies in; without one the command was used wrongly."""
    try:
        settings = settings_at(start)
    except SettingsUnusable as error:
        raise misuse(N_("mkdocs.yml cannot be used: {reason}"), reason=error.reason) from None
    if settings is None:
        raise misuse(N_("there is no mkdocs.yml in {folder} or above it"), folder=start.resolve())
    if not settings.units.is_dir():
        raise misuse(N_("there is no folder {folder}, so there is nothing to check"), folder=settings.units)
    return settings

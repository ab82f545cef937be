"""What several commands share: the project that they work on, and the language that they speak."""

from pathlib import Path

import click

from scorepress.cli.words import ENVIRONMENT, misuse
from scorepress.core.layout import Settings, SettingsUnusable, settings_at
from scorepress.core.messages import LANGUAGES, N_

language_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    envvar=ENVIRONMENT,
    help="输出语言 / language of output",
)


def settings_of(start: Path) -> Settings:
    """The settings of the project that `start` lies in; a misuse where there is none."""
    try:
        settings = settings_at(start)
    except SettingsUnusable as error:
        raise misuse(N_("mkdocs.yml cannot be used: {reason}"), reason=error.reason) from None
    if settings is None:
        raise misuse(N_("there is no mkdocs.yml in {folder} or above it"), folder=start.resolve())
    if not settings.units.is_dir():
        raise misuse(N_("there is no folder {folder}, so there is nothing to check"), folder=settings.units)
    return settings

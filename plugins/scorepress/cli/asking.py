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


def project_settings(start: Path, *, units: bool = True) -> Settings:
    """The settings of the project that `start` lies in; without one the command was used wrongly.

    So it was where `units` are needed and their folder is not there.
    """
    try:
        settings = settings_at(start)
    except SettingsUnusable as error:
        raise misuse(N_("mkdocs.yml cannot be used: {reason}"), reason=error.reason) from None
    if settings is None:
        words = N_(
            "there is no mkdocs.yml in {folder} or above it; "
            "change to the folder of the project, or start one in an empty folder: {command}"
        )
        raise misuse(words, folder=start.resolve(), command="scorepress new scheme --from form-a")
    if units and not settings.units.is_dir():
        raise misuse(N_("there is no folder {folder}, so there is nothing to check"), folder=settings.units)
    return settings

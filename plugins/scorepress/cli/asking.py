"""What several commands ask for alike: the project and the form of the output."""

from pathlib import Path

import click

from scorepress.cli.words import misuse
from scorepress.core.layout import Settings, SettingsUnusable, read_settings, settings_at
from scorepress.core.messages import N_
from scorepress.publishing.exchange import recover_all

CONFIG = "scorepress.config"
FORM = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help=N_("form of the output")
)


def _remember(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    ctx.meta[CONFIG] = value


PROJECT = click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path),
    expose_value=False,
    callback=_remember,
    help=N_("the settings of the project, where they are not called mkdocs.yml"),
)


def config_file() -> Path | None:
    """The settings file that was named; None where it is to be looked for."""
    path: Path | None = click.get_current_context().meta.get(CONFIG)
    if path is not None and not path.is_file():
        raise misuse(N_("there is no file {path}"), path=path)
    return path


def found_settings(start: Path) -> Settings:
    """The settings that were named, or those of the project that `start` lies in; else the command was used wrongly.

    A site whose exchange was cut short is put in order first.
    """
    named = config_file()
    try:
        settings = read_settings(named.absolute()) if named else settings_at(start)
    except SettingsUnusable as error:
        words = N_("{path} cannot be used: {reason}")
        raise misuse(words, path=named.name if named else "mkdocs.yml", reason=error.reason) from None
    if settings is None:
        words = N_(
            "there is no mkdocs.yml in {folder} or above it; "
            "change to the folder of the project, or start one in an empty folder: {command}"
        )
        raise misuse(words, folder=start.resolve(), command="scorepress new scheme --from form-a")
    recover_all(settings.root, settings.site)
    return settings


def project_settings(start: Path) -> Settings:
    """The settings of a project that has something to check."""
    settings = found_settings(start)
    if not settings.units.is_dir():
        raise misuse(N_("there is no folder {folder}, so there is nothing to check"), folder=settings.units)
    return settings

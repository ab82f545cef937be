"""The commands `scorepress new scheme` and `scorepress new report`: files to start from, never in place of another."""

from datetime import UTC, datetime
from pathlib import Path

import click

from scorepress.cli.asking import PROJECT, config_file, found_settings, project_settings
from scorepress.cli.schemas import SCHEME_SCHEMA, schema_text
from scorepress.cli.starter import is_empty, start_project
from scorepress.cli.words import Group, misuse
from scorepress.core.files import why_unusable
from scorepress.core.findings import Refusal
from scorepress.core.layout import CONFIG, Settings
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Scalar
from scorepress.core.periods import Period, parse_period
from scorepress.core.spans import Source, Span
from scorepress.core.values import read_id
from scorepress.reports.loader import load_report, load_unit
from scorepress.reports.skeleton import skeleton
from scorepress.schemes.loader import load_schemes
from scorepress.schemes.ready import ready_schemes


@click.group(cls=Group)
def new() -> None:
    """Write a new scheme or report to start from."""


@new.command("scheme")
@click.option("--from", "name", help=N_("the ready scheme to start from"))
@click.option("--scheme", "given", help=N_("id of the new scheme; by default that of the ready one"))
@click.option("--edition", help=N_("edition; by default this year"))
@click.option("--list", "only_list", is_flag=True, help=N_("list the ready schemes"))
@PROJECT
def new_scheme(name: str | None, given: str | None, edition: str | None, only_list: bool) -> None:  # noqa: FBT001 - an option
    """Copy a ready scheme to schemes/<scheme>/<edition>.yml, with comments that say what to change."""
    ready = ready_schemes()
    if only_list:
        width = max(map(len, ready))
        for each in ready.values():
            click.echo(f"{each.name.ljust(width)}  {each.title}")
        return
    if name is None:
        raise misuse(N_("--from is missing; the ready schemes are: {names}"), names=list(ready))
    if name not in ready:
        raise misuse(N_("there is no ready scheme {name}; there are: {names}"), name=name, names=list(ready))
    scheme = _id(given or name)
    edition = _id(edition or str(datetime.now(UTC).astimezone().year))
    settings = _project()
    units = [profile.parent.name for profile in settings.profiles()]
    path = settings.schemes / scheme / f"{edition}.yml"
    _write(path, ready[name].copy(scheme, edition, units), settings)
    beside = settings.schemes / SCHEME_SCHEMA  # the file's first line names it
    if not beside.exists():
        _write(beside, schema_text("scheme"), settings)


@new.command("report")
@click.argument("unit")
@click.argument("period")
@click.option("--scheme", "edition", required=True, help=N_("scheme@edition"))
@PROJECT
def new_report(unit: str, period: str, edition: str) -> None:
    """Write a draft report of UNIT for PERIOD, with a line for everything that the scheme asks for."""
    settings = project_settings(Path())
    named, parsed = _id(unit), parse_period(period)
    if parsed is None:
        raise misuse(N_("{period} is no period; write 2025, 2025-H1, 2025-Q3 or 2025-07"), period=period)
    profile = settings.units / named / "index.md"
    if not profile.is_file():
        raise misuse(N_("there is no unit {unit}; write {path} first"), unit=named, path=settings.shown(profile))
    schemes = load_schemes(settings)
    file = schemes.files.get(edition)
    if file is None:
        raise misuse(
            N_("there is no edition {edition}; there are: {names}"), edition=edition, names=list(schemes.files)
        )
    rules = file.in_force(named)
    if rules is None:
        raise misuse(N_("{edition} has errors; run scorepress check"), edition=edition)
    path = _place(settings.units / named, parsed, edition)
    known = load_unit(profile, settings.shown(profile)).unit
    _write(path, skeleton(rules.scheme, named, known.name if known else named, parsed), settings)


def _project() -> Settings:
    """The settings of the project that was named or is here; an empty folder that lies in none becomes one."""
    folder = Path.cwd()
    if config_file() is None and is_empty(folder) and not any((above / CONFIG).is_file() for above in folder.parents):
        try:
            _tell_written(start_project(folder).name)
        except OSError as error:
            raise misuse(N_("{path} cannot be written: {reason}"), path=CONFIG, reason=why_unusable(error)) from None
    return found_settings(folder)


def _place(folder: Path, period: Period, edition: str) -> Path:
    """Where the report goes: beside the one under another scheme for the same period, if there is one."""
    path = folder / f"{period}.md"
    there = load_report(path, path.name).report if path.is_file() else None
    if there is None or str(there.scheme) == edition:
        return path
    return folder / f"{period}-{edition.partition('@')[0]}.md"


def _id(text: str) -> str:
    """`text` if it can be an id, and so a file name."""
    written = Scalar(text)
    written.plain, written.span = False, Span(Source("", text), 1, 1, 1, len(text) + 1)
    try:
        return read_id(written)
    except Refusal as refusal:
        raise misuse(refusal.rule.message, **refusal.args_of_message) from None


def _write(path: Path, text: str, settings: Settings) -> None:
    """Write a file that is not there yet, never through a link."""
    shown, link = settings.shown(path), settings.barrier(path)
    if link is not None:
        raise misuse(
            N_("{path} cannot be written: {reason}"), path=settings.shown(link), reason=message(N_("it is a link"))
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise misuse(N_("{path} is there already and was left as it is"), path=shown) from None
    except OSError as error:
        raise misuse(N_("{path} cannot be written: {reason}"), path=shown, reason=why_unusable(error)) from None
    _tell_written(shown)


def _tell_written(shown: str) -> None:
    click.echo(message(N_("written: {path}"), path=shown).text(click.get_current_context().obj))

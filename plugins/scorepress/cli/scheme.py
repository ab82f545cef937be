"""The commands about schemes: what changed between two editions, and what a new one would have given."""

import difflib
import json
import sys
from pathlib import Path

import click

from scorepress.analysis.changes import Change
from scorepress.analysis.editions import changes, editions_between
from scorepress.cli.asking import FORM, PROJECT, project_settings
from scorepress.cli.trial import trial_data, trial_text
from scorepress.cli.words import Group, misuse, translate
from scorepress.core.exits import Exit
from scorepress.core.layout import Settings
from scorepress.core.messages import N_, Translate
from scorepress.core.periods import parse_period
from scorepress.core.spans import printable
from scorepress.project import try_edition
from scorepress.schemes.loader import SchemeFile, Schemes, continued, load_scheme, load_schemes
from scorepress.schemes.model import Scheme


@click.group(cls=Group)
def scheme() -> None:
    """Compare editions of a scheme, and try one out."""


@scheme.command()
@click.argument("old")
@click.argument("new")
@FORM
@PROJECT
def diff(old: str, new: str, form: str) -> None:
    """List what changed from OLD to NEW, each an edition (scheme@edition) or the path of a scheme file.

    Exit code 0: nothing changed. 1: something did. 2: the command was used wrongly.
    """
    spoken = translate()
    settings = project_settings(Path())
    schemes = load_schemes(settings)
    one, other = (_edition(each, settings, schemes, spoken) for each in (old, new))
    found = changes(one, other, editions_between(schemes, _of(one), _of(other)))
    if form == "json":
        click.echo(_diff_data(one, other, found, spoken))
    else:
        for change in found:
            click.echo(change.text(spoken))
        words = N_("{old} → {new}: {count} changes") if found else N_("{old} → {new}: nothing changed")
        click.echo(spoken(words).format(old=_of(one).key, new=_of(other).key, count=len(found)))
    sys.exit(Exit.FINDINGS if found else Exit.CLEAN)


@scheme.command()
@click.argument("new")
@click.option("--on", "on", required=True, metavar="PERIOD", help=N_("period of the reports"))
@FORM
@PROJECT
def trial(new: str, on: str, form: str) -> None:
    """Score the published reports of a period again under NEW; nothing is written.

    NEW is an edition (scheme@edition) or the path of a scheme file that need not be sealed.

    Exit code 0: done. 1: done, but something no longer maps. 2: the command was used wrongly.
    """
    spoken = translate()
    period = parse_period(on)
    if period is None:
        raise misuse(N_("{text} is not a period, such as 2021, 2021-H1, 2021-Q3 or 2021-07"), text=printable(on))
    settings = project_settings(Path())
    schemes = load_schemes(settings)
    file = _edition(new, settings, schemes, spoken)
    tried = _of(file)
    if not tried.parts:
        raise misuse(N_("{scheme} has no marks, so there is nothing to score"), scheme=tried.key)
    result = try_edition(settings, schemes, file, period)
    if not result.units:
        words = N_("there is no published report without errors under {scheme} for {period}")
        raise misuse(words, scheme=tried.scheme, period=period.text)
    if form == "json":
        data = trial_data(result, period, spoken)
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for line in trial_text(result, period, spoken):
            click.echo(line)
    sys.exit(Exit.CLEAN if result.lossless else Exit.FINDINGS)


def _edition(name: str, settings: Settings, schemes: Schemes, translate: Translate) -> SchemeFile:
    """The sound edition of this name, or the scheme file at this path."""
    file = schemes.files.get(name)
    if file is None:
        path = Path(name)
        try:
            there = path.is_file()
        except (OSError, ValueError):
            there = False
        if not there:
            own = [key for key in schemes.files if key.startswith(f"{name.partition('@')[0]}@")]
            allowed = own or difflib.get_close_matches(name, schemes.files, n=3) or list(schemes.files) or "-"
            words = N_("there is neither an edition nor a file {name}; there are: {allowed}")
            raise misuse(words, name=printable(name), allowed=allowed)
        read = load_scheme(path.resolve(), settings.shown(path.resolve()), placed=False)
        file = continued(read, schemes.files)
    if not file.sound:
        for finding in file.findings:
            click.echo(finding.text(translate), err=True)
        raise misuse(N_("{name} has errors and cannot be used"), name=printable(name))
    return file


def _of(file: SchemeFile) -> Scheme:
    if file.scheme is None:
        raise LookupError(file.source.path)  # a sound file has one
    return file.scheme


def _diff_data(old: SchemeFile, new: SchemeFile, found: list[Change], translate: Translate) -> str:
    data = {
        "version": 1,
        "old": {"edition": _of(old).key, "file": old.source.path},
        "new": {"edition": _of(new).key, "file": new.source.path},
        "changes": [change.data(translate) for change in found],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)

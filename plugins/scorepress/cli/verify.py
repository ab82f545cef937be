"""The command `verify`: published data computed again by the second implementation."""

import json
import sys
from pathlib import Path

import click

from scorepress.cli.asking import FORM
from scorepress.cli.words import Command, misuse, speaker, translate
from scorepress.core.exits import Exit
from scorepress.core.messages import N_, Translate, message
from scorepress.publishing.exchange import recover_all
from scorepress.verify import Verdict
from scorepress.verify import verify as recompute

INDEX = "index.json"


@click.command(cls=Command)
@click.argument("data", type=click.Path(path_type=Path))
@FORM
def verify(data: Path, form: str) -> None:
    """Compute every score again from published DATA alone (site/data).

    A second program does it, which shares nothing with the first.

    Exit code 0: all agree. 1: something differs or cannot be recomputed. 2: the command was used wrongly.
    """
    for site in (data.absolute(), data.absolute().parent):
        recover_all(site.parent, site)
    if not data.is_dir():
        raise misuse(N_("there is no folder {path}"), path=data)
    if not (data / INDEX).is_file():
        raise misuse(N_("{path} has no index.json; the data of a site is its folder data"), path=data)
    verdict, lang = recompute(data), speaker()
    if form == "json":
        click.echo(_json(verdict, lang))
    else:
        for fault in verdict.faults:
            click.echo(fault.text(lang))
        click.echo(_verdict(verdict, translate()))
    sys.exit(Exit.FINDINGS if verdict.faults else Exit.CLEAN)


def _verdict(verdict: Verdict, spoken: Translate) -> str:
    """One line that says what was computed and how it ended."""
    words = N_("{reports} reports, {numbers} numbers computed again: all agree.")
    if verdict.faults:
        words = N_("{reports} reports, {numbers} numbers computed again: {faults} faults.")
    counts = {"reports": verdict.reports, "numbers": verdict.numbers, "faults": len(verdict.faults)}
    return message(words, **counts).text(spoken)


def _json(verdict: Verdict, lang: str) -> str:
    data = {
        "version": 1,
        "reports": verdict.reports,
        "numbers": verdict.numbers,
        "faults": [fault.data(lang) for fault in verdict.faults],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)

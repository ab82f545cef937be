"""The command `verify`: a built site, or its data alone, checked by the second implementation."""

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

DATA, INDEX = "data", "index.json"


@click.command(cls=Command)
@click.argument("site", type=click.Path(path_type=Path))
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    help=N_("folder of the project: compare its sources and seals as well"),
)
@FORM
def verify(site: Path, project: Path | None, form: str) -> None:
    """Compute every score of a built SITE again, and hold its tables and pages against the data.

    A second program does it, which shares nothing with the first. Given the folder of the data alone (site/data), pages
    are left out.

    Exit code 0: all agree. 1: something differs or cannot be recomputed. 2: the command was used wrongly.
    """
    for folder in (site.absolute(), site.absolute().parent):
        recover_all(folder.parent, folder)
    for path in filter(None, (site, project)):
        if not path.is_dir():
            raise misuse(N_("there is no folder {path}"), path=path)
    if not any(file.is_file() for file in (site / DATA / INDEX, site / INDEX)):
        raise misuse(N_("{path} is no built site: there is no data/index.json"), path=site)
    verdict, lang = recompute(site, project), speaker()
    if form == "json":
        click.echo(_json(verdict, lang))
    else:
        for fault in verdict.faults:
            click.echo(fault.text(lang))
        click.echo(_verdict(verdict, translate()))
        for words in verdict.uncovered_words(lang):
            click.echo(message(N_("Not covered: {what}"), what=words).text(translate()))
    sys.exit(Exit.FINDINGS if verdict.faults else Exit.CLEAN)


def _verdict(verdict: Verdict, spoken: Translate) -> str:
    """One line that says what was computed and how it ended."""
    words = N_("{reports} reports, {numbers} numbers and {pages} pages checked: all agree.")
    if verdict.faults:
        words = N_("{reports} reports, {numbers} numbers and {pages} pages checked: {faults} faults.")
    counts = {"reports": verdict.reports, "numbers": verdict.numbers, "pages": verdict.pages}
    counts["faults"] = len(verdict.faults)
    return message(words, **counts).text(spoken)


def _json(verdict: Verdict, lang: str) -> str:
    data = {
        "version": 1,
        "reports": verdict.reports,
        "numbers": verdict.numbers,
        "pages": verdict.pages,
        "faults": [fault.data(lang) for fault in verdict.faults],
        "not_covered": dict(zip(verdict.uncovered, verdict.uncovered_words(lang), strict=True)),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)

"""The command `verify`: published data computed again by the second implementation."""

import json
import sys
from pathlib import Path

import click

from scorepress.cli.words import ENVIRONMENT, Command, misuse
from scorepress.core.messages import LANGUAGES, N_, Translate, message, translator
from scorepress.verify import Verdict
from scorepress.verify import verify as recompute

AGREED, DIFFERENT = 0, 1
INDEX = "index.json"


@click.command(cls=Command)
@click.argument("data", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出形式 / form of the result"
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    envvar=ENVIRONMENT,
    help="输出语言 / language of output",
)
def verify(data: Path, form: str, lang: str) -> None:
    """从公开的数据重新计算全部得分。

    Compute every score again from published DATA alone (site/data), by a second program that shares nothing with the
    first.

    Exit code 0: all agree. 1: something differs or cannot be recomputed. 2: the command was used wrongly.
    """
    if not data.is_dir():
        raise misuse(N_("there is no folder {path}"), path=data)
    if not (data / INDEX).is_file():
        raise misuse(N_("{path} has no index.json; the data of a site is its folder data"), path=data)
    verdict = recompute(data)
    if form == "json":
        click.echo(_json(verdict, lang))
    else:
        for fault in verdict.faults:
            click.echo(fault.text(lang))
        click.echo(_verdict(verdict, translator(lang)))
    sys.exit(DIFFERENT if verdict.faults else AGREED)


def _verdict(verdict: Verdict, translate: Translate) -> str:
    """One line that says what was computed and how it ended."""
    words = N_("{reports} reports, {numbers} numbers computed again: all agree.")
    if verdict.faults:
        words = N_("{reports} reports, {numbers} numbers computed again: {faults} faults.")
    counts = {"reports": verdict.reports, "numbers": verdict.numbers, "faults": len(verdict.faults)}
    return message(words, **counts).text(translate)


def _json(verdict: Verdict, lang: str) -> str:
    data = {
        "version": 1,
        "reports": verdict.reports,
        "numbers": verdict.numbers,
        "faults": [fault.data(lang) for fault in verdict.faults],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)

"""The command `verify`: a built site, or its data alone, checked by the second implementation."""

import json
import sys
from pathlib import Path

import click

from scorepress.cli.words import ENVIRONMENT, Command, misuse
from scorepress.core.messages import LANGUAGES, N_, Translate, message, translator
from scorepress.verify import Verdict
from scorepress.verify import verify as recompute

AGREED, DIFFERENT = 0, 1
DATA, INDEX = "data", "index.json"


@click.command(cls=Command)
@click.argument("site", type=click.Path(path_type=Path))
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    help="与项目的源文件和封存的方案核对 / folder of the project: compare its sources and seals as well",
)
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
def verify(site: Path, project: Path | None, form: str, lang: str) -> None:
    """从公开的数据重新计算全部得分，并核对表格、页面和来源。

    Compute every score of a built SITE again from its data, by a second program that shares nothing with the first,
    and hold tables and pages against the data. Given the folder of the data alone (site/data), pages are left out.

    Exit code 0: all agree. 1: something differs or cannot be recomputed. 2: the command was used wrongly.
    """
    for folder in filter(None, (site, project)):
        if not folder.is_dir():
            raise misuse(N_("there is no folder {path}"), path=folder)
    if not any(file.is_file() for file in (site / DATA / INDEX, site / INDEX)):
        raise misuse(N_("{path} is no built site: there is no data/index.json"), path=site)
    verdict = recompute(site, project)
    if form == "json":
        click.echo(_json(verdict, lang))
    else:
        for fault in verdict.faults:
            click.echo(fault.text(lang))
        click.echo(_verdict(verdict, translator(lang)))
        for words in verdict.uncovered_words(lang):
            click.echo(message(N_("Not covered: {what}"), what=words).text(translator(lang)))
    sys.exit(DIFFERENT if verdict.faults else AGREED)


def _verdict(verdict: Verdict, translate: Translate) -> str:
    """One line that says what was computed and how it ended."""
    words = N_("{reports} reports, {numbers} numbers and {pages} pages checked: all agree.")
    if verdict.faults:
        words = N_("{reports} reports, {numbers} numbers and {pages} pages checked: {faults} faults.")
    counts = {"reports": verdict.reports, "numbers": verdict.numbers, "pages": verdict.pages}
    counts["faults"] = len(verdict.faults)
    return message(words, **counts).text(translate)


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

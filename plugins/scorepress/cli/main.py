"""The command `scorepress`: check, explain, seal, schema, and build and serve over MkDocs."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from scorepress import __version__
from scorepress.cli.asking import FORM, PROJECT, config_file, found_settings, project_settings
from scorepress.cli.explain import explain_command
from scorepress.cli.new import new
from scorepress.cli.schemas import SCHEMAS, schema_text
from scorepress.cli.scheme import scheme
from scorepress.cli.server import server_config
from scorepress.cli.verify import verify
from scorepress.cli.words import Group, asked_language, misuse, translate
from scorepress.core.causes import RootCause, folded
from scorepress.core.exits import EXITS, Exit
from scorepress.core.files import why_unusable
from scorepress.core.findings import Finding, Severity
from scorepress.core.isolation import ProgramFault
from scorepress.core.messages import LANGUAGE_VARIABLE, N_, Translate, message
from scorepress.project import Project, assess, unchecked
from scorepress.schemes.loader import load_schemes
from scorepress.schemes.seals import write_seals

RUN = "scorepress.site.run"
"""The module that runs MkDocs, in a process of its own: nothing here knows the site generator."""


class Main(Group):
    """All commands; its help ends with what their exit codes mean."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of exit codes."""
        with formatter.section(ctx.obj(N_("Exit codes"))):
            formatter.write_dl([(str(code.value), words) for code, words in EXITS.items()])


@click.group(cls=Main, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Write self-assessment reports in Markdown, check that their scores add up, publish them."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Windows consoles default to a code page


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@FORM
@PROJECT
def check(paths: tuple[Path, ...], form: str) -> None:
    """Check reports, units and schemes: all of the project, or those at PATHS.

    Exit code 0: nothing found. 1: errors or warnings. 2: the command was used wrongly.
    3: something must not be published or merged.
    """
    for path in paths:
        if not os.path.lexists(path):  # a link to nowhere is there, and is a finding
            raise misuse(N_("there is no file or folder {path}"), path=path)
    settings = project_settings(paths[0] if paths else Path())
    for path in unchecked(settings, paths):
        raise misuse(N_("{path} is no report, unit or scheme of this project and holds none"), path=path)
    today = datetime.now(UTC).astimezone().date().isoformat()
    project = assess(settings, paths or None, today=today)
    findings = project.findings
    spoken = translate()
    counts = {severity: sum(each.severity is severity for each in findings) for severity in Severity}
    if form == "json":
        click.echo(_json(project, findings, counts, spoken))
    else:
        causes = folded(findings)
        for cause in causes:
            click.echo(cause.text(spoken))
        click.echo(_verdict(project, causes, spoken))
    if any(finding.rule is ProgramFault for finding in findings):
        sys.exit(Exit.FAULT)
    if any(finding.rule.never_public for finding in findings):
        sys.exit(Exit.NOT_PUBLIC)
    sys.exit(Exit.FINDINGS if counts[Severity.ERROR] or counts[Severity.WARNING] else Exit.CLEAN)


def _verdict(project: Project, causes: list[RootCause], translate: Translate) -> str:
    """One line that says what was checked and how it ended; what follows from a root cause is counted apart."""
    checked = translate("{reports} reports, {units} units, {schemes} schemes checked").format(**project.checked)
    if not causes and not project.checked["reports"]:
        return translate("{checked}: nothing found, and no report was there to check.").format(checked=checked)
    if not causes:
        return translate(
            "{checked}: nothing found. This says that form and arithmetic hold, not that the content does."
        ).format(checked=checked)
    counts = {severity: sum(cause.finding.severity is severity for cause in causes) for severity in Severity}
    folded_away = sum(len(cause.consequences) for cause in causes)
    words = N_("{checked}: {errors} errors, {warnings} warnings, {notes} notes.")
    if folded_away:
        words = N_("{checked}: {errors} errors, {warnings} warnings, {notes} notes, and {more} that follow from these.")
    return translate(words).format(
        checked=checked,
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
        more=folded_away,
    )


def _json(project: Project, findings: list[Finding], counts: dict[Severity, int], translate: Translate) -> str:
    data = {
        "version": 1,
        "checked": dict(project.checked),
        "counts": {severity.value: count for severity, count in counts.items()},
        "findings": [data for cause in folded(findings) for data in cause.data(translate)],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


@main.command()
@click.argument("editions", nargs=-1, required=True)
@PROJECT
def seal(editions: tuple[str, ...]) -> None:
    """Seal EDITIONS (scheme@edition): later changes to their files become findings."""
    settings = project_settings(Path())
    schemes = load_schemes(settings)
    shown = settings.shown(settings.seals)
    if schemes.seals.findings:
        raise misuse(N_("the file of seals has faults; run scorepress check {path}"), path=shown)
    digests = dict(schemes.seals.digests)
    for edition in editions:
        file = schemes.files.get(edition)
        if file is None:
            raise misuse(N_("there is no edition {edition}"), edition=edition)
        if schemes.seals.broken_by(edition, file.digest):
            raise misuse(N_("{edition} is sealed with another content; copy it to a new edition"), edition=edition)
        if not file.sound:
            raise misuse(N_("{edition} has errors; run scorepress check"), edition=edition)
        digests[edition] = file.digest
    if settings.barrier(settings.seals) is not None:
        raise misuse(N_("{path} cannot be written: {reason}"), path=shown, reason=message(N_("it is a link")))
    try:
        write_seals(settings.seals, digests)
    except OSError as error:
        raise misuse(N_("{path} cannot be written: {reason}"), path=shown, reason=why_unusable(error)) from None
    click.echo(f"{shown}: {', '.join(editions)}")


@main.command()
@click.argument("kind", type=click.Choice(list(SCHEMAS)))
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help=N_("the file to write, as UTF-8"))
def schema(kind: str, output: Path | None) -> None:
    """Print the JSON Schema of a scheme file or a report's front matter, for editors, or write it into a file."""
    if output is None:
        click.echo(schema_text(kind), nl=False)
        return
    try:
        output.write_text(schema_text(kind), encoding="utf-8", newline="\n")
    except OSError as error:
        raise misuse(N_("{path} cannot be written: {reason}"), path=output, reason=why_unusable(error)) from None


PASSED_ON = {"ignore_unknown_options": True}
"""Options that we do not know are MkDocs' own."""


@main.command(options_metavar="", context_settings=PASSED_ON)
@click.option("--allow-withheld", is_flag=True, help=N_("publish even if reports of the last site would be missing"))
@PROJECT
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def build(options: tuple[str, ...], allow_withheld: bool) -> None:  # noqa: FBT001 - an option
    """Build the site beside the old one and put it in its place; OPTIONS are those of `mkdocs build`.

    Reports that are withheld are named at the end. The old site stays if the build fails, and if a report that it has
    would be missing.

    Exit code 0: published. 1: the old site stays. 2: used wrongly. 3: withheld what must not be published.
    """
    sys.exit(_mkdocs("build", options, *(["--allow-withheld"] if allow_withheld else [])))


@main.command(options_metavar="", context_settings=PASSED_ON)
@PROJECT
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def serve(options: tuple[str, ...]) -> None:
    """Preview the site, drafts included; OPTIONS are those of `mkdocs serve`.

    The preview answers only this machine.
    """
    sys.exit(_mkdocs("serve", options))


def _mkdocs(command: str, options: tuple[str, ...], *own: str) -> int:
    """The exit code of MkDocs, run where its settings are, or where they were named from."""
    named = config_file()
    where = Path() if named else found_settings(Path()).root
    passed = (*(("-f", str(named)) if named else ()), *options)
    quiet = {
        "NO_MKDOCS_2_WARNING": "1",
        **os.environ,
    }  # the theme's notice about its own future is no author's business
    if asked := asked_language():
        quiet[LANGUAGE_VARIABLE] = asked
    done = subprocess.run([sys.executable, "-m", RUN, *own, command, *passed], cwd=where, env=quiet, check=False)
    if done.returncode >= 0:
        return done.returncode
    words = N_("the build was ended from outside (signal {number}); the site is whole, the old one or the new one")
    click.echo(message(words, number=-done.returncode).text(translate()), err=True)
    return Exit.FAULT


for command in (explain_command, new, scheme, verify, server_config):
    main.add_command(command)

if __name__ == "__main__":
    main()

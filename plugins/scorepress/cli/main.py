"""The command `scorepress`: check, explain, seal, schema, and build and serve over MkDocs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click

from scorepress import __version__
from scorepress.cli.asking import FORM, LANGUAGE, project_settings
from scorepress.cli.explain import explain_command
from scorepress.cli.new import new
from scorepress.cli.schemas import SCHEMAS, schema_text
from scorepress.cli.scheme import scheme
from scorepress.cli.verify import verify
from scorepress.cli.words import Group, misuse
from scorepress.core.files import why_unusable
from scorepress.core.findings import Finding, Severity
from scorepress.core.messages import N_, Translate, translator
from scorepress.project import Project, assess, unchecked
from scorepress.schemes.loader import load_schemes
from scorepress.schemes.seals import write_seals

CLEAN, FOUND = 0, 1


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """校验并公开自评报告。

    Write self-assessment reports in Markdown, check that their scores add up, publish them.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Windows consoles default to a code page


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@FORM
@LANGUAGE
def check(paths: tuple[Path, ...], form: str, lang: str) -> None:
    """校验自评报告、单位和方案。

    Check reports, units and schemes: all of the project, or those at PATHS.

    Exit code 0: nothing found. 1: errors or warnings. 2: the command was used wrongly.
    """
    for path in paths:
        if not path.exists():
            raise misuse(N_("there is no file or folder {path}"), path=path)
    settings = project_settings(paths[0] if paths else Path())
    for path in unchecked(settings, paths):
        raise misuse(N_("{path} is no report, unit or scheme of this project and holds none"), path=path)
    project = assess(settings, paths or None)
    findings = project.findings
    translate = translator(lang)
    counts = {severity: sum(each.severity is severity for each in findings) for severity in Severity}
    if form == "json":
        click.echo(_json(project, findings, counts, translate))
    else:
        for finding in findings:
            click.echo(finding.text(translate))
        click.echo(_verdict(project, findings, counts, translate))
    sys.exit(FOUND if counts[Severity.ERROR] or counts[Severity.WARNING] else CLEAN)


def _verdict(project: Project, findings: list[Finding], counts: dict[Severity, int], translate: Translate) -> str:
    """One line that says what was checked and how it ended."""
    checked = translate("{reports} reports, {units} units, {schemes} schemes checked").format(**project.checked)
    if not findings:
        return translate(
            "{checked}: nothing found. This says that form and arithmetic hold, not that the content does."
        ).format(checked=checked)
    return translate("{checked}: {errors} errors, {warnings} warnings, {notes} notes.").format(
        checked=checked,
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
    )


def _json(project: Project, findings: list[Finding], counts: dict[Severity, int], translate: Translate) -> str:
    data = {
        "version": 1,
        "checked": dict(project.checked),
        "counts": {severity.value: count for severity, count in counts.items()},
        "findings": [finding.data(translate) for finding in findings],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


@main.command()
@click.argument("editions", nargs=-1, required=True)
def seal(editions: tuple[str, ...]) -> None:
    """封存方案版次，此后的改动会被发现。

    Seal EDITIONS (scheme@edition): later changes to their files become findings.
    """
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
    try:
        write_seals(settings.seals, digests)
    except OSError as error:
        raise misuse(N_("{path} cannot be written: {reason}"), path=shown, reason=why_unusable(error)) from None
    click.echo(f"{shown}: {', '.join(editions)}")


@main.command()
@click.argument("kind", type=click.Choice(list(SCHEMAS)))
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="写入的文件 / the file to write")
def schema(kind: str, output: Path | None) -> None:
    """输出供编辑器使用的 JSON Schema。

    Print the JSON Schema of a scheme file or a report's front matter, for editors, or write it into a file as UTF-8.
    """
    if output is None:
        click.echo(schema_text(kind), nl=False)
        return
    try:
        output.write_text(schema_text(kind), encoding="utf-8", newline="\n")
    except OSError as error:
        raise misuse(N_("{path} cannot be written: {reason}"), path=output, reason=why_unusable(error)) from None


@main.command(options_metavar="", context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def build(options: tuple[str, ...]) -> None:
    """生成网站。

    Build the site: `mkdocs build` with the same OPTIONS.
    """
    sys.exit(_mkdocs("build", options))


@main.command(options_metavar="", context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def serve(options: tuple[str, ...]) -> None:
    """预览网站，包括草稿。

    Preview the site, drafts included: `mkdocs serve` with the same OPTIONS.
    """
    sys.exit(_mkdocs("serve", options))


main.add_command(explain_command)


def _mkdocs(command: str, options: tuple[str, ...]) -> int:
    root = project_settings(Path()).root
    quiet = {
        "NO_MKDOCS_2_WARNING": "1",
        **os.environ,
    }  # the theme's notice about its own future is no author's business
    command_line = [sys.executable, "-m", "mkdocs", command, *options]
    return subprocess.run(command_line, cwd=root, env=quiet, check=False).returncode


main.add_command(new)
main.add_command(scheme)
main.add_command(verify)

if __name__ == "__main__":
    main()

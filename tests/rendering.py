"""Projects of mutants, assessed and built into pages: who crashes, whose findings have no place, who takes too long.

It goes through MkDocs and the plugin only, as a preview does, which shows whatever can be read: how pages are made may
change without this. A batch is built in a process of its own, which may crash, hang or eat memory; what a batch died of
is found by halving it.
"""

import logging
import multiprocessing
import re
import resource
import shutil
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from scorepress.assessment import assess_report
from scorepress.core.findings import Finding
from scorepress.core.layout import read_settings
from scorepress.core.messages import translator
from scorepress.reports.loader import load_report, load_unit
from scorepress.schemes.loader import load_scheme, load_schemes
from tests.conftest import ROOT
from tests.mutants import Mutant, mutant, reports, schemes
from tests.patience import seconds

SITE = """\
site_name: 变异
docs_dir: content
theme: {name: material, language: zh, font: false}
plugins: [{scorepress: {search: false, history: false}}]
markdown_extensions: [attr_list, tables, toc]
validation: {nav: {omitted_files: ignore}}
"""
PER_FILE = 2.0
"""Seconds of the processor that one report may take to be assessed, and as much to become a page."""
PER_BATCH = seconds(300)
"""Seconds that a batch may take before it is given up."""
MEMORY = 4 * 2**30
"""Bytes that a batch may take."""


@dataclass(frozen=True)
class Specimen:
    """A mutant with what it needs beside it: a report in a unit of its own, or a scheme with a report under it."""

    mutant: Mutant
    name: str
    """The unit, or the scheme."""
    path: str
    """Where the mutant lies in the project."""
    beside: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What went wrong with one specimen."""

    specimen: Specimen
    kind: str
    """`crash`, `slow` or `no place`."""
    what: str

    def __str__(self) -> str:
        """In one line."""
        return f"{self.kind}: {self.specimen.mutant.origin}, seed {self.specimen.mutant.seed}: {self.what}"


def report_specimens(count: int, first: int) -> Iterator[Specimen]:
    """Mutated reports, each in a unit of its own."""
    origins = reports()
    for seed in range(first, first + count):
        path = origins[seed % len(origins)]
        name = f"m{seed}"
        text = re.sub(r"(?m)^unit: .*$", f"unit: {name}", path.read_text(encoding="utf-8"))
        profile = f"---\nunit: {name}\nname: 变异单位{seed}\nfictional: true\n---\n".encode()
        origin = path.relative_to(ROOT).as_posix()
        place = f"content/units/{name}/{path.name}"
        yield Specimen(mutant(origin, text, seed), name, place, {f"content/units/{name}/index.md": profile})


def scheme_specimens(count: int, first: int) -> Iterator[Specimen]:
    """Mutated schemes, each with the newest report under it if there is one."""
    origins, all_reports = schemes(), [path.read_text(encoding="utf-8") for path in reports()]
    for seed in range(first, first + count):
        path = origins[seed % len(origins)]
        name = f"s{seed}"
        old = re.search(r"(?m)^scheme: *(\S+)", path.read_text(encoding="utf-8"))
        edition = re.search(r"(?m)^edition: *(\S+)", path.read_text(encoding="utf-8"))
        text = re.sub(r"(?m)^scheme: .*$", f"scheme: {name}", path.read_text(encoding="utf-8"))
        key = f"{old[1]}@{edition[1]}" if old and edition else ""
        under = next((report for report in all_reports if re.search(rf"(?m)^scheme: {re.escape(key)}$", report)), None)
        beside = {f"content/units/{name}/index.md": f"---\nunit: {name}\nname: 变异{seed}\n---\n".encode()}
        if under is not None and edition is not None:
            own = re.sub(r"(?m)^unit: .*$", f"unit: {name}", under)
            own = re.sub(r"(?m)^scheme: .*$", f"scheme: {name}@{edition[1]}", own)
            period = re.search(r"(?m)^period: (\S+)", own)
            beside[f"content/units/{name}/{period[1] if period else '2021'}.md"] = own.encode()
        origin = path.relative_to(ROOT).as_posix()
        place = f"schemes/{name}/{edition[1] if edition else '2021'}.yml"
        yield Specimen(mutant(origin, text, seed), name, place, beside)


def faults_of(specimens: Sequence[Specimen], folder: Path) -> list[Fault]:
    """Every fault of the specimens, which are built in one project below `folder`."""
    ended, found = _tried(specimens, folder)
    if ended is None:
        return found
    if len(specimens) == 1:
        return [*found, Fault(specimens[0], *ended)]
    middle = len(specimens) // 2
    halves = [fault for half in (specimens[:middle], specimens[middle:]) for fault in faults_of(half, folder)]
    return halves or [Fault(specimens[0], ended[0], f"only together with {len(specimens) - 1} others: {ended[1]}")]


def _tried(specimens: Sequence[Specimen], folder: Path) -> tuple[tuple[str, str] | None, list[Fault]]:
    """What the batch died of, if it did, and the faults of its specimens."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_worked, args=(specimens, folder / "batch", sender))
    process.start()
    sender.close()
    result: tuple[str, list[Fault]] | None = None
    if receiver.poll(PER_BATCH):
        try:
            result = receiver.recv()
        except EOFError:
            result = None
    late = result is None and process.is_alive()
    process.kill()
    process.join()
    shutil.rmtree(folder / "batch", ignore_errors=True)
    if result is None:
        return ("slow", f"not done in {PER_BATCH:.0f} s") if late else ("crash", "the process died"), []
    error, found = result
    return (("crash", error) if error else None), found


def _worked(specimens: Sequence[Specimen], root: Path, answer: Connection) -> None:
    """In a process of its own: the error that a batch ended with, and the faults found."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        write(specimens, root)
        found = [*assessed(specimens, root), *drawn(specimens, root)]
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        last = traceback.extract_tb(error.__traceback__)[-1]
        answer.send((f"{type(error).__name__}: {str(error)[:200]} ({Path(last.filename).name}:{last.lineno})", []))
    else:
        answer.send(("", found))


def write(specimens: Sequence[Specimen], root: Path) -> None:
    """The project of the specimens; reports are scored by this repository's schemes and those of the cases."""
    shutil.rmtree(root, ignore_errors=True)
    for folder in ("tests/cases/schemes", "schemes"):
        shutil.copytree(ROOT / folder, root / "schemes", dirs_exist_ok=True)
    files = {"mkdocs.yml": SITE.encode(), "content/index.md": "# 变异\n".encode()}
    for specimen in specimens:
        files |= {**specimen.beside, specimen.path: specimen.mutant.data}
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


def assessed(specimens: Sequence[Specimen], root: Path) -> Iterator[Fault]:
    """Each report by itself: how long it takes, and whether each finding has its place and can be shown."""
    settings = read_settings(root / "mkdocs.yml")
    known = load_schemes(settings)
    for specimen in specimens:
        path = root / specimen.path
        if path.suffix != ".md":
            findings = load_scheme(path, specimen.path).findings
            yield from (Fault(specimen, "no place", words) for words in misplaced(findings))
            continue
        begun = time.process_time()
        unit = load_unit(path.parent / "index.md", f"content/units/{specimen.name}/index.md")
        result = assess_report(load_report(path, specimen.path), known, {specimen.name: unit})
        yield from _slow(specimen, "assessing it", time.process_time() - begun)
        yield from (Fault(specimen, "no place", words) for words in misplaced(result.findings))


def misplaced(findings: Sequence[Finding]) -> Iterator[str]:
    """The findings that do not point into their files or cannot be shown."""
    for finding in findings:
        for span in filter(None, (finding.span, finding.see)):
            lines = span.source.lines
            inside = 1 <= span.line <= len(lines) and 1 <= span.column <= len(lines[span.line - 1]) + 1
            if not inside or (span.line, span.column) > (span.end_line, span.end_column):
                yield f"{finding.rule.code} at {span.line}:{span.column}"
        if "^" not in finding.text(translator("zh_CN")):
            yield f"{finding.rule.code} shows no place"


class NoOptions(Config):
    """What `mkdocs.yml` may say of the stopwatch."""


class Stopwatch(BasePlugin[NoOptions]):
    """How long each page takes from its source to its article, in seconds of the processor."""

    def __init__(self) -> None:
        self.begun = 0.0
        self.taken: dict[str, float] = {}

    @event_priority(100)
    def on_pre_page(self, page: Page, /, *, config: MkDocsConfig, files: Files) -> Page:
        del config, files
        self.begun = time.process_time()
        return page

    @event_priority(-100)
    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        del config, files
        self.taken[f"content/{page.file.src_uri}"] = time.process_time() - self.begun
        return html


def drawn(specimens: Sequence[Specimen], root: Path) -> Iterator[Fault]:
    """All of the project as a preview shows it, drafts and reports with errors too: which pages take too long."""
    watch = Stopwatch()
    with _silence():
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site"))
        config.plugins["stopwatch"] = watch
        config.plugins.on_startup(command="serve", dirty=False)
        build(config)
    for specimen in specimens:
        yield from _slow(specimen, "drawing it", watch.taken.get(specimen.path, 0.0))


def _slow(specimen: Specimen, doing: str, taken: float) -> Iterator[Fault]:
    if taken > seconds(PER_FILE):
        yield Fault(specimen, "slow", f"{doing} took {taken:.1f} s")


@contextmanager
def _silence() -> Iterator[None]:
    """The log of a build with thousands of findings is of no interest here."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)

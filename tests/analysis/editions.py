"""Scheme files from text, for the tests of what is between two editions."""

from pathlib import Path

from scorepress.core.composer import parse_yaml
from scorepress.core.findings import Finding
from scorepress.core.messages import translator
from scorepress.core.nodes import Mapping
from scorepress.core.records import Context, read_record
from scorepress.core.spans import Source
from scorepress.schemes.loader import SchemeFile, continued, load_scheme
from scorepress.schemes.model import Scheme


def edition(folder: Path, name: str, text: str, *earlier: SchemeFile) -> SchemeFile:
    """A sound edition `name` of the scheme `demo`; `earlier` are those that it may speak of."""
    path = folder / "schemes" / "demo" / f"{name}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"scheme: demo\nedition: '{name}'\n{text}", encoding="utf-8", newline="\n")
    known = {file.scheme.key: file for file in earlier if file.scheme is not None}
    file = continued(load_scheme(path, f"schemes/demo/{name}.yml"), known)
    assert file.sound, "\n".join(finding.text(translator("en")) for finding in file.findings)
    return file


def read(node: Mapping) -> tuple[SchemeFile, list[Finding]]:
    """A scheme from its nodes, whether or not it adds up, and what was found in reading it."""
    findings: list[Finding] = []
    scheme = read_record(Scheme, node, Context(findings))
    return SchemeFile(node.span.source, node, scheme, tuple(findings), sound=True), findings


def in_memory(name: str, text: str) -> SchemeFile:
    """An edition without a file and without classes, whether or not it adds up."""
    whole = f"scheme: demo\nedition: '{name}'\n{text}"
    node = parse_yaml(Source(f"{name}.yml", whole), whole, 1, [])
    assert node is not None
    file, findings = read(node)
    assert not findings, [finding.text(translator("en")) for finding in findings]
    return file

"""The JSON Schemas for editors: up to date, named in every scheme file, and agreeing with what the check accepts."""

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.conftest import run_program

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("kind", ["scheme", "report"])
def test_the_schema_in_the_repository_is_the_generated_one(kind: str) -> None:
    made = run_program(ROOT, "scorepress", "schema", kind).stdout
    kept = (ROOT / f"schemes/{kind}.schema.json").read_text(encoding="utf-8")
    assert json.loads(kept) == json.loads(made), f"run: scorepress schema {kind} > schemes/{kind}.schema.json"


@pytest.mark.parametrize("path", sorted((ROOT / "schemes").glob("*/*.yml")), ids=str)
def test_every_scheme_names_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../scheme.schema.json"


def test_the_scheme_schema_knows_every_method() -> None:
    from scorepress.schemes.methods import METHODS

    text = (ROOT / "schemes/scheme.schema.json").read_text(encoding="utf-8")
    assert [name for name in METHODS if f'"{name}"' not in text] == []


class AsEditorsRead(yaml.SafeLoader):
    """YAML as a language server reads it: 1.2, which has no dates."""


AsEditorsRead.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if "timestamp" not in pair[0]]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def documents() -> Iterator[tuple[str, Path, str]]:
    """Everything that the check accepts: kind, file, YAML text."""
    ready = (ROOT / "plugins/scorepress/schemes/ready").glob("*.yml")
    for path in sorted([*(ROOT / "schemes").glob("*/*.yml"), *ready]):
        yield "scheme", path, path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "tests/cases/schemes").glob("*/*.yml")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if "expect: none" in text:
            yield "scheme", path, text
    for path in sorted((ROOT / "content/units").glob("*/[12]*.md")):
        yield "report", path, path.read_text(encoding="utf-8").split("\n---\n")[0]


@pytest.mark.parametrize(
    ("kind", "path", "text"), list(documents()), ids=lambda value: value.name if isinstance(value, Path) else ""
)
def test_what_the_check_accepts_has_no_red_line_in_an_editor(kind: str, path: Path, text: str) -> None:
    schema = json.loads((ROOT / f"schemes/{kind}.schema.json").read_text(encoding="utf-8"))
    read = yaml.load(text, AsEditorsRead)  # noqa: S506 - a SafeLoader with fewer resolvers
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(read)] == []

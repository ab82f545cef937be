"""The JSON Schemas for editors: up to date, named in every scheme file, and agreeing with what the check accepts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("kind", ["scheme", "report"])
def test_the_schema_in_the_repository_is_the_generated_one(kind: str) -> None:
    command = [sys.executable, "-m", "scorepress.cli.main", "schema", kind]
    made = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
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

"""The data is as docs/data-format says: its JSON Schemas hold for all of it, and its page names every key."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scorepress.exports.folder import data_files, write_data
from scorepress.verify import methods, words
from tests.verify.random_pairs import play
from tests.verify.test_conformance import SOUND, assessed

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/data-format.md").read_text(encoding="utf-8")
SCHEMAS = {
    path.name.partition(".")[0]: json.loads(path.read_text(encoding="utf-8"))
    for path in (ROOT / "docs/data-format").glob("*.schema.json")
}


def documents(folder: Path) -> Iterator[tuple[str, Any]]:
    for path in sorted(folder.rglob("*.json")):
        if path.name == "datapackage.json":  # has a form of its own, held by tests/site/test_open_data.py
            continue
        yield path.name, json.loads(path.read_text(encoding="utf-8"))


def check(folder: Path) -> None:
    for name, document in documents(folder):
        validator = jsonschema.Draft202012Validator(SCHEMAS[document["type"]])
        assert [error.message for error in validator.iter_errors(document)] == [], name


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_the_schemas_are_schemas(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[kind])


@pytest.mark.parametrize("case", SOUND[::5])
def test_the_data_of_cases_has_the_form(case: dict[str, Any], tmp_path: Path) -> None:
    found = assessed(case, tmp_path)
    write_data(tmp_path / "data", data_files(found.reports, found.schemes, found.units))
    check(tmp_path / "data")


def test_the_data_of_random_schemes_has_the_form(tmp_path: Path) -> None:
    for seed in range(20):
        play(seed, tmp_path)
        check(tmp_path / "data")


def test_the_data_of_this_site_has_the_form(built_site: Path) -> None:
    check(built_site / "data")


def test_the_page_names_every_key() -> None:
    named = set(re.findall(r"`([^`]+)`", PAGE))
    keys: set[str] = set()
    for schema in SCHEMAS.values():
        for definition in (schema, *schema["$defs"].values()):
            keys |= definition.get("properties", {}).keys()
    assert sorted(keys - named) == []


def test_the_page_defines_every_method() -> None:
    assert [name for name in methods.PARAMETERS if f"| `{name}` |" not in PAGE] == []
    parameters = {name for each in methods.PARAMETERS.values() for name in each}
    assert sorted(name for name in parameters if f"`{name}`" not in PAGE) == []


def test_every_sentence_has_two_languages_with_the_same_fields() -> None:
    for chinese, english in words.WORDS.values():
        assert set(re.findall(r"\{\w+\}", chinese)) == set(re.findall(r"\{\w+\}", english))

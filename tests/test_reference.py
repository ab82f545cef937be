"""The reference: every method, key and edge has its text, every edge a case that holds it, every page is there."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from scorepress.core.findings import Rule
from scorepress.core.messages import translator
from scorepress.core.records import Record
from scorepress.reference.fields import KINDS, parameters
from scorepress.reference.subjects import PLACES, Subject, subjects
from scorepress.reference.topics import TOPICS
from scorepress.reports.model import Review
from scorepress.schemes.checks import check_scheme
from scorepress.schemes.indicator import Entry, Indicator, PolicyName
from scorepress.schemes.methods import METHODS
from scorepress.schemes.model import Part, Scheme
from scorepress.schemes.rules import AGGREGATIONS
from tests.conftest import REPORT, MakeProject, run_mkdocs
from tests.support import scheme_of
from tests.test_conformance import CASES

SUBJECTS = subjects()
EVERY = pytest.mark.parametrize("subject", [pytest.param(each, id=name) for name, each in SUBJECTS.items()])
OF_FILES_AND_SEALS = {"SR217", "SR218", "SR219", "SR223", "SR224", "SR225"}
"""Findings about scheme files, their places and seals, which are no matter of scoring."""


def test_every_method_has_a_page() -> None:
    assert set(METHODS) <= set(SUBJECTS)
    assert not set(METHODS) & {topic.name for topic in TOPICS}


@EVERY
def test_every_key_has_its_text_and_type(subject: Subject) -> None:
    for table in (*subject.scheme, *subject.report):
        assert table.rows
        for row in table.rows:
            assert row.texts, f"{row.name} has no docstring"
            assert row.kind.template


@EVERY
def test_every_edge_is_held_by_a_case(subject: Subject) -> None:
    titles = {param.id for param in CASES}
    assert len(subject.edges) >= 3
    assert [edge.case for edge in subject.edges if edge.case not in titles] == []


@EVERY
def test_every_page_has_an_example_that_gives_marks(subject: Subject) -> None:
    assert subject.examples
    for example in subject.examples:
        assert f"{subject.name}: {example.title}" in {param.id for param in CASES}
        assert set(example.explanations) == set(example.reports)
        for explanation in (each for layers in example.explanations.values() for each in layers):
            assert explanation.card.total is not None
            assert example.scores(explanation, subject.method)


@EVERY
def test_formulas_speak_of_what_is_there(subject: Subject) -> None:
    if subject.method is None:
        return
    known = {row.name for table in (*subject.scheme, *subject.report) for row in table.rows} | {"full", "marks"}
    known |= {"min", "max", "if", "else", "of", "the", "with", "in", "whose", "first", "best", "valid", "group"}
    known |= {"left", "out", "taken", "off", "part", "cap", "item", "items", "row", "rank", "band", "value", "worst"}
    known |= {"down", "rater", "self", "actual", "holds"}
    known |= {"between", "two", "standards", "low", "high", "worth", "mean", "that", "count"}
    words = {word for line in subject.symbols for word in re.findall(r"[a-z_]{2,}", line)}
    assert words <= known, words - known


def test_words_of_a_choice_are_all_described() -> None:
    described = {name: {choice.word for choice in SUBJECTS[name].choices} for name in SUBJECTS}
    assert described["aggregation"] == set(get_args(Part.model_fields["aggregate"].annotation)) == set(AGGREGATIONS)
    assert described["not_applicable"] == set(get_args(PolicyName))
    assert described["total"] == set(get_args(Part.model_fields["kind"].annotation))


def alone(name: str, kind: str, *, full: bool) -> str:
    """A scheme with one part of that kind, which has the indicator of a method's own example, in YAML's flow style."""
    read = (yaml.load(example.scheme, yaml.BaseLoader) for example in SUBJECTS[name].examples)  # noqa: S506 - all is text
    (indicator, *_) = (found for tree in read for found in indicators(tree) if found["method"] == name)
    for key in ("full", "weight", "classes", "by_class", "group", "gate"):
        indicator.pop(key, None)
    if full:
        indicator["full"] = "10"
    base = {
        "id": "base",
        "title": "基本",
        "indicators": [{"id": "B", "title": "基本", "full": "9", "method": "direct"}],
    }
    part = {"id": "own", "title": "本项", "kind": kind, "indicators": [{**indicator, "id": "I"}]}
    tree = {"rounding": {"places": "2", "at": ["total"]}, "units": ["u"], "parts": [base, part]}
    return re.sub(r"'(-?[\d.]+%?)'", r"\1", yaml.safe_dump(tree, allow_unicode=True))


def indicators(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from tree.get("indicators", ())
    for part in tree.get("parts", ()):
        yield from indicators(part)


@pytest.mark.parametrize("kind", ["base", "bonus", "penalty"])
@pytest.mark.parametrize("full", [True, False], ids=["with full marks", "without"])
def test_what_can_stand_in_a_part_is_what_the_check_accepts(kind: str, full: bool) -> None:
    """The page's list and the findings of a scheme, for every method."""
    (choice,) = (choice for choice in SUBJECTS["total"].choices if choice.word == kind)
    about_full = {"SR211", "SR212", "SR220"}
    accepted = set()
    for name, method in METHODS.items():
        scheme, node, _ = scheme_of(alone(name, kind, full=full))
        assert scheme is not None
        if not about_full & {finding.rule.code for finding in check_scheme(scheme, node)}:
            accepted.add(name)
        assert (name in accepted) is method.fits(kind, full=full), name
    listed = set(choice.methods)
    assert accepted == (set() if full and kind == "penalty" else set(METHODS) if full else listed)


def test_every_finding_about_scoring_is_linked_from_a_page() -> None:
    linked = {rule.code for subject in SUBJECTS.values() for rule in subject.rules}
    wanted = {code for code in Rule.registry if "SR200" <= code < "SR300"} - OF_FILES_AND_SEALS
    assert wanted - linked == set()


def test_no_key_of_a_scheme_or_an_entry_is_left_out() -> None:
    shown: dict[type[Record], set[str]] = {}
    for topic in TOPICS:
        for keys in (*topic.scheme, *topic.report):
            shown.setdefault(keys.record, set()).update(row.name for row in parameters(keys.record, keys.only))
            assert any(base in PLACES for base in keys.record.__mro__)
    for record in (Scheme, Part, Indicator, Entry, Review):
        assert shown[record] == {row.name for row in parameters(record)}


def test_types_are_named_for_every_reader_in_use() -> None:
    unnamed = "as its own page says"
    odd = {
        row.name
        for subject in SUBJECTS.values()
        for table in (*subject.scheme, *subject.report)
        for row in table.rows
        if unnamed in row.kind.text(str)
    }
    assert odd <= {"method", "by_class", "scores"}
    assert len(KINDS) > 10


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_say_everything_in_the_language_of_the_site(make_project: MakeProject, language: str) -> None:
    root = make_project({"2025.md": REPORT}, language=language)
    done = run_mkdocs(root, "build", "--strict")
    assert done.returncode == 0, done.stderr
    translate = translator(language)
    for name, subject in SUBJECTS.items():
        page = text_of(root / f"site/reference/methods/{name}/index.html")
        for text in (subject.title, *subject.texts, *(edge.words for edge in subject.edges)):
            assert plain(translate(text)) in page, text
        for table in (*subject.scheme, *subject.report):
            for row in table.rows:
                assert row.name in page
                assert all(plain(translate(text)) in page for text in row.texts)
        assert all(rule.code in page for rule in subject.rules)
        assert all(plain(translate(line)) in page for line in subject.symbols)
    index = text_of(root / "site/reference/methods/index.html")
    assert all(plain(translate(subject.title)) in index for subject in SUBJECTS.values())
    scheme = (root / "site/schemes/demo/2025/index.html").read_text(encoding="utf-8")
    assert 'href="../../../reference/methods/attainment/"' in scheme
    assert 'href="../../../reference/methods/aggregation/"' in scheme


def plain(text: str) -> str:
    return " ".join(text.replace("`", "").split())


def text_of(path: Path) -> str:
    page = re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8"))
    return " ".join(html.unescape(page).split())

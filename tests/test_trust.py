"""A test of the tests: what made runs fail on a busy machine or in somebody's own environment is not written again."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

BROWSER = sorted((ROOT / "tests/browser").glob("test_*.py"))
READ_AT_ONCE = {
    *("all", "all_inner_texts", "all_text_contents", "bounding_box", "content", "count", "element_handle"),
    *("element_handles", "evaluate", "evaluate_all", "evaluate_handle", "get_attribute", "inner_html", "inner_text"),
    *("input_value", "is_checked", "is_disabled", "is_editable", "is_enabled", "is_hidden", "is_visible"),
    *("query_selector", "query_selector_all", "text_content", "title"),
}
"""What tells a page's state without waiting for it; tests/browser/waiting.py does so after it has waited."""
NOT_AWAITED = {"goto", "wait_for_load_state", "wait_for_selector", "wait_for_timeout", "wait_for_url"}
"""What waits for less than a page that is ready, or for a fixed time."""
OWN_WINDOWS = {"new_context", "new_page"}
"""Windows with limits of their own; the fixture `new_page` has those that grow with the machine's load."""


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call of a method of something, with the method's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func.attr


def faults(source: str) -> list[str]:
    """What a browser test must not do, with its line."""
    tree = ast.parse(source)
    found = [
        f"{call.lineno}: {name}"
        for call, name in calls(tree)
        if name in READ_AT_ONCE | NOT_AWAITED | OWN_WINDOWS or any(word.arg == "timeout" for word in call.keywords)
    ]
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Assert):
            addresses = (node for node in ast.walk(statement) if isinstance(node, ast.Attribute) and node.attr == "url")
            found += [f"{node.lineno}: the address of a page, at once" for node in addresses]
    return found


@pytest.mark.parametrize("path", BROWSER, ids=lambda path: path.stem)
def test_browser_tests_wait_for_what_they_look_at(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "assert page.locator('tr').count() == 3",
        "texts = [row.inner_text() for row in rows.all()]",
        "if button.is_visible(): pass",
        "page.goto('')",
        "opened = browser.new_page()",
        "assert page.url.endswith('/units/')",
        "expect(row).to_be_visible(timeout=500)",
        "page.wait_for_timeout(300)",
        "shown = page.evaluate('1')",
    ],
)
def test_reading_at_once_would_be_seen(line: str) -> None:
    assert len(faults(line)) > 0


@pytest.mark.parametrize(
    "line",
    [
        "expect(page.locator('tr')).to_have_count(3)",
        "assert texts(page.locator('tr')) == ['1']",
        "go(page, '')",
        "expect(page).to_have_url(re.compile('/units/$'))",
        "weights = {each.url: len(each.body()) for each in answers}",
    ],
)
def test_what_waits_is_left_alone(line: str) -> None:
    assert faults(line) == []


def sleeps(tree: ast.AST, *, polling: bool = False) -> Iterator[int]:
    """The lines that sleep, outside a loop that ends with the state that it waits for."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "sleep" and not polling:
                yield node.lineno
        yield from sleeps(node, polling=polling or isinstance(node, ast.While))


def fixed_limits(tree: ast.AST) -> Iterator[int]:
    """The lines with a time limit that does not grow with the load of the machine."""
    words = (word for node in ast.walk(tree) if isinstance(node, ast.Call) for word in node.keywords)
    return (word.value.lineno for word in words if word.arg == "timeout" and isinstance(word.value, ast.Constant))


def test_no_test_sleeps_for_a_fixed_time_or_has_a_fixed_limit() -> None:
    """A test waits for a state, within a limit of `tests.patience`."""
    found: dict[str, list[int]] = {}
    for path in sorted((ROOT / "tests").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8") if path.name != "patience.py" else "")
        lines = [*sleeps(tree), *fixed_limits(tree)]
        if lines:
            found[str(path.relative_to(ROOT))] = lines
    assert found == {}


def test_a_sleep_and_a_fixed_limit_would_be_seen() -> None:
    assert list(sleeps(ast.parse("def f():\n    time.sleep(1)\n    for x in y:\n        sleep(2)"))) == [2, 4]
    assert list(sleeps(ast.parse("while not done():\n    time.sleep(0.1)\npause(DELAY)"))) == []
    assert list(fixed_limits(ast.parse("run(timeout=20)\nrun(timeout=seconds(20))"))) == [1]

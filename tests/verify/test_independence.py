"""Verification is a second program: it uses Python's own library and itself, nothing else."""

import ast
import sys
from pathlib import Path

import scorepress.verify

FOLDER = Path(scorepress.verify.__file__).parent


def test_it_imports_nothing_but_the_standard_library_and_itself() -> None:
    foreign: set[str] = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            foreign |= {name for name in names if name.partition(".")[0] not in sys.stdlib_module_names}
            assert not (isinstance(node, ast.ImportFrom) and node.level), path
    assert foreign
    assert {name for name in foreign if not name.startswith("scorepress.verify.")} == set()

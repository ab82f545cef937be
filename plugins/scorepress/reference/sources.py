"""The source of classes and functions as syntax trees, each module read once and only when somebody asks."""

import ast
import inspect
import sys
from functools import cache


def source_of(thing: type) -> ast.ClassDef | ast.FunctionDef | None:
    """The definition of a class or function at the top of its module; None for anything else."""
    return _definitions(thing.__module__).get(thing.__name__)


@cache
def _definitions(module: str) -> dict[str, ast.ClassDef | ast.FunctionDef]:
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except OSError:  # installed without its source: pages stand without these texts
        return {}
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)}

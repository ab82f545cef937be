"""An edition of a scheme as data: what is in force for each class, with every parameter."""

from scorepress.exports.written import Data, as_written
from scorepress.schemes.classes import Variant
from scorepress.schemes.loader import SchemeFile

PER_CLASS = ("classes", "by_class")
"""Keys of parts and indicators that are already applied in the tree of a class."""


def scheme_data(file: SchemeFile) -> Data | None:
    """The edition in `file`; None where it has errors, since no report can be scored under it."""
    if file.scheme is None or file.node is None or not file.sound:
        return None
    trees = file.variants or {"": Variant(file.scheme, file.node)}
    return {
        **as_written(file.scheme, file.node, leave=("parts",)),
        "file": file.source.path,
        "sha256": file.digest,
        "trees": [_tree(name, rules) for name, rules in trees.items()],
    }


def _tree(name: str, rules: Variant) -> Data:
    parts = as_written(rules.scheme.parts, rules.node.get("parts"), leave=PER_CLASS)
    return {"class": name, "parts": parts} if name else {"parts": parts}

"""Lists of named things in a scheme: causes, items, levels; and the two faults that all such lists share."""

from collections.abc import Iterator

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.spans import Span


class NotInScheme(Rule):
    """A report names a cause, an item or a level that the scheme does not have."""

    code = "SR243"
    message = N_("{given} is not in the scheme's list")
    cure = N_("{cure}")
    why = N_("What is deducted or awarded must follow from the scheme, not from the report.")
    bad = "events: [{rule: other, reason: …}]"
    good = "events: [{rule: late, reason: …}]"

    @classmethod
    def at(cls, span: Span, see: Span | None = None, /, **args: object) -> Finding:
        """The finding, with what is allowed for its cure; where nothing is, there is only one."""
        words = N_("use one of: {allowed}") if args["allowed"] else N_("delete it; the scheme has no such list")
        return super().at(span, see, cure=message(words, allowed=args["allowed"]), **args)


class RepeatedId(Rule):
    """An id stands for two things."""

    code = "SR207"
    message = N_("the id {id} is used twice")
    cure = N_("give each its own id")
    why = N_("Reports refer to ids; with two of the same, nobody knows which is meant.")
    bad = "indicators:\n  - {id: A1, …}\n  - {id: A1, …}"
    good = "indicators:\n  - {id: A1, …}\n  - {id: A2, …}"


def repeated(node: Mapping, key: str) -> Iterator[Finding]:
    """A finding for each id of the list at `key` that has been used before in it."""
    first: dict[str, int] = {}
    for index, item in enumerate(node.get(key, [])):
        name = item.get("id") if isinstance(item, Mapping) else None
        if name is not None and first.setdefault(str(name), index) != index:
            see = span_at(node, key, first[str(name)], "id")
            yield RepeatedId.at(span_at(node, key, index, "id"), see, id=str(name))


def indicator_nodes(node: Mapping) -> dict[str, Mapping]:
    """Every mapping below `parts` and `indicators` by its id."""
    found: dict[str, Mapping] = {}
    for key in ("parts", "indicators"):
        for child in node.get(key) or []:
            if isinstance(child, Mapping):
                if "id" in child:
                    found[str(child["id"])] = child
                found.update(indicator_nodes(child))
    return found

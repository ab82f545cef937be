"""A page that is made from records alone: a template, a title, and the names that the template knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class MadePage:
    """One page. Its path is the key under which it is kept, POSIX, from the content folder."""

    template: str
    title: str
    names: Mapping[str, object] = field(default_factory=dict)
    searchable: bool = False
    wide: bool = True
    """Whether its tables need the room of the side bars."""

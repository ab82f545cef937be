"""Memory: what was made last time, so that a change makes anew only what rests on it."""

from collections.abc import Callable, Hashable
from typing import TypeVar

Made = TypeVar("Made")


class Memory:
    """Results by name, each with what it was made from. It holds for one assessment after another of one project.

    What the last assessment did not ask for is forgotten: a report that was deleted, or a scheme that was renamed.
    """

    def __init__(self) -> None:
        self._before: dict[Hashable, tuple[tuple[object, ...], object]] = {}
        self._now: dict[Hashable, tuple[tuple[object, ...], object]] = {}

    def begin(self) -> None:
        """Begin the next assessment."""
        self._before, self._now = self._now, {}

    def recall(self, name: Hashable, needs: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """What `make` gives; what it gave last time, if it was made from these very `needs`.

        Records count as the same only if they are the same object, which is quick and never wrong; texts if they are
        equal. Everything that `make` looks at must be among the needs.
        """
        kept = self._now.get(name) or self._before.get(name)
        if kept is None or len(kept[0]) != len(needs) or not all(map(_same, kept[0], needs)):
            kept = (needs, make())
        self._now[name] = kept
        return kept[1]  # type: ignore[return-value] # what was kept under this name was made by this `make`

    def keep(self, name: Hashable, value: Made) -> Made:
        """`value`, or the equal one of last time, so that what rests on it is not made anew."""
        kept = self._now.get(name) or self._before.get(name)
        if kept is not None and kept[1] == value:
            value = kept[1]
        self._now[name] = ((), value)
        return value


def _same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, str) and one == other)

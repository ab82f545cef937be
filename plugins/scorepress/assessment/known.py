"""What reports refer to and stand beside: schemes, units, and what an earlier assessment has made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scorepress.core.memory import Memory
from scorepress.reports.model import UnitFile
from scorepress.schemes.loader import Schemes


@dataclass(frozen=True)
class Known:
    """The schemes and units of a project, whatever their state."""

    schemes: Schemes
    units: Mapping[str, UnitFile]
    memory: Memory = field(default_factory=Memory)
    today: str = ""
    """The day for which is said what is still to come, `2026-11-28`; where it is empty, nothing is."""

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of the units by their ids."""
        names = {name: file.unit.name for name, file in self.units.items() if file.unit is not None}
        return self.memory.keep("names of units", names)

    @cached_property
    def ids(self) -> tuple[frozenset[str], frozenset[str]]:
        """The units and the editions there are: who names another one gets a finding."""
        return self.memory.keep("ids", (frozenset(self.units), frozenset(self.schemes.files)))

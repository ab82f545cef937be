"""Who exchanges the site: the plugin last of all, or `scorepress build`, which waits until MkDocs has ended well."""

from dataclasses import dataclass, field

from scorepress.publishing.staging import Staging
from scorepress.site.outcome import Outcome


@dataclass
class Driver:
    """The hands of `scorepress build`: what the plugin leaves to it."""

    staging: Staging | None = None
    expected: list[str] = field(default_factory=list)
    """The files that the site must have."""
    outcome: Outcome = field(default_factory=Outcome)
    finished: bool = False
    """Whether the plugin came to its end: whatever ends MkDocs before leaves half a site."""
    begun: bool = False
    """Whether MkDocs could use its settings; before that nothing but misuse can be wrong."""
    language: str = "zh"
    """Of the site."""


_drivers: list[Driver] = []


def drive(driver: Driver) -> None:
    """From now on the plugin of this process leaves the exchange to `driver`."""
    _drivers[:] = [driver]


def driver() -> Driver | None:
    """Who exchanges, if not the plugin itself."""
    return _drivers[0] if _drivers else None

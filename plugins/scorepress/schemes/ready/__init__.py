"""Schemes to start from: whole edition files that `scorepress new scheme` copies into a project."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Ready:
    """One of them: its name and the text of its file."""

    name: str
    text: str

    @property
    def title(self) -> str:
        """What it is, as its first comment says."""
        first = next(line for line in self.text.splitlines() if line.startswith("# ") and "$schema" not in line)
        return first.removeprefix("# ").rstrip("。")

    def copy(self, scheme: str, edition: str, units: Sequence[str] = ()) -> str:
        """The text of an edition file of this scheme and edition.

        Where it lists units, all of `units` stand in the first list and none in the others: who belongs where is for
        its owner to say, but an invented unit would be waited for.
        """
        text = self.text
        if units:
            lists = chain([f"units: [{', '.join(units)}]"], repeat("units: []"))
            text = re.sub(r"\bunits: \[[^\]]+\]", lambda _: next(lists), text)
        renamed = re.sub(r"^scheme: .*$", f"scheme: {scheme}", text, count=1, flags=re.MULTILINE)
        return re.sub(r"^edition: .*$", f"edition: {edition}", renamed, count=1, flags=re.MULTILINE)


def ready_schemes() -> dict[str, Ready]:
    """Every one by its name."""
    paths = sorted(FOLDER.glob("*.yml"))
    return {path.stem: Ready(path.stem, path.read_text(encoding="utf-8")) for path in paths}

"""Small sites to exchange."""

from pathlib import Path

from scorepress.publishing.staging import Staging

NAMES = ("index.html", "404.html", "sitemap.xml", "units/a.html")


def fill(folder: Path, state: str) -> None:
    """A site whose every file says which one it is."""
    for name in NAMES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{state} {name}", encoding="utf-8")


def old_site(folder: Path) -> None:
    """The site that is there before."""
    fill(folder, "old")


def put_site(staging: Staging, state: str) -> None:
    """A whole build."""
    fill(staging.folder, state)
    staging.publish(NAMES)


def contents(folder: Path) -> str:
    """Which site lies in a folder; fails where it is a mixture or not whole."""
    states = {name: (folder / name).read_text(encoding="utf-8").removesuffix(f" {name}") for name in NAMES}
    assert len(set(states.values())) == 1, states
    visible = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    assert visible == {name.partition("/")[0] for name in NAMES}, visible
    return states[NAMES[0]]

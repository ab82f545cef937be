"""Whether a site may be put into a folder: nothing but a site, or nothing at all, may be replaced."""

import os
from collections.abc import Iterable
from pathlib import Path

from scorepress.core.messages import N_, message
from scorepress.publishing.faults import NotPublished, SiteFolderForeign, SiteFolderUnusable

SIGNS = (("assets", "scorepress"), ("404.html", "sitemap.xml"), ("data", "index.json"))
"""Sites are known by what the one and the other way of building them always write: each pair is a sign."""


def real_place(site: Path, apart: Iterable[Path] = ()) -> Path:
    """Where a site that is asked for at `site` really goes: where a link leads. Raises `NotPublished`.

    `apart` are folders of the project: none may lie in the site or be it.
    """
    if site.is_symlink() and not site.exists():
        raise NotPublished(SiteFolderUnusable, site, reason=message(N_("it is a link that leads nowhere")))
    place = site.resolve()
    if place.exists() and not place.is_dir():
        raise NotPublished(SiteFolderUnusable, site, reason=message(N_("it is a file")))
    for folder in apart:
        if folder.resolve().is_relative_to(place):
            reason = message(N_("the project's folder {name} lies in it"), name=folder.name)
            raise NotPublished(SiteFolderUnusable, site, reason=reason)
    if place.is_dir():
        _must_be_a_site(site, place)
        _must_not_be_mounted(site, place)
    return place


def _must_be_a_site(site: Path, place: Path) -> None:
    names = sorted(path.name for path in place.iterdir() if not path.name.startswith("."))
    if names and not any(_is_there(place, sign) for sign in SIGNS):
        raise NotPublished(SiteFolderForeign, site, name=names[0])


def _is_there(place: Path, sign: tuple[str, str]) -> bool:
    """`assets/scorepress` and `data/index.json` are paths; two files of one folder are known by their ends."""
    one, other = sign
    if "." in one:
        return (place / one).is_file() and (place / other).is_file()
    return (place / one / other).exists()


def _must_not_be_mounted(site: Path, place: Path) -> None:
    """A folder that is mounted cannot be moved; one below it would be emptied with the old site."""
    device = place.stat().st_dev
    below = (Path(parent, name) for parent, names, _ in os.walk(place) for name in names)
    mounted = place if place.is_mount() else next((path for path in below if path.lstat().st_dev != device), None)
    if mounted is not None:
        words = N_("a file system is mounted at {name}")
        reason = message(words, name=mounted.relative_to(place.parent).as_posix())
        raise NotPublished(SiteFolderUnusable, site, reason=reason)

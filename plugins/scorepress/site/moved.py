"""Former addresses: where a report or a unit once had its page, a page stays that leads to the present one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from scorepress.publishing.headers import meta_of
from scorepress.site.site import Site


@dataclass(frozen=True)
class Moved:
    """A page that is at another path now; both are from the content folder."""

    before: str
    now: str


def moved(site: Site) -> Iterator[Moved]:
    """The pages that git saw renamed since they were published; no two from one path, none from one in use.

    Of several that once had one path it is the one that had it last. Read when all addresses are known.
    """
    history, settings = site.offer.history, site.project.settings
    if history is None:
        return
    below = f"{settings.shown(settings.content)}/"
    taken = set(site.urls)
    for path in (*site.shown, *(path for path in site.units if path in site.urls)):
        for former in history.former(below + path, always_public=path in site.units):
            before = former.removeprefix(below)
            if former.startswith(below) and _is_page(before) and before not in taken:
                taken.add(before)
                yield Moved(before, path)


def _is_page(path: str) -> bool:
    return PurePosixPath(path).suffix == ".md"


def write_moved(site: Site, config: MkDocsConfig) -> None:
    """Write the pages that lead on into the built site, where nothing else is."""
    publication = site.offer.publication
    for each in moved(site):
        old = File(each.before, config.docs_dir, config.site_dir, config.use_directory_urls)
        target = Path(old.abs_dest_path)
        if target.exists():
            continue
        html = site.renderer.page(
            "moved.html",
            site=site,
            title=site.title_of(each.now),
            meta=meta_of(f"/{old.url}"),
            to=get_relative_url(site.urls[each.now], old.url),
            whole=publication.page(site.urls[each.now]) if publication.address else "",
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8", newline="\n")

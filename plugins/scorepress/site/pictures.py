"""Pictures that say how large they are, so that the text below one stays where it is while it loads."""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import imagesize

PICTURE = re.compile(r"<img\b(?P<attributes>[^>]*)>")
SOURCE = re.compile(r"""\ssrc=(["'])(?P<address>.*?)\1""")
SIZED = re.compile(r"\s(?:width|height)\s*=")


def with_sizes(html: str, url: str, files: Mapping[str, Path]) -> str:
    """`html` of the page at `url`, where each picture of the site without a size has its own, in pixels.

    `files` are the pictures by their addresses. What is no picture, or says nothing of its size, stays as it is.
    """

    def sized(match: re.Match[str]) -> str:
        source = SOURCE.search(match["attributes"])
        if source is None or SIZED.search(match["attributes"]):
            return match.group()
        path = files.get(_address(unescape(source["address"]), url))
        size = _size(path) if path else None
        return match.group() if size is None else f'<img width="{size[0]}" height="{size[1]}"{match["attributes"]}>'

    return PICTURE.sub(sized, html)


def _address(link: str, url: str) -> str:
    """What a link on the page at `url` leads to, from the root of the site; empty for another host."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return ""
    return normpath(join(dirname(url), unquote(parts.path)))


def _size(path: Path) -> tuple[int, int] | None:
    try:
        width, height = map(round, imagesize.get(path))
    except (OSError, ValueError):
        return None
    return (width, height) if width > 0 and height > 0 else None

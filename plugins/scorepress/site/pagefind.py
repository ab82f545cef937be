"""Pagefind's files, as far as we read them: CBOR of a few kinds and JSON, compressed, behind a mark.

`pagefind-entry.json` names the index, `pagefind.*.pf_meta` its pages and chunks, `index/*.pf_index` the words and the
pages of each, `filter/*.pf_filter` the pages of each value, `fragment/*.pf_fragment` what is shown of a page.
"""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

MARK = b"pagefind_dcd"
SMALL = 24
"""CBOR writes numbers below this into the first byte."""
NUMBER, NEGATIVE, TEXT, LIST = 0, 1, 3, 4


class SearchIndexError(Exception):
    """Pagefind could not be run or failed, or its files are not what we know; the message says what is wrong."""


class Index:
    """The index below `bundle`, asked as `pagefind.js` asks it: entry, meta, chunk, word, pages."""

    def __init__(self, bundle: Path) -> None:
        self.bundle = bundle
        try:
            _, (_, pages, chunks, filters, *_) = _read_meta(bundle)
            self.pages = [str(name) for name, *_ in pages]
            """The fragment of each page by the number that the words have for it."""
            self.chunks = [(str(first), str(last), str(name)) for first, last, name in chunks]
            self.filters = {str(facet): str(name) for facet, name in filters}
        except (OSError, ValueError, TypeError, KeyError, IndexError) as error:
            raise _unexpected(bundle, error) from error

    def pages_of(self, words: Iterable[str]) -> Iterator[tuple[str, frozenset[int]]]:
        """Each of `words` with the numbers of the pages that have it; every chunk is read once."""
        by_chunk: dict[str, list[str]] = {}
        for word in words:
            name = self._chunk_of(word)
            if name is None:
                yield word, frozenset()
            else:
                by_chunk.setdefault(name, []).append(word)
        for name, asked in by_chunk.items():
            chunk = read_content(self.bundle / "index" / f"{name}.pf_index")
            for word in asked:
                yield word, frozenset(_pages_in(chunk, word))

    def _chunk_of(self, word: str) -> str | None:
        """The chunk that has `word` if any has. The last word of a chunk may be named by its beginning only."""
        within = (name for first, last, name in self.chunks if first <= word <= last)
        behind = (name for first, last, name in self.chunks if first <= word and word.startswith(last))
        return next(chain(within, behind), None)

    def pages_with(self, facet: str) -> dict[str, frozenset[int]]:
        """The pages of each value of one facet."""
        if facet not in self.filters:
            return {}
        _, values = decode(read_content(self.bundle / "filter" / f"{self.filters[facet]}.pf_filter"))
        return {value: frozenset(pages) for value, pages in values}

    def fragment(self, page: int) -> dict[str, Any]:
        """What is kept of one page."""
        return read_fragment(self.bundle / "fragment" / f"{self.pages[page]}.pf_fragment")


def number_fragments(bundle: Path) -> None:
    """Name the fragments by numbers instead of digests: every query loads the names of all.

    Each number begins with its last digit. Compressed, 20,000 names are then a third of what the digests are, and a
    quarter less than usual numbers. The name of the index, which changes with any page, stands before the number: a
    reader never has a fragment of an older site for one of this.
    """
    try:
        path, meta = _read_meta(bundle)
        pages = meta[1]
        for number, page in enumerate(pages):
            digits = str(number).zfill(len(str(len(pages))))
            old, page[0] = page[0], f"{path.stem.removeprefix('pagefind.')}-{digits[::-1]}"
            (bundle / "fragment" / f"{old}.pf_fragment").rename(bundle / "fragment" / f"{page[0]}.pf_fragment")
    except (OSError, ValueError, TypeError, KeyError, IndexError) as error:
        raise _unexpected(bundle, error) from error
    _write_content(path, encode(meta))


def _read_meta(bundle: Path) -> tuple[Path, list[Any]]:
    """The file that says what is in the index, and what it says."""
    entry = json.loads((bundle / "pagefind-entry.json").read_text(encoding="utf-8"))
    (language,) = entry["languages"].values()
    path = bundle / f"pagefind.{language['hash']}.pf_meta"
    return path, decode(read_content(path))


def _pages_in(chunk: bytes, word: str) -> Iterator[int]:
    """The pages of one word. Found by its bytes: to decode all that stands before it would take far longer."""
    encoded = word.encode()
    size = bytes([TEXT << 5 | len(encoded)] if len(encoded) < SMALL else [TEXT << 5 | SMALL, len(encoded)])
    head = bytes([LIST << 5 | 3]) + size + encoded
    at = chunk.find(head)
    if at >= 0:
        pages, _ = _item(chunk, at + len(head))
        yield from accumulate(page for page, *_ in pages)


def decode(data: bytes) -> Any:  # noqa: ANN401 - a file may hold anything
    """The value that `data` encodes; `ValueError` for what Pagefind does not write."""
    value, end = _item(data, 0)
    if end != len(data):
        raise ValueError(f"{len(data) - end} bytes are left over")
    return value


def _item(data: bytes, at: int) -> tuple[Any, int]:
    kind, size = divmod(data[at], 32)
    at += 1
    if size >= SMALL:
        width = 1 << (size - SMALL)
        if width > 8:  # noqa: PLR2004 - numbers have at most eight bytes; above are indefinite lengths
            raise ValueError(f"the byte {data[at - 1]:#x} is not expected")
        size, at = int.from_bytes(data[at : at + width], "big"), at + width
    if kind == NUMBER:
        return size, at
    if kind == NEGATIVE:
        return -1 - size, at
    if kind == TEXT:
        return data[at : at + size].decode(), at + size
    if kind == LIST:
        items = []
        for _ in range(size):
            item, at = _item(data, at)
            items.append(item)
        return items, at
    raise ValueError(f"an item of kind {kind} is not expected")


def encode(value: object) -> bytes:
    """CBOR of a number that is not negative, a text or a list of these, as Pagefind writes it."""
    if isinstance(value, int):
        return _head(NUMBER, value)
    if isinstance(value, str):
        text = value.encode()
        return _head(TEXT, len(text)) + text
    if isinstance(value, list):
        return _head(LIST, len(value)) + b"".join(map(encode, value))
    raise ValueError(f"{value!r} is not expected")


def _head(kind: int, size: int) -> bytes:
    if size < SMALL:
        return bytes([kind << 5 | size])
    exponent = next(each for each in range(4) if size < 1 << (8 << each))
    return bytes([kind << 5 | SMALL + exponent]) + size.to_bytes(1 << exponent, "big")


def read_content(path: Path) -> bytes:
    """What a file holds, decompressed and without its mark."""
    try:
        data = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise SearchIndexError(f"{path.name} cannot be read: {error}") from error
    if not data.startswith(MARK):
        raise SearchIndexError(f"{path.name} is no file of Pagefind")
    return data[len(MARK) :]


def read_fragment(path: Path) -> dict[str, Any]:
    """What Pagefind keeps of one page: `url`, `content`, `filters` and more."""
    try:
        fragment: dict[str, Any] = json.loads(read_content(path))
    except ValueError as error:
        raise SearchIndexError(f"{path.name} cannot be read: {error}") from error
    return fragment


def write_fragment(path: Path, fragment: dict[str, Any]) -> None:
    """Write a fragment in the place of the one at `path`; the same for the same content."""
    _write_content(path, json.dumps(fragment, ensure_ascii=False, separators=(",", ":")).encode())


def _write_content(path: Path, content: bytes) -> None:
    path.write_bytes(gzip.compress(MARK + content, mtime=0))


def _unexpected(bundle: Path, error: Exception) -> SearchIndexError:
    return SearchIndexError(f"the index in {bundle.name} is of another form than expected: {error!r}")

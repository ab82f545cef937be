"""Small PNG files: the 256 commonest colours of a picture and nothing else, which loses nothing of text on a page."""

import struct
import zlib
from collections import Counter

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256


def palette_png(pixels: bytes, width: int, height: int) -> bytes:
    """A picture of `pixels`, four bytes (red, green, blue, opacity) each, by rows; rare colours become the nearest."""
    values = struct.unpack(f">{width * height}I", pixels)
    counted = Counter(values)
    palette = [colour for colour, _ in counted.most_common(COLOURS)]
    place = {colour: _nearest(colour, palette) for colour in counted}
    indexes = bytes(map(place.__getitem__, values))
    rows = b"".join(b"\0" + indexes[start : start + width] for start in range(0, len(indexes), width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    colours = b"".join(bytes(_channels(colour)) for colour in palette)
    chunks = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _nearest(colour: int, palette: list[int]) -> int:
    own = _channels(colour)

    def distance(index: int) -> int:
        return sum((one - other) ** 2 for one, other in zip(own, _channels(palette[index]), strict=True))

    return min(range(len(palette)), key=distance)


def _channels(colour: int) -> tuple[int, int, int]:
    return colour >> 24, colour >> 16 & 255, colour >> 8 & 255


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

"""Lists of files with their digests, as the index and the list of the site's files have them."""

import hashlib
import re
from pathlib import PurePosixPath

from scorepress.verify.reading import At
from scorepress.verify.words import Fault

DIGEST = re.compile("[0-9a-f]{64}")


def listed_files(index: At) -> tuple[dict[str, At], list[Fault]]:
    """The items of a list by path, and what is wrong with paths that lead out of its folder or stand there twice."""
    listed: dict[str, At] = {}
    faults: list[Fault] = []
    for item in index.each("files"):
        path = item.text("path")
        parts = PurePosixPath(path).parts
        if not parts or ".." in parts or "\\" in path or PurePosixPath(path).is_absolute():
            faults.append(item.at("path").fault("bad-path"))
        elif path in listed:
            faults.append(item.at("path").fault("twice-listed"))
        else:
            listed[path] = item
    return listed, faults


def compare_bytes(path: str, content: bytes, item: At) -> list[Fault]:
    """The faults of a file's bytes, held against what a list says of it."""
    faults: list[Fault] = []
    if hashlib.sha256(content).hexdigest() != item.text("sha256"):
        faults.append(At(path, None).fault("digest"))
    if item.number("bytes") != len(content):
        faults.append(item.at("bytes").fault("bytes", published=item.text("bytes"), expected=len(content)))
    return faults


def is_digest(text: str) -> bool:
    """Whether a text can be a digest; one of zeros stands for none."""
    return DIGEST.fullmatch(text) is not None and bool(text.strip("0"))

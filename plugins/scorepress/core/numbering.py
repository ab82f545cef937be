"""The numbering before the words of a heading or a paragraph: `一、`, `（二）`, `3.`."""

import re

NUMBERING = re.compile(
    r"\s*(?:[一二三四五六七八九十百]+[、.．]|第[一二三四五六七八九十百]+(?:[章节]|部分)[、.．]?"
    r"|[（(][一二三四五六七八九十百\d]+[)）]|\d+(?:\.\d+)+[、.．)）]?|\d+[、.．)）]|\d{1,2}(?=\s))\s*"
)
POINTS = re.compile(
    r"\u3000|[一二三四五六七八九十百]+、|第[一二三四五六七八九十百]+[，、章节条]|[（(][一二三四五六七八九十百\d]+[)）]"
    r"|\d+[、．.)）](?=\D)|[①-⑳㈠-㈩⑴-⒇]|[一二三四五六七八九十]是"
)
"""What begins a line that continues no sentence: a point of its own, or the indent of a paragraph."""


def numbering_of(text: str) -> str:
    """`一、` of `一、基本情况`, or nothing."""
    match = NUMBERING.match(text)
    return match.group().strip() if match else ""


def without_numbering(text: str) -> str:
    """`基本情况` for `一、基本情况`."""
    match = NUMBERING.match(text)
    return text[match.end() :] if match else text

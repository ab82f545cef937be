"""Isolation: a fault of the program while it works on one file withholds that file and stops nothing else.

Everything wrong that people can write is a finding of its own. What is caught here is what nobody thought of: it is
named as a fault of the program, with the place in the code, and the file it happened with stays unpublished.
"""

import logging
import os
from collections.abc import Callable
from pathlib import PurePath
from typing import TypeVar

from scorepress.core.exits import TRACEBACK
from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_
from scorepress.core.spans import Source, span_of_line

Result = TypeVar("Result")

log = logging.getLogger("scorepress")


class ProgramFault(Rule):
    """The program itself failed while it worked on this file."""

    code = "SR326"
    message = N_("a fault of the program stops work on this file: {fault} at {place}")
    cure = N_("send this message and the file to the makers of the program; until then the file stays unpublished")
    why = N_("A file that could not be worked through is not checked, and nothing unchecked is published.")
    bad = "A1: …  # something that the program cannot cope with"
    good = "A1: 30"


def isolated(work: Callable[[], Result], source: Source, otherwise: Callable[[Finding], Result]) -> Result:
    """What `work` returns; where it fails, what `otherwise` makes of the finding, which stands at the top of `source`.

    Exceptions that end the program (an interrupt, an exit) pass through.
    """
    try:
        return work()
    except Exception as error:
        level = logging.WARNING if os.environ.get(TRACEBACK) else logging.DEBUG
        log.log(level, "fault of the program with %s", source.path, exc_info=error)
        return otherwise(ProgramFault.at(span_of_line(source, 1), fault=_name(error), place=_place(error)))


def _name(error: Exception) -> str:
    return type(error).__name__


def _place(error: Exception) -> str:
    """`file.py:line` of our own code where `error` came from: the innermost frame that belongs to the package."""
    place, trace = "?", error.__traceback__
    while trace is not None:
        path = PurePath(trace.tb_frame.f_code.co_filename)
        if "scorepress" in path.parts and path.name != "isolation.py":
            place = f"{path.parent.name}/{path.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place

"""What a command ends with: one table for all commands, which README, guide and reference show."""

import os
import traceback
from enum import IntEnum
from pathlib import Path

from scorepress.core.messages import N_, Translate, message


class Exit(IntEnum):
    """The exit codes."""

    CLEAN = 0
    FINDINGS = 1
    MISUSE = 2
    NOT_PUBLIC = 3
    FAULT = 4


EXITS: dict[Exit, str] = {
    Exit.CLEAN: N_("nothing was found; a site was published"),
    Exit.FINDINGS: N_("something was found or differs; a site was not exchanged, the old one stays"),
    Exit.MISUSE: N_("the command was used wrongly, or the project's settings cannot be used"),
    Exit.NOT_PUBLIC: N_("something is there that must not be published or merged"),
    Exit.FAULT: N_("the program has a fault; SCOREPRESS_TRACEBACK=1 shows where"),
}
"""The meaning of each."""

TRACEBACK = "SCOREPRESS_TRACEBACK"
"""The variable that asks for the way to a fault of the program: `1` prints it, anything else names a file for it."""
INTERRUPTED = 130
"""What shells expect of a command that was ended by Ctrl+C."""


def fault_text(error: BaseException, translate: Translate) -> str:
    """What is said of an exception that nobody expected: one line, or all of it where that was asked for.

    The message of the exception is not in the line: it may hold what a file holds.
    """
    asked = os.environ.get(TRACEBACK, "")
    trace = "".join(traceback.format_exception(error))
    if asked and asked != "1":
        with Path(asked).open("a", encoding="utf-8", errors="replace") as file:
            file.write(trace)
    words = N_("Scorepress has a fault ({kind}); nothing is wrong with what you wrote. To see where: {variable}=1")
    line = message(words, kind=type(error).__name__, variable=TRACEBACK).text(translate)
    return f"{trace}{line}" if asked == "1" else line

"""What a command ends with: one table for all commands, which README, guide and reference show."""

from enum import IntEnum

from scorepress.core.messages import N_


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

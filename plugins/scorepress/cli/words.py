"""What click says by itself - usage, headings, errors - in the language of the reader, from our catalogue."""

import inspect
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import click

from scorepress.core.exits import INTERRUPTED, Exit, fault_text
from scorepress.core.messages import (
    LANGUAGE_VARIABLE,
    LANGUAGES,
    N_,
    Message,
    Translate,
    language_of,
    message,
    translator,
)
from scorepress.privacy import masked

OPTION = "--lang"
SPOKEN = "scorepress.language"
NAMED = "scorepress.named"
CLICKS_OWN = {
    "Options": N_("Options"),
    "Commands": N_("Commands"),
    "Show this message and exit.": N_("Show this message and exit."),
    "Show the version and exit.": N_("Show the version and exit."),
}
"""Headings and help that click writes."""


def language(arguments: Sequence[str]) -> str:
    """The language to speak, found before the arguments are parsed: they may be what is wrong. The last one counts."""
    known = _named(arguments)
    return known[-1] if known else language_of(os.environ)


def _named(arguments: Sequence[str]) -> list[str]:
    spaced = [value for option, value in pairwise(arguments) if option == OPTION]
    joined = [text.removeprefix(f"{OPTION}=") for text in arguments if text.startswith(f"{OPTION}=")]
    return [value for value in spaced + joined if value in LANGUAGES]


def asked_language() -> str | None:
    """The language that an option of the running command or our variable asks for; None where only the system says."""
    named: list[str] = click.get_current_context().find_root().meta[NAMED]
    return named[-1] if named else os.environ.get(LANGUAGE_VARIABLE) or None


def speaker() -> str:
    """The language of the command that runs."""
    return str(click.get_current_context().find_root().meta[SPOKEN])


def translate() -> Translate:
    """The translation function of the command that runs."""
    return translator(speaker())


class MisuseError(click.ClickException):
    """The command was used wrongly; says so in the language of `translate`."""

    exit_code = Exit.MISUSE

    def __init__(self, said: Message, translate: Translate, usage: str = "") -> None:
        super().__init__(said.text(translate))
        self.shown = masked(message(N_("Error: {message}"), message=said).text(translate))
        self.usage = usage

    def show(self, file: Any = None) -> None:  # noqa: ANN401 - as click has it
        """The usage, where that is what was wrong, and the error."""
        if self.usage:
            click.echo(self.usage, file=file, err=True)
        click.echo(self.shown, file=file, err=True)


def misuse(template: str, /, **args: object) -> MisuseError:
    """What a command was used wrongly for; click's usage would not explain it."""
    return MisuseError(message(template, **args), click.get_current_context().obj)


class Formatter(click.HelpFormatter):
    """Help in one language, headings and all."""

    translate: Translate = str

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """`用法：scorepress …`."""
        super().write_usage(prog, args, self.translate("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """`选项：`."""
        self.write(f"{'':>{self.current_indent}}{self._own(heading)}{self.translate(': ').rstrip()}\n")

    def write_text(self, text: str) -> None:
        """The help of a command or a group, by paragraphs."""
        super().write_text(self._own(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of options or commands."""
        super().write_dl([(first, self._marked(second)) for first, second in rows], col_max, col_spacing)

    def _marked(self, text: str) -> str:
        """The help of an option; click puts what it must have behind it."""
        words, mark, _ = text.partition("  [required]")
        return self._own(words) + (f"  [{self.translate(N_('required'))}]" if mark else "")

    def _own(self, text: str) -> str:
        return self.translate(CLICKS_OWN.get(text, text))


class Context(click.Context):
    """A context whose `obj` is the translation function."""

    def make_formatter(self) -> click.HelpFormatter:
        """The translating formatter."""
        made = Formatter(width=self.terminal_width, max_width=self.max_content_width)
        made.translate = self.obj
        return made


class Speaking(click.Command):
    """What commands and groups have alike: `--lang`, and help that is one message of the catalogue."""

    context_class = Context

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        words = N_("language of the output")
        self.params.append(click.Option([OPTION], type=click.Choice(LANGUAGES), expose_value=False, help=words))


class Command(Speaking):
    """A command with translated help."""


class Group(Speaking, click.Group):
    """Commands whose help and errors are translated."""

    command_class = Command

    def main(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as click has it
        """Run the command line; what nobody expected ends with a code of its own, told in a line."""
        try:
            return super().main(*arguments, **options)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is no finding
            sys.stderr.write(f"{fault_text(error, translator(language(sys.argv[1:])))}\n")
            sys.exit(Exit.FAULT)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context, with the translation function for all that follows."""
        spoken = language(args)  # of a group: all that follows, the command with its options among it
        extra["obj"] = parent.obj if parent else translator(spoken)
        with _translated(extra["obj"]):
            made = super().make_context(info_name, args, parent, **extra)
        if parent is None:
            made.meta.update({SPOKEN: spoken, NAMED: _named(args)})
        return made

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command; a misuse of it is told in translation."""
        with _translated(ctx.obj):
            try:
                return super().invoke(ctx)
            except KeyboardInterrupt:
                ctx.exit(INTERRUPTED)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with the first sentence of the help of each."""
        known = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, _first(ctx.obj(help_of(command)))) for name, command in known if command]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise _with_usage(message(N_("there is no command {name}"), name=args[0]), ctx)
        return super().resolve_command(ctx, args)


@contextmanager
def _translated(translate: Translate) -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        if type(error).show is not click.UsageError.show:
            raise  # an error that shows itself in another way, such as the help where no command was given
        said = _in_our_words(error)
        if error.ctx is None:
            raise MisuseError(said, translate) from None
        raise _with_usage(said, error.ctx) from None


def help_of(command: click.Command) -> str:
    """The help of a command, as the catalogue has it."""
    return inspect.cleandoc(command.help or "")


def _first(text: str) -> str:
    """The first sentence, without its end."""
    paragraph = " ".join(text.partition("\n\n")[0].split())
    return re.split(r"[。；：]|[.;:](?:\s|$)", paragraph, maxsplit=1)[0]


def texts_of(command: click.Command) -> Iterator[str]:
    """The help of a command and of all below it."""
    yield help_of(command)
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        yield from texts_of(inner)


def _with_usage(said: Message, ctx: click.Context) -> MisuseError:
    hint = message(N_("{command} --help says more."), command=ctx.command_path)
    return MisuseError(said, ctx.obj, f"{ctx.get_usage()}\n{hint.text(ctx.obj)}\n")


def _in_our_words(error: click.UsageError) -> Message:
    if isinstance(error, click.NoSuchOption):
        if error.possibilities:
            words = N_("there is no option {option}; did you mean {names}?")
            return message(words, option=error.option_name, names=error.possibilities)
        return message(N_("there is no option {option}"), option=error.option_name)
    if isinstance(error, click.BadOptionUsage):
        return message(N_("the option {option} needs a value, or takes none"), option=error.option_name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _about_parameter(error, error.param)
    return message(N_("the arguments do not fit: {message}"), message=error.format_message())


def _about_parameter(error: click.BadParameter, param: click.Parameter) -> Message:
    name = max(param.opts, key=len) if isinstance(param, click.Option) else param.human_readable_name
    if isinstance(error, click.MissingParameter):
        return message(N_("{name} is missing"), name=name)
    if isinstance(param.type, click.Choice):
        return message(N_("{name} must be one of: {allowed}"), name=name, allowed=list(param.type.choices))
    return message(N_("{name} is not valid: {message}"), name=name, message=error.message)

"""What click says by itself - usage, headings, errors - in the language of the reader, from our catalogue."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import click

from scorepress.core.messages import LANGUAGE_VARIABLE, LANGUAGES, N_, Message, Translate, message, translator

ENVIRONMENT = LANGUAGE_VARIABLE
"""The variable that names the language where `--lang` does not."""
CLICKS_OWN = {
    "Options": N_("Options"),
    "Commands": N_("Commands"),
    "Show this message and exit.": N_("Show this message and exit."),
    "Show the version and exit.": N_("Show the version and exit."),
}
"""Headings and help that click writes."""


def language(arguments: Sequence[str]) -> str:
    """The language to speak, found before the arguments are parsed: they may be what is wrong."""
    spaced = [value for option, value in pairwise(arguments) if option == "--lang"]
    joined = [each.removeprefix("--lang=") for each in arguments if each.startswith("--lang=")]
    known = [each for each in spaced + joined if each in LANGUAGES]
    return known[0] if known else os.environ.get(ENVIRONMENT) or LANGUAGES[0]


class MisuseError(click.ClickException):
    """The command was used wrongly; says so in the language of `translate`."""

    exit_code = 2

    def __init__(self, said: Message, translate: Translate, usage: str = "") -> None:
        super().__init__(said.text(translate))
        self.shown = message(N_("Error: {message}"), message=said).text(translate)
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
    """Help with its headings translated."""

    translate: Translate = str

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """`用法：scorepress …`."""
        super().write_usage(prog, args, self.translate("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """`选项：`."""
        self.write(f"{'':>{self.current_indent}}{self._own(heading)}{self.translate(': ').rstrip()}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of options or commands."""
        super().write_dl([(first, self._own(second)) for first, second in rows], col_max, col_spacing)

    def _own(self, text: str) -> str:
        return self.translate(CLICKS_OWN.get(text, text))


class Context(click.Context):
    """A context whose `obj` is the translation function."""

    def make_formatter(self) -> click.HelpFormatter:
        """The translating formatter."""
        made = Formatter(width=self.terminal_width, max_width=self.max_content_width)
        made.translate = self.obj
        return made


class Command(click.Command):
    """A command with translated help."""

    context_class = Context


class Group(click.Group):
    """Commands whose help and errors are translated."""

    context_class = Context
    command_class = Command

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context, with the translation function for all that follows."""
        extra["obj"] = translator(language(args))
        with _translated(extra["obj"]):
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command; a misuse of it is told in translation."""
        with _translated(ctx.obj):
            return super().invoke(ctx)

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

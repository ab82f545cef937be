"""Who a preview answers: this machine under its own names, so that no foreign page can read drafts (DNS rebinding).

A page of another host may have its own name lead to 127.0.0.1 and then read what the preview shows. It cannot hide the
name that it was called by: the `Host` of the request.
"""

import ipaddress
import time
from collections.abc import Callable, Iterable
from typing import Any

import mkdocs.commands.serve as serving
from mkdocs.livereload import LiveReloadServer

from scorepress.core.messages import N_, Translate, message

VANISHED = (LookupError, FileNotFoundError, NotADirectoryError)
ATTEMPTS = 4
PAUSE = 0.5
"""Seconds between two attempts."""
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
MISDIRECTED = "421 Misdirected Request"


def guarded(application: Application, configured: str) -> Application:
    """`application`, answering only requests to this machine's own names or to the `configured` host.

    Where the preview listens on all addresses, numbers are answered as well: no foreign page has a number for a name.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if is_own(str(environ.get("HTTP_HOST", "")), configured):
            return application(environ, start_response)
        start_response(MISDIRECTED, [("Content-Type", "text/plain; charset=utf-8")])
        return [b"421 This preview answers only requests to its own address.\n"]

    return answer


def is_own(host: str, configured: str) -> bool:
    """Whether a `Host`, with or without a port, is one that a preview on `configured` answers."""
    name = _name(host)
    configured = configured.strip("[]").lower()
    if name in LOCAL or (name and name == configured):
        return True
    return _is_any(configured) and _number(name) is not None


def _name(host: str) -> str:
    host = host.strip().lower()
    if host.startswith("["):
        name, closed, port = host[1:].partition("]")
        return name if closed and (not port or port[0] == ":") else ""
    name, _, port = host.partition(":")
    return name.removesuffix(".") if not port or port.isdigit() else ""


def _number(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _is_any(configured: str) -> bool:
    number = _number(configured)
    return not configured or (number is not None and number.is_unspecified)


def guard(server: LiveReloadServer, configured: str) -> None:
    """Have a server that is not guarded yet answer only its own names."""
    application = server.get_app()
    if application is not None and not isinstance(server, GuardedServer):
        server.set_app(guarded(application, configured))


def patient(build: Callable[[], None], translate: Translate) -> Callable[[], None]:
    """`build`, begun again where a file vanished between being listed and being read: an editor renames as it saves.

    What is still not there after some time is told in a line; the preview goes on, and the next change builds again.
    """

    def again() -> None:
        for _ in range(ATTEMPTS - 1):
            try:
                build()
            except VANISHED:
                time.sleep(PAUSE)
            else:
                return
        try:
            build()
        except VANISHED as error:
            words = N_("a file vanished while it was read ({kind}); the preview stays as it was until the next change")
            raise SystemExit(message(words, kind=type(error).__name__).text(translate)) from None

    return again


class GuardedServer(LiveReloadServer):
    """MkDocs' server of previews, guarded from its first request, with and without live reload."""

    def __init__(self, builder: Callable[[], None], host: str, port: int, root: str, mount_path: str = "/") -> None:
        self.own_host = host
        super().__init__(builder, host, port, root, mount_path)

    def set_app(self, application: Application | None) -> None:
        """The application behind the guard."""
        super().set_app(guarded(application, self.own_host) if application else None)


def guard_servers() -> None:
    """From now on MkDocs of this process serves guarded previews only."""
    vars(serving)["LiveReloadServer"] = GuardedServer

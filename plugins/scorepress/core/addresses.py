"""Secrets in addresses: a password or a token in front of the host or among the parameters, which no page may show."""

import re
from collections.abc import Callable
from urllib.parse import unquote

ADDRESS = re.compile(r"(?P<scheme>(?:[a-z][a-z0-9+.-]*:)?//)(?P<rest>[^\s\"'<>`\x00-\x20]+)", re.IGNORECASE)
"""An address with a host, wherever it stands in a text."""
WITHOUT_SCHEME = re.compile(r"^(?P<user>[^\s/:@]+):(?P<password>[^\s/@]+)@(?=[^\s/:@]+[/:.])")
"""`user:token@host/…` as the whole of a text."""
MAILS = re.compile(r"(?:mailto|sips?|xmpp|tel|acct|data|urn|javascript)$", re.IGNORECASE)
"""What stands before `:` in addresses of people: their `@` hides nothing."""
PARAMETER = re.compile(r"(?P<before>[?&#;]|&amp;)(?P<name>[^=&#?;]+)=(?P<value>[^&#;]*)")
NAMES = frozenset(
    {
        *("token", "key", "secret", "password", "passwd", "passphrase", "pwd", "pass", "auth", "authorization", "sig"),
        *(
            "signature",
            "apikey",
            "accesstoken",
            "privatetoken",
            "authtoken",
            "clientsecret",
            "credential",
            "credentials",
        ),
    }
)
ENDS = ("_token", "_key", "_secret", "_password", "_passwd", "_signature", "_credential")
TOKEN = re.compile(r"(?:gh[a-z]|glpat|github_pat|gitee|xox[a-z]|sk|pat|ey[A-Za-z0-9])[-_][A-Za-z0-9._-]{8,}")
"""How the usual hosts begin their tokens."""
LONGEST_NAME = 20
"""Nobody's user name is longer and has letters and digits mixed."""


def without_secrets(text: str) -> str:
    """`text` without the secrets of the addresses in it; the same where there is none."""
    text = WITHOUT_SCHEME.sub(lambda match: match[0] if MAILS.fullmatch(match["user"]) else "", text)
    return ADDRESS.sub(lambda match: match["scheme"] + _bare(match["rest"]), text)


def masked(text: str, mask: str = "***") -> str:
    """`text` with a mask in the place of each secret, for showing where it stands."""
    text = WITHOUT_SCHEME.sub(lambda match: match[0] if MAILS.fullmatch(match["user"]) else f"{mask}@", text)
    return ADDRESS.sub(lambda match: match["scheme"] + _bare(match["rest"], mask), text)


def _bare(rest: str, mask: str = "") -> str:
    """What follows `//`, with `mask` or nothing for its secrets."""
    hidden = f"{mask}@" if mask else ""
    authority, tail = _parted(rest)
    user, at, host = authority.rpartition("@")
    if at and _is_secret(user):
        authority = hidden + host
    elif not at and not _is_host(authority) and "@" in tail:  # a password with a slash in it
        authority, tail = hidden, tail.rpartition("@")[2]
    return authority + _without_parameters(tail, mask)


def _parted(rest: str) -> tuple[str, str]:
    """The host with what stands before it, and the rest."""
    end = min((rest.find(sign) for sign in "/?#" if sign in rest), default=len(rest))
    return rest[:end], rest[end:]


def _is_host(authority: str) -> bool:
    """Whether what follows the colon can be a port; in `[::1]:80` too."""
    port = authority.rpartition("]")[2].partition(":")[2]
    return not port or port.isdigit()


def _is_secret(user: str) -> bool:
    """Whether what stands before `@` is more than the name of a user."""
    plain = unquote(user)
    if ":" in plain or TOKEN.match(plain):
        return True
    mixed = any(char.isdigit() for char in plain) and any(char.isalpha() for char in plain)
    return len(plain) > LONGEST_NAME and mixed


def _without_parameters(tail: str, mask: str) -> str:
    change: Callable[[re.Match[str]], str] = lambda match: _parameter(match, mask)  # noqa: E731 - one line is clearer
    changed = PARAMETER.sub(change, tail)
    if mask or changed == tail:
        return changed
    changed = re.sub(r"([?#])(?:&amp;|[&;])+", r"\1", changed)
    return re.sub(r"(?:&amp;|[?&;#])+(?=$|#)", "", changed)


def _parameter(match: re.Match[str], mask: str) -> str:
    name = unquote(match["name"]).lower().replace("-", "_").replace(".", "_")
    if not match["value"] or not (name in NAMES or name.replace("_", "") in NAMES or name.endswith(ENDS)):
        return match[0]
    first = match["before"] if match["before"] in "?#" else ""
    return f"{match['before']}{match['name']}={mask}" if mask else first

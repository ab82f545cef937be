"""Where links and pictures lead: the one place that reads an address, for checking, publishing and drawing alike."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from scorepress.core.findings import Refusal, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.paths import PUBLISHED, FileHidden, FileKind, PathOutside, may_publish
from scorepress.prose.nodes import Link, Picture, visible


class ForeignPicture(Rule):
    """A picture lies on another server."""

    code = "SR606"
    message = N_("the picture {address} lies on another server")
    cure = N_("put the file into the report's folder and write its path from there")
    why = N_("Readers would call a foreign server that can change the picture, count them, or be gone tomorrow.")
    bad = "![现场](https://example.com/1.jpg)"
    good = "![现场](evidence/1.jpg)"


class AddressUnusable(Rule):
    """A link is written so that it leads nowhere."""

    code = "SR618"
    message = N_("the link to {address} leads nowhere: {reason}")
    cure = N_("{cure}")
    why = N_("Readers would find a dead link, or land on another page than the one that was meant.")
    bad = "[省政府网站](www.gov.cn)\n![现场](evidence\\图2.png)"
    good = "[省政府网站](https://www.gov.cn)\n![现场](evidence/图2.png)"


class AddressForbidden(Rule):
    """A link is of a kind that no published page may have."""

    code = "SR619"
    message = N_("links that begin with {scheme} are not published")
    cure = N_("link to a file beside the report, or to an address that begins with https://")
    why = N_("Such links run programs in the reader's browser or lead into the reader's own computer.")
    bad = "[详情](javascript:alert(1))"
    good = "[详情](https://www.gov.cn/detail.html)"


class PictureKind(Rule):
    """A file that is no picture stands where a picture is shown."""

    code = "SR622"
    message = N_("{address} is no picture that a page can show")
    cure = N_("take away the ! in front, so that it becomes a link, or convert the file to PNG or JPG")
    why = N_("Browsers would show a broken picture.")
    bad = "![规程](evidence/规程.pdf)"
    good = "[规程](evidence/规程.pdf)"


class PictureInText(Rule):
    """The bytes of a picture stand in the text, as converters put them there."""

    code = "SR636"
    message = N_("a picture stands in the text itself, as {count} characters of code")
    cure = N_("save the picture as a file beside the report and write ![what it shows](evidence/picture.png)")
    why = N_("Nobody can read or review such a text, and each reader would load it with every page.")
    bad = "![现场](data:image/png;base64,iVBORw0KGgo…)"
    good = "![现场](evidence/现场.png)"


class Kind(StrEnum):
    """What a link leads to."""

    PLACE = "place"
    PAGE = "page"
    FILE = "file"
    AWAY = "away"


@dataclass(frozen=True)
class Target:
    """What an address leads to."""

    kind: Kind
    path: str = ""
    """The file or page, from the content folder; for what is away, the address itself."""
    anchor: str = ""
    """The place on the page, or what is behind the `#` of a file."""


SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*):")
DRIVE = re.compile(r"[A-Za-z]:[\\/]")
SHARE = re.compile(r"\\\\|//[^./]+(?:/|\Z)")
"""A folder of a file server; the name of a web server has a dot."""
WRONG_SCHEME = re.compile(r"(?P<scheme>https?)(?:[:：][/／]*|[/／]{2,})(?=[^/／\s])", re.IGNORECASE)
"""`http：//`, `https//`, `http:/`: how the beginning of an address of the web is misspelt."""
PASSWORD = re.compile(r"(?P<before>https?://[^/?#@\s]*:)[^/?#@\s]*(?=@)", re.IGNORECASE)
AWAY = frozenset({"http", "https", "mailto", "tel"})
DOMAIN = re.compile(
    r"(?:www\.[A-Za-z0-9\-.]+|(?:[A-Za-z0-9\-]+\.)+(?:cn|com|org|net|gov|edu|info|中国|公司))(?:[:/?#].*)?",
    re.IGNORECASE,
)
MAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp"})
PAGE = ".md"
REPORT_PAGE = re.compile(r"(?:^|/)(?:\d{4}[\w\-]*|index)\.html?$", re.IGNORECASE)
"""The page of a report, as an address bar shows it."""
FILE_ENDINGS = "|".join(sorted(suffix[1:] for suffix in {*PUBLISHED, PAGE}))
ENDING = re.compile(rf"(?P<file>[^?\"'>]*\.(?:{FILE_ENDINGS}))(?P<behind>[?\"'>].*)", re.IGNORECASE)
"""A name that ends as files do, and what stands behind it that no name can hold: `plan.pdf?v=2`."""
UNIT_DEPTH = 2
"""Folders from the content folder down to a unit's own: `units/<unit>`."""


def target(link: Link, page: str) -> Target:
    """What a link on the page at `page`, a path from the content folder, leads to; raises `Refusal` if nowhere."""
    address = link.address.strip()
    scheme = SCHEME.match(address)
    if not address:
        raise _nowhere(
            link, N_("there is no address between the round brackets"), N_("write the file or the page there")
        )
    if not isinstance(link, Picture) and not _has_words(link):
        raise _nowhere(link, N_("there are no words between the square brackets"), N_("write there what it leads to"))
    _check_spelling(link, address)
    if isinstance(link, Picture) and (address.startswith("//") or DOMAIN.fullmatch(address)):
        raise Refusal(ForeignPicture, None, address=address[:60])
    if address.startswith("//"):
        raise _nowhere(link, N_("the beginning is missing"), _write(f"https:{address}"))
    if scheme:
        return _away(link, address, scheme["scheme"].lower())
    if address.startswith("/"):
        raise _nowhere(link, N_("where the site begins is not known in advance"), _from_here(address, page))
    if MAIL.fullmatch(address):
        raise _nowhere(link, N_("the beginning is missing"), _write(f"mailto:{address}"))
    if DOMAIN.fullmatch(address):
        raise _nowhere(link, N_("the beginning is missing"), _write(f"https://{address}"))
    return _inside(link, address, page)


def _check_spelling(link: Link, address: str) -> None:
    """Raises `Refusal` for an address that is written for one computer, or with wrong signs."""
    if DRIVE.match(address) or SHARE.match(address):
        raise _nowhere(link, N_("it is a path of one computer"), _beside_report())
    if "\\" in address:
        raise _nowhere(link, N_("\\ separates folders on one system only"), _write(address.replace("\\", "/")))
    meant = misspelt(address)
    if meant:
        raise _nowhere(link, N_("signs of the address are misspelt"), _write(meant))


def misspelt(address: str) -> str:
    """What an address was to be that has other signs than it needs, or nothing."""
    scheme = WRONG_SCHEME.match(address)
    if scheme and not address.startswith("://", scheme.end("scheme")):
        return f"{scheme['scheme']}://{address[scheme.end() :]}"
    straight = address.replace("．", ".")
    return straight if may_publish(straight) and not may_publish(address) else ""


def _has_words(link: Link) -> bool:
    """Whether a reader sees something to click on."""
    return bool(visible(link.inside).strip()) or any(isinstance(node, Picture) for node in link.inside)


def _away(link: Link, address: str, scheme: str) -> Target:
    if isinstance(link, Picture):
        if scheme == "data":
            raise Refusal(PictureInText, None, count=len(address))
        raise Refusal(ForeignPicture, None, address=address[:60])
    if scheme not in AWAY:
        raise Refusal(AddressForbidden, None, scheme=f"{scheme}:"[:30])
    if scheme in {"http", "https"} and not re.match(r"https?://[^/\s]", address, re.IGNORECASE):
        raise _nowhere(link, N_("the host is missing"), N_("write the whole address, such as https://www.gov.cn"))
    if PASSWORD.match(address):
        raise Refusal(
            AddressUnusable,
            None,
            address=PASSWORD.sub(r"\g<before>…", address)[:60],
            reason=message(N_("it holds a password, which everybody could read")),
            cure=message(N_("delete what stands between // and @, and change the password")),
        )
    return Target(Kind.AWAY, address)


def _inside(link: Link, address: str, page: str) -> Target:
    """What lies in the content folder."""
    name, _, anchor = address.partition("#")
    if not name and not isinstance(link, Picture):
        return Target(Kind.PLACE, page, unquote(anchor))
    if may_publish(address) and not may_publish(name):
        name, anchor = address, ""  # the file's own name holds a #
    path = normpath(join(dirname(page), unquote(name)))
    suffix = PurePosixPath(path).suffix.lower()
    if name:
        _check_name(link, name, suffix)
    if isinstance(link, Picture) and suffix not in PICTURES:
        raise Refusal(PictureKind, None, address=address[:60])
    if suffix != PAGE and not may_publish(path):
        raise Refusal(FileKind, None, suffix=suffix, allowed=sorted(PUBLISHED))
    if path.startswith("../") or (suffix != PAGE and not _beside(path, page)):
        raise Refusal(PathOutside, None, path=address[:60])
    if any(part.startswith(".") for part in path.split("/")):
        raise Refusal(FileHidden, None, path=address[:60])
    return Target(Kind.PAGE if suffix == PAGE else Kind.FILE, path, unquote(anchor) if suffix == PAGE else anchor)


def _check_name(link: Link, name: str, suffix: str) -> None:
    """Raises `Refusal` for what names no file."""
    with_more = ENDING.fullmatch(name)
    if with_more:
        raise _nowhere(link, N_("something stands behind the name of the file"), _write(with_more["file"]))
    if name.endswith("/"):
        raise _nowhere(link, N_("it is a folder"), N_("write the file, such as 2024.md for the report of that year"))
    if not re.fullmatch(r"\.\w+", suffix):
        raise _nowhere(
            link, N_("the name of the file has no ending"), N_("write it with its ending, such as 2024.md or plan.pdf")
        )
    if REPORT_PAGE.search(name) and not isinstance(link, Picture):
        meant = f"{name.rpartition('.')[0]}{PAGE}"
        raise _nowhere(link, N_("links to reports name the file, not the page of the site"), _write(meant))


def _beside(path: str, page: str) -> bool:
    """Whether a file lies in the folder of the unit whose page names it; the page of all units may name any."""
    return page.count("/") < UNIT_DEPTH or path.startswith("/".join(page.split("/")[:UNIT_DEPTH]) + "/")


def _nowhere(link: Link, reason: str, cure: str | Message) -> Refusal:
    told = message(cure) if isinstance(cure, str) else cure
    return Refusal(AddressUnusable, None, address=link.address[:60], reason=message(reason), cure=told)


def _write(address: str) -> Message:
    return message(N_("write {address}"), address=address[:80])


def _beside_report() -> Message:
    return message(N_("put the file beside the report and write its path from there, such as evidence/plan.pdf"))


def _from_here(address: str, page: str) -> Message:
    """The address as it is written from the folder of the page."""
    up = "../" * page.count("/")
    return _write(f"{up}{address.lstrip('/')}")

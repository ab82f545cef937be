"""What a web server says beside the pages: one table of headers by path, and it in the words of three servers.

A page that needs something of its own adds a row. The later row wins, header by header.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

POLICY = "Content-Security-Policy"
REFERRER = "Referrer-Policy"
CACHE = "Cache-Control"
META = frozenset({POLICY, REFERRER})
"""What a page can say as well, for a server that does not."""
HEADER_ONLY = frozenset({"frame-ancestors", "report-uri", "report-to", "sandbox"})
"""Parts of a policy that count in a header only."""
DIRECTIVES = {
    "default-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
"""Nothing from another host, nothing that stands in a page runs."""


def policy(**changed: str) -> str:
    """The policy of the site with some directives `changed`; `script_src` for `script-src`."""
    directives = DIRECTIVES | {name.replace("_", "-"): value for name, value in changed.items()}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


@dataclass(frozen=True)
class Row:
    """The headers of the paths that `pattern` finds, wherever the site lies on its host."""

    name: str
    """A word for it, of letters."""
    pattern: str
    """A regular expression that PCRE and RE2 read alike; empty for all paths."""
    headers: Mapping[str, str]


TABLE = (
    Row(
        "all",
        "",
        {
            POLICY: policy(),
            "X-Content-Type-Options": "nosniff",
            REFERRER: "same-origin",
            CACHE: "no-cache",
        },
    ),
    Row("search", r"/search(/|\.html$)", {POLICY: policy(script_src="'self' 'wasm-unsafe-eval'")}),
    Row("data", r"/(data/|feed\.xml$)", {CACHE: "max-age=300", "Access-Control-Allow-Origin": "*"}),
    Row(
        "hashed",
        r"/(assets/.*\.[0-9a-f]{8,}\.(min\.)?(css|js|css\.map|js\.map)|pagefind/.*\.pf_(fragment|index|filter|meta))$",
        {CACHE: "public, max-age=31536000, immutable"},
    ),
)
"""Pages are asked for anew each time; what has its content in its name is never asked for again."""
COMPRESSED = (
    *("text/html", "text/css", "text/plain", "text/csv", "text/xml", "application/xml", "application/atom+xml"),
    *("text/javascript", "application/javascript", "application/json", "application/ld+json", "image/svg+xml"),
    "application/wasm",
)
"""Kinds of files that become smaller; pictures and spreadsheets are compressed already."""


def headers_of(path: str) -> dict[str, str]:
    """The headers of the file at `path`, which begins with `/`."""
    headers: dict[str, str] = {}
    for row in TABLE:
        if re.search(row.pattern, path):
            headers |= row.headers
    return headers


def meta_of(path: str) -> dict[str, str]:
    """What the page at `path` says itself."""
    headers = headers_of(path)
    parts = (part for part in headers[POLICY].split("; ") if part.partition(" ")[0] not in HEADER_ONLY)
    return {POLICY: "; ".join(parts), REFERRER: headers[REFERRER]}


def _names() -> list[str]:
    """The headers of the table, in its order."""
    return list(dict.fromkeys(name for row in TABLE for name in row.headers))


def _values(name: str) -> list[tuple[str, str]]:
    """Pattern and value of one header, the one for all paths first; empty where there is none for all."""
    values = [(row.pattern, row.headers[name]) for row in TABLE if name in row.headers]
    return values if values[0][0] == "" else [("", ""), *values]


def nginx() -> Iterator[str]:
    """A file for `conf.d`: maps stand beside the server."""
    for name in _names():
        yield f"map $uri ${_variable(name)} {{"
        (_, default), *special = _values(name)
        yield f'    default "{default}";'
        for pattern, value in reversed(special):  # the first that fits counts
            yield f'    "~{pattern}" "{value}";'
        yield "}"
        yield ""
    yield from ("server {", "    listen 80;", "    server_name kaohe.example.org;", "    root /srv/kaohe/site;", "")
    yield from (f"    add_header {name} ${_variable(name)} always;" for name in _names())
    yield from ("", "    gzip on;", "    gzip_vary on;", "    gzip_min_length 1024;")
    kinds = " ".join(kind for kind in COMPRESSED if kind != "text/html")  # which nginx always compresses
    yield f"    gzip_types {kinds};"
    yield from ("", "    error_page 404 /404.html;", "    location / {", "        try_files $uri $uri/ =404;")
    yield from ("    }", "}")


def _variable(name: str) -> str:
    return f"scorepress_{name.lower().replace('-', '_')}"


def apache() -> Iterator[str]:
    """A virtual host; the modules headers and deflate are needed."""
    yield from ("<VirtualHost *:80>", "    ServerName kaohe.example.org", "    DocumentRoot /srv/kaohe/site", "")
    for row in TABLE:
        when = f' "expr=%{{REQUEST_URI}} =~ m#{row.pattern}#"' if row.pattern else ""
        for name, value in row.headers.items():
            yield f'    Header always set {name} "{value}"{when}'
    yield from ("", "    AddType text/javascript .js .mjs", "    AddType application/wasm .wasm")
    yield from ("    AddType application/ld+json .jsonld", "    AddType text/csv .csv")
    yield f"    AddOutputFilterByType DEFLATE {' '.join(COMPRESSED)}"
    yield from ("", "    ErrorDocument 404 /404.html", "    <Directory /srv/kaohe/site>", "        Require all granted")
    yield from ("        Options -Indexes", "    </Directory>", "</VirtualHost>")


def caddy() -> Iterator[str]:
    """A Caddyfile. The matchers of one header exclude each other, so that no order of directives counts."""
    yield from ("kaohe.example.org {", "    root * /srv/kaohe/site", "    encode zstd gzip", "")
    for name in _names():
        values = [(pattern, value) for pattern, value in _values(name) if value]
        for number, (pattern, value) in enumerate(values):
            later = "|".join(f"({other})" for other, _ in values[number + 1 :])
            matcher = f"@{_variable(name)}_{number}"
            conditions = [f"path_regexp {pattern}"] if pattern else []
            conditions += [f"not path_regexp {later}"] if later else []
            if conditions:
                yield f"    {matcher} {{"
                yield from (f"        {condition}" for condition in conditions)
                yield "    }"
            yield f'    header {matcher + " " if conditions else ""}{name} "{value}"'
    yield from ("", "    handle_errors {", "        rewrite * /404.html", "        file_server", "    }")
    yield from ("    file_server", "}")


SERVERS: Mapping[str, Callable[[], Iterator[str]]] = {"nginx": nginx, "apache": apache, "caddy": caddy}
"""The servers by their names, each with the lines of its file."""

"""The table of headers, and that the servers which are installed here really answer with it."""

import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scorepress.publishing.headers import HEADER_ONLY, POLICY, SERVERS, TABLE, headers_of, meta_of
from tests.patience import seconds

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "content/guide/publish.md"
PATHS = {
    "/": "index.html",
    "/units/jia/2025/": "units/jia/2025/index.html",
    "/search/": "search/index.html",
    "/data/index.json": "data/index.json",
    "/feed.xml": "feed.xml",
    "/assets/javascripts/bundle.79ae519e.min.js": "assets/javascripts/bundle.79ae519e.min.js",
    "/assets/scorepress/scorepress.css": "assets/scorepress/scorepress.css",
    "/none/": "404.html",
}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_a_row_is_made_of_what_all_servers_read_alike(row: object) -> None:
    from scorepress.publishing.headers import Row

    assert isinstance(row, Row)
    assert re.fullmatch(r"[a-z]+", row.name)
    re.compile(row.pattern)
    assert not set(row.pattern) & set("\"' #")
    for value in row.headers.values():
        assert '"' not in value


def test_what_is_never_changed_is_kept_and_pages_are_not() -> None:
    assert "immutable" in headers_of("/assets/javascripts/bundle.79ae519e.min.js")["Cache-Control"]
    assert headers_of("/units/jia/2025/")["Cache-Control"] == "no-cache"
    assert headers_of("/assets/scorepress/scorepress.css")["Cache-Control"] == "no-cache"
    assert headers_of("/kaohe/data/reports.csv")["Access-Control-Allow-Origin"] == "*"
    assert "unsafe" not in headers_of("/units/")[POLICY]
    assert "'wasm-unsafe-eval'" in headers_of("/kaohe/search/")[POLICY]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_says_what_it_can_say(path: str) -> None:
    policy = meta_of(path)[POLICY]
    assert "default-src 'self'" in policy
    assert not any(name in policy for name in HEADER_ONLY)


@pytest.mark.parametrize("server", SERVERS)
def test_the_guide_shows_what_the_command_prints(server: str) -> None:
    assert "\n".join(SERVERS[server]()) in GUIDE.read_text(encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for name in PATHS.values():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name} " + "x" * 4000, encoding="utf-8")
    return folder


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A server that answers at `port`."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + seconds(30)
        while time.monotonic() < until:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait(timeout=seconds(20))


def nginx(folder: Path, site: Path, port: int) -> list[str]:
    text = "\n".join(SERVERS["nginx"]()).replace("listen 80;", f"listen 127.0.0.1:{port};")
    mime = Path("/etc/nginx/mime.types")
    head = f"pid {folder}/pid; error_log {folder}/log; daemon off; master_process off; events {{}}\n"
    body = f"http {{ access_log off; include {mime};\n{text.replace('/srv/kaohe/site', str(site))}\n}}\n"
    (folder / "nginx.conf").write_text(head + body, encoding="utf-8")
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def apache(folder: Path, site: Path, port: int) -> list[str]:
    text = "\n".join(SERVERS["apache"]()).replace("*:80", f"127.0.0.1:{port}").replace("/srv/kaohe/site", str(site))
    modules = ("mpm_event", "authz_core", "headers", "filter", "deflate", "mime", "dir", "unixd")
    loaded = [
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"
        for name in modules
        if Path(f"/usr/lib/apache2/modules/mod_{name}.so").exists()
    ]
    head = ["ServerName localhost", f"ServerRoot {folder}", f"PidFile {folder}/pid", f"ErrorLog {folder}/log"]
    head += [f"Mutex file:{folder}", f"Listen 127.0.0.1:{port}", *loaded, "TypesConfig /etc/mime.types"]
    (folder / "apache.conf").write_text("\n".join([*head, text, ""]), encoding="utf-8")
    return ["apache2", "-D", "FOREGROUND", "-f", str(folder / "apache.conf")]


def caddy(folder: Path, site: Path, port: int) -> list[str]:
    text = "\n".join(SERVERS["caddy"]()).replace("/srv/kaohe/site", str(site))
    text = text.replace("kaohe.example.org", f"http://127.0.0.1:{port}", 1)
    (folder / "Caddyfile").write_text(f"{{\n    admin off\n}}\n{text}\n", encoding="utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


MAKERS: dict[str, Callable[[Path, Path, int], list[str]]] = {"nginx": nginx, "apache": apache, "caddy": caddy}
PROGRAMS = {"nginx": "nginx", "apache": "apache2", "caddy": "caddy"}


def asked(url: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310 - our own loopback server
    try:
        with urllib.request.urlopen(request, timeout=seconds(10)) as answer:  # noqa: S310
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_answers_with_the_headers_of_the_table(server: str, tmp_path: Path, site: Path) -> None:
    if shutil.which(PROGRAMS[server]) is None:
        pytest.skip(f"{server} is not installed")
    port = free_port()
    with running(MAKERS[server](tmp_path, site, port), port):
        for path, name in PATHS.items():
            status, headers, body = asked(f"http://127.0.0.1:{port}{path}")
            assert status == (404 if name == "404.html" else 200), path
            lower = {key.lower(): value for key, value in headers.items()}
            for key, value in headers_of(path).items():
                assert lower.get(key.lower()) == value, (path, key)
            if status == 200:
                assert lower.get("content-encoding") == "gzip", path
                assert len(body) < 1000

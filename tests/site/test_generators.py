"""This repository's own site under the other site generator that it is made for."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import QUIET, ROOT
from tests.patience import seconds


def test_properdocs_builds_the_site_strictly(built_site: Path, tmp_path: Path) -> None:
    """The same pages come out of it; MkDocs has built `built_site`."""
    site = tmp_path / "site"
    done = subprocess.run(
        [sys.executable, "-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml", "--site-dir", str(site)],
        cwd=ROOT,
        env={**os.environ, **QUIET},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=seconds(600),
    )
    assert done.returncode == 0, done.stderr[-3000:]
    pages = {path.relative_to(built_site) for path in built_site.rglob("*.html")}
    assert {path.relative_to(site) for path in site.rglob("*.html")} == pages

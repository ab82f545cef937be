"""The search index, made by Pagefind extended, which knows where Chinese words end."""

import subprocess
import sys
from pathlib import Path

FOLDER = "pagefind"
SCORE_LINKS = ".sp-score-link"
"""Marks beside headings, which would otherwise be part of the headings' words."""


class SearchIndexError(Exception):
    """Pagefind could not be run or failed; the message says what it printed."""


def build_index(site: Path) -> str:
    """Index the built `site` and return what Pagefind reports; raises `SearchIndexError`."""
    options = ["--site", str(site), "--output-subdir", FOLDER, "--exclude-selectors", SCORE_LINKS]
    command = [sys.executable, "-m", "pagefind_bin_extended", *options]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise SearchIndexError((done.stderr or done.stdout).strip())
    return done.stdout

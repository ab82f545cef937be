"""Real git repositories for tests, alike on every machine."""

import os
import subprocess
from pathlib import Path

ALIKE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "甲",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "甲",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


def git(folder: Path, *arguments: str, day: str = "2026-01-01") -> str:
    """What git prints; the commit that it makes bears that day."""
    when = f"{day}T09:00:00+08:00"
    environment = {**os.environ, **ALIKE, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def repository(folder: Path) -> Path:
    """An empty repository."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    return folder


def commit(folder: Path, subject: str, day: str, files: dict[str, str] | None = None) -> str:
    """Write `files` and commit everything that is there; the commit's id."""
    for name, text in (files or {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", subject, day=day)
    return git(folder, "rev-parse", "HEAD")

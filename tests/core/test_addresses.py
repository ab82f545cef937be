"""Addresses with secrets in every shape that programs write and read, and those that only look alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorepress.core.addresses import masked, without_secrets

SECRET = "s3cr3tTOKEN"  # noqa: S105 - of nothing
SHAPES = [
    "https://user:{secret}@git.example.org/a/b",
    "HTTPS://user:{secret}@git.example.org",
    "https://{secret}:@git.example.org/a",
    "https://{secret}:x-oauth-basic@git.example.org/a",
    "https://user%3A{secret}@git.example.org",
    "https://us@er:{secret}@git.example.org",
    "https://user:{secret}/x@git.example.org/a",
    "https://user:{{{secret}}}@git.example.org/a",
    "//user:{secret}@git.example.org/a",
    "ssh://user:{secret}@git.example.org:22/a",
    "git+https://user:{secret}@git.example.org/a",
    "jdbc:mysql://user:{secret}@db.example.org/a",
    "user:{secret}@git.example.org/a",
    "https://ghp_{secret}@github.com/a",
    "https://glpat-{secret}@gitlab.com/a",
    "https://github_pat_{secret}@github.com/a",
    "https://{secret}4f5a6b7c8d9e0f@git.example.org/a",
    "https://[::1]:80?token={secret}",
    *(f"https://example.org/a?{name}={{secret}}" for name in ("token", "key", "secret", "password", "access_token")),
    *(f"https://example.org/a?b=1&{name}={{secret}}&c=2#d" for name in ("private_token", "TOKEN", "api-key", "apiKey")),
    *(f"https://example.org/a#{name}={{secret}}" for name in ("access_token", "id_token", "client_secret", "sig")),
    "https://example.org/a?b=1&amp;token={secret}",
    "https://example.org/a?b=1;token={secret}",
    "https://example.org/a?to%6Ben={secret}",
    'text <a href="https://user:{secret}@example.org/a?token={secret}">link</a> text',
    "one https://user:{secret}@example.org/, two http://b:{secret}@example.org",
]
HARMLESS = [
    "git@github.com:org/repo.git",
    "ssh://git@git.example.org:22/org/repo.git",
    "https://git@git.example.org/org/repo",
    "https://example.org:8080/@user/a:b@c",
    "mailto:office@example.org",
    "https://example.org/?keyword=a&page=2&tokens=3",
    "https://example.org/?token=",
    "https://gitee.com/org/repo/blob/{commit}/{path}",
    "https://[::1]:80/@a",
    "12:30@home",
    "时间：8:30@会议室",
    "C:/folder/a@b",
    "//example.org/@a",
]


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_keeps_its_secret(shape: str) -> None:
    text = shape.format(secret=SECRET)
    for shown in (without_secrets(text), masked(text)):
        assert SECRET.lower() not in shown.lower()
        assert "example.org" in shown or "git" in shown or "[::1]" in shown
    assert without_secrets(without_secrets(text)) == without_secrets(text)
    assert "***" in masked(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert without_secrets(text) == text
    assert masked(text) == text


def test_the_rest_of_an_address_stays() -> None:
    assert without_secrets("https://u:p@example.org/a?b=1&token=x&c=2#d") == "https://example.org/a?b=1&c=2#d"
    assert without_secrets("https://example.org/a?token=x#d") == "https://example.org/a#d"


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    assert without_secrets(without_secrets(text)) == without_secrets(text)


PARTS = st.text("abcXYZ019._~!$&'()*+,;=%-", min_size=1, max_size=20)


@given(PARTS, st.sampled_from(["https", "http", "ssh", "git", "ftp"]), st.sampled_from(["/", "", "/a/b", "?a=1"]))
def test_any_password_is_taken_out(password: str, scheme: str, tail: str) -> None:
    secret = f"Q7{password.replace(chr(39), '')}7Q"
    assert "Q7" not in without_secrets(f"{scheme}://user:{secret}@example.org{tail}")

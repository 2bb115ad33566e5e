"""Templates escape everything and need no relaxed content policy."""

import re

import pytest

from .source import files

UNSAFE = re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off")
INLINE_SCRIPT = re.compile(
    r"<script\b(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:", re.I
)
INLINE_STYLE = re.compile(r"\sstyle\s*=|<style\b", re.I)
FOREIGN = re.compile(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", re.I)


def faults(text: str, *, is_mail: bool = False) -> list[str]:
    """Return what breaks the rules in one template."""
    patterns = [UNSAFE, INLINE_SCRIPT, FOREIGN] + ([] if is_mail else [INLINE_STYLE])
    return [found.group() for pattern in patterns for found in pattern.finditer(text)]


def test_the_templates_keep_the_rules():
    found = [
        (path, broken)
        for path, text in files("templates/**/*.html", "*/templates/**/*.html")
        if (broken := faults(text, is_mail="/mail/" in f"/{path}"))
    ]

    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ name|safe }}",
        "{{ name | safe }}",
        "{% autoescape off %}",
        "<script>alert(1)</script>",
        '<script type="module">x</script>',
        '<a onclick="x()">',
        '<a href="javascript:x()">',
        '<p style="color: red">',
        "<style>p {}</style>",
        '<script src="https://cdn.example/x.js"></script>',
        '<img src="//cdn.example/x.png">',
    ],
)
def test_a_break_of_the_rules_is_found(text):
    assert len(faults(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "{{ name }}",
        '<script src="/static/x.js" defer></script>',
        '<a href="https://www.sic.gov.co">SIC</a>',
        '<link rel="stylesheet" href="/static/x.css">',
        "{{ url|safe_name }}",
    ],
)
def test_what_is_allowed_is_not_found(text):
    assert faults(text) == []


def test_mails_may_carry_their_own_style():
    assert faults('<p style="color: red">', is_mail=True) == []
    assert len(faults("<script>x</script>", is_mail=True)) == 1

"""What somebody probably mistyped where YAML gives up: its own words name a line further down and say little."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_NEAR = 3  # lines with content, the one where YAML gives up counted
_FAR = 12  # a quote that is never closed swallows lines until the next quote
_IN_QUOTES = 'put the whole text into "double quotes"'


class Slip(NamedTuple):
    """A line (from 1), what is wrong in it and how to mend it."""

    line: int
    what: str
    cure: str


# In lines that are well written none of these matches; the first that does is told.
_SLIPS = tuple(
    (re.compile(pattern), what, cure)
    for pattern, what, cure in (
        (r"\s*\t", "a Tab stands before the text", "use spaces instead, as many as in the lines beside it"),
        (r"\s*(- +)?[a-z][\w-]*:(?!//)[^\s]", "no space stands after the colon", "put one there"),
        (r"\s*-[\"'“\w]", "no space stands after the -", "put one there"),
        (r"\s*[•·–—*]\s", "a point in a list begins with another sign", "begin it with - and a space"),
        (r"\s*[a-z][\w-]* +\"", "no colon stands after the name", "put one there, and a space"),
        (r"\s*\"", "neither a name nor a - stands before the text", "begin a point in a list with - and a space"),
        (r"\s*(- +|[\w-]+: +)[@`%*&!]", "a text without quotes may not begin so", _IN_QUOTES),
        (r"\s*(- +)?[\w-]+: +[^\s\"'\[{|>#&].*:(\s|$)", "a text without quotes holds a colon", _IN_QUOTES),
    )
)
_UNCLOSED = ('the closing " of a text is missing', 'end the text with "')
_BACKSLASH = re.compile(r"\\(?![\"\\/nrtabefv0N_LPxuU ])")
_VALUE = re.compile(r"\s*(?:- +)?(?:[\w-]+: +)?(\".*)")
_QUOTE = re.compile(r"(?<!\\)\"")
_REST = re.compile(r"\s*(#.*)?")


def likely_slip(text: str, line: int) -> Slip | None:
    """The slip that lies nearest above the line (from 1) where YAML gave up, or None where nothing looks like one."""
    for passed, (number, content) in enumerate(_lines_up(text, line)):
        for told in _found(content):
            if passed < _NEAR or (told == _UNCLOSED and passed < _FAR):
                return Slip(number, *told)
    return None


def _lines_up(text: str, line: int) -> Iterator[tuple[int, str]]:
    """The lines with content from a line on upwards, each with its number."""
    lines = text.split("\n")
    for number in range(min(line, len(lines)), 0, -1):
        content = lines[number - 1].rstrip("\r")
        if content.strip() and not content.lstrip().startswith("#"):
            yield number, content


def _found(content: str) -> Iterator[tuple[str, str]]:
    for pattern, what, cure in _SLIPS:
        if pattern.match(content):
            yield what, cure
    if value := _VALUE.match(content):
        yield from _found_in_quoted(value[1])


def _found_in_quoted(value: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a value that begins with a double quote."""
    quotes = [found.start() for found in _QUOTE.finditer(value)]
    if len(quotes) == 1:
        yield _UNCLOSED
    elif len(quotes) > 2 and not value.startswith('""'):
        yield "double quotes stand inside the double quotes", "write 'single quotes' inside"
    elif not _REST.fullmatch(value, quotes[1] + 1):
        yield "something stands behind the closing quote", _IN_QUOTES
    elif _BACKSLASH.search(value):
        yield "a \\ stands in the text", "write / or \\\\ in its place"

"""Finds what somebody new to YAML leaves behind in a file: placeholders still to be written, and curly quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.content.learned import FILE as LEARNED
from bot.content.source import Document, Spot

# Also with the brackets deleted or the colon changed: nobody's answer begins so.
_PLACEHOLDER = re.compile(r"\[\s*tulis\b[^\]]*\]?|^\s*tulis\s*:.*", re.IGNORECASE)
_CURLY = re.compile(r"[“”„«][^“”„«»]*[“”»\"]")  # what word processors make of straight quotes
_HALF = re.compile(r"\"[^\"]*|[^\"]*[^\"\d]\"")  # not 15", which are inches


def placeholder(hint: str) -> str:
    """A text that stands where somebody still has to write `hint`; `check_unfinished` finds it."""
    return f"[tulis: {hint}]"


def check_unfinished(documents: Iterable[Document]) -> None:
    """Report every text that is still a placeholder, and every text between quotes that YAML takes for letters.

    It looks at the data as they were read, so that the fault is told also where a file does not fit its model. What
    was learned is left alone: there stands what people typed, odd quotes and all.
    """
    for document in documents:
        if document.path.name == LEARNED:
            continue
        for spot, text in _texts(document.data, ()):
            if found := _PLACEHOLDER.search(text):
                cure = f'write your own words in place of "{found[0].strip()}"'
                document.report(spot, f"{_named(spot)} is not written yet", cure)
            elif _CURLY.fullmatch(text):
                cure = 'delete them and type straight ones: "..."'
                document.report(spot, f"{_named(spot)} stands in curly quotes, which people would see", cure)
            elif _HALF.fullmatch(text):
                document.report(spot, f"{_named(spot)} has a quote at one end only", 'write it as "text"')


def _texts(value: object, spot: Spot) -> Iterator[tuple[Spot, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*spot, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*spot, index))
    elif isinstance(value, str):
        yield spot, value


def _named(spot: Spot) -> str:
    """A value's name for people, as in "`details` item 2"."""
    if not spot:
        return "the file"
    if isinstance(spot[-1], int):
        return " ".join([*(f"`{part}`" for part in spot[-2:-1]), f"item {spot[-1] + 1}"])
    return f"`{spot[-1]}`"

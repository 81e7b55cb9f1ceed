"""Finds the questions in a message: the sentences that ask something, in order."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^.?!\n;]+[.?!;]*")
_PART = re.compile(r"[^,.?!;\n]+[,.?!;]*")
_MOST = 6  # sentences looked at, from the end: people tell the story first
_WORDS_AT_LEAST = 3


def parts(text: str) -> list[str]:
    """What stands between a text's punctuation marks, in order, each with the mark that ends it."""
    return [part.strip() for part in _PART.findall(text) if part.strip()]


def sentences(text: str) -> list[str]:
    """The last few sentences of a text that are long enough to ask something, in order."""
    found = [sentence.strip() for sentence in _SENTENCE.findall(text)]
    return [sentence for sentence in found if len(sentence.split()) >= _WORDS_AT_LEAST][-_MOST:]


def questions(text: str) -> list[str]:
    """The sentences that end with a question mark."""
    return [sentence for sentence in sentences(text) if sentence.endswith("?")]

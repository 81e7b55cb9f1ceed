"""Takes a message apart: its sentences, and what stands between its punctuation marks."""

from __future__ import annotations

import re

# Punctuation ends something only before a space: "1.500 file" and "adobe.stock" stay whole.
_SENTENCE_END = re.compile(r"(?<=[.?!;])\s+|\n+")
_PART_END = re.compile(r"(?<=[,.?!;])\s+|\n+")
_MOST = 4  # sentences looked at, from the end: people tell the story first
_WORDS_AT_LEAST = 3


def parts(text: str) -> list[str]:
    """What stands between a text's punctuation marks, in order, each with the mark that ends it."""
    return [part.strip() for part in _PART_END.split(text) if part.strip()]


def sentences(text: str) -> list[str]:
    """The last few sentences of a text that are long enough to ask something, in order."""
    found = [sentence.strip() for sentence in _SENTENCE_END.split(text)]
    return [sentence for sentence in found if len(sentence.split()) >= _WORDS_AT_LEAST][-_MOST:]

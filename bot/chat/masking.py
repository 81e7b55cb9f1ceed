"""Takes out of a text what could tell who wrote it, before the text is kept; bot/scrubbing.py says what that is."""

from __future__ import annotations

import re

from bot.scrubbing import evened, with_masks

_LONGEST = 500  # characters that are kept
_HALF_WORD = 40  # characters of a cut word that are given up; a longer one is no word
_HALF_MASK = re.compile(r"\[[a-z]*$")


def masked(text: str) -> str:
    """A text evened out, in lower case, without addresses, names and long numbers; 500 characters at most.

    What is masked already stays as it is.
    """
    while (now := _once(text)) != text:  # a mask or the cut may lay bare what was hidden; each round leaves less
        text = now
    return text


def _once(text: str) -> str:
    return _cut(with_masks(evened(evened(text).casefold())))


def _cut(text: str) -> str:
    """The first 500 characters, ending with a whole word and a whole mask."""
    if len(text) <= _LONGEST:
        return text
    end = text.rfind(" ", _LONGEST - _HALF_WORD, _LONGEST + 1)
    return text[:end] if end > 0 else _HALF_MASK.sub("", text[:_LONGEST]).rstrip()

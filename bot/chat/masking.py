"""Takes out of a text what could tell who wrote it, before the text is kept."""

from __future__ import annotations

import re

_LONGEST = 500  # characters that are kept
_MASKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\S+@\S+\.\S+"), "[email]"),
    (re.compile(r"(?:https?://|www\.|t\.me/)\S+", re.IGNORECASE), "[tautan]"),
    (re.compile(r"@\w+"), "[nama]"),
    (re.compile(r"\+?\d(?:[\s().-]{0,2}\d){6,}"), "[angka]"),  # telephones, accounts, identity cards
)
_MASK = re.compile(r"\[(?:email|tautan|nama|angka)\]")
_UNKEEPABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def without_masks(text: str) -> str:
    """A masked text without its masks, which are no words of whoever wrote it."""
    return " ".join(_MASK.sub(" ", text).split())


def masked(text: str) -> str:
    """A text evened out, in lower case, without addresses, names and long numbers; 500 characters at most."""
    text = _UNKEEPABLE.sub(" ", text)
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    return " ".join(text.casefold().split())[:_LONGEST]

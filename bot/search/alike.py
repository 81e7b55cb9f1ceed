"""Texts that may be alike enough: what differs too much in length or letters is never compared."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np


class Alikes:
    """Texts to choose from, for likeness as rapidfuzz's `ratio` counts it (letters left out and put in)."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = sorted(texts, key=lambda text: (len(text), text))
        self._lengths = np.array([len(text) for text in self._texts], dtype=np.int64)
        self._letters = np.array([letters(text) for text in self._texts], dtype=np.uint64)

    def near(self, text: str, ratio: float, slack: int | None = None) -> list[str]:
        """Every text whose ratio to a text (0-100) may be as high, `slack` letters longer or shorter at most."""
        apart = 1 - ratio / 100
        most = int(len(text) * 2 * apart / (1 - apart)) if slack is None else slack
        start, end = np.searchsorted(self._lengths, (len(text) - most, len(text) + most + 1))
        different = np.bitwise_count(self._letters[start:end] ^ np.uint64(letters(text)))
        chosen = (different <= apart * (len(text) + self._lengths[start:end])).nonzero()[0]
        return [self._texts[start + place] for place in chosen.tolist()]


def letters(text: str) -> int:
    """The set of a text's letters as 64 bits; letters that share a bit make texts look more alike, never less."""
    bits = 0
    for letter in set(text):
        bits |= 1 << (ord(letter) % 64)
    return bits

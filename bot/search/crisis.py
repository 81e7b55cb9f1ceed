"""Does somebody write that they are in danger? This is asked before anything else."""

from __future__ import annotations

from collections import defaultdict

from rapidfuzz import fuzz

from bot.content.library import Crisis
from bot.search.normalise import Reader

_GAP = 2  # words that may stand between two words of a phrase
_ALIKE = 84.0  # rapidfuzz ratio (0-100) from which a misspelt word is the phrase's word
_LETTERS_FOR_FUZZY = 5

Words = tuple[str, ...]


class CrisisWatch:
    """Finds the words of a person in danger, whatever else the message says."""

    def __init__(self, crisis: Crisis, reader: Reader) -> None:
        self._reader = reader
        self._harmless = tuple(self._stems(reader.read(phrase).words) for phrase in crisis.harmless)
        self._phrases: defaultdict[str, list[Words]] = defaultdict(list)
        for phrase in crisis.phrases:
            stems = self._stems(reader.read(phrase).words)
            if stems:
                self._phrases[stems[0]].append(stems)

    def sees_danger(self, words: Words) -> bool:
        """Whether the words, written out, hold a crisis phrase outside every harmless expression."""
        stems = list(self._stems(words))
        for expression in self._harmless:
            _blank(stems, expression)
        return any(
            _goes_on(stems, start + 1, phrase[1:])
            for start, stem in enumerate(stems)
            for first, phrases in self._phrases.items()
            if _same(stem, first)
            for phrase in phrases
        )

    def _stems(self, words: Words) -> Words:
        return tuple(self._reader.stem(word) for word in words)


def _same(word: str, wanted: str) -> bool:
    if word == wanted:
        return True
    long_enough = min(len(word), len(wanted)) >= _LETTERS_FOR_FUZZY
    return long_enough and fuzz.ratio(word, wanted, score_cutoff=_ALIKE) > 0


def _goes_on(stems: list[str], position: int, rest: Words) -> bool:
    if not rest:
        return True
    for next_position in range(position, min(position + _GAP + 1, len(stems))):
        if _same(stems[next_position], rest[0]) and _goes_on(stems, next_position + 1, rest[1:]):
            return True
    return False


def _blank(stems: list[str], expression: Words) -> None:
    for start in range(len(stems) - len(expression) + 1):
        if tuple(stems[start : start + len(expression)]) == expression:
            stems[start : start + len(expression)] = [""] * len(expression)

"""Does somebody write that they are in danger? This is asked before anything else.

Two witnesses: phrases sought in the message (with gaps and typos), and how the message as a whole, or any stretch of
a longer one, leans. To alarm once too often is better than once too seldom.
"""

from __future__ import annotations

from collections import defaultdict

from rapidfuzz import fuzz

from bot.content.library import Crisis
from bot.search.kinds import MessageKinds
from bot.search.normalise import Reader

_GAP = 2  # words that may stand between two words of a phrase
_ALIKE = 84.0  # rapidfuzz ratio (0-100) from which a misspelt word is the phrase's word
_LETTERS_FOR_FUZZY = 5
# Leanings (log odds a root of a feature) measured on sample messages: see tests/search/test_quality.py.
_WHOLE = 0.5  # from which a message alarms as a whole
_STRETCH = 1.4  # from which a stretch of a longer message does
_WITH_PHRASE = -3.0  # above which a phrase alarms: below, the message is surely something else
_STRETCH_WORDS = 8
_STRETCH_STEP = 3

Words = tuple[str, ...]


class CrisisWatch:
    """Finds the words of a person in danger, whatever else the message says."""

    def __init__(self, crisis: Crisis, reader: Reader, kinds: MessageKinds) -> None:
        self._reader = reader
        self._kinds = kinds
        self._harmless = tuple(self._stems(reader.read(phrase).words) for phrase in crisis.harmless)
        self._phrases: defaultdict[str, list[Words]] = defaultdict(list)
        for phrase in crisis.phrases:
            stems = self._stems(reader.read(phrase).words)
            if stems:
                self._phrases[stems[0]].append(stems)

    def sees_danger(self, words: Words, whole: float) -> bool:
        """Whether the words, written out, are those of a person in danger; `whole` is how they lean altogether."""
        if whole > _WHOLE:
            return True
        stretch = self._strongest_stretch(words)
        return stretch > _STRETCH or (max(whole, stretch) > _WITH_PHRASE and self._holds_phrase(words))

    def _strongest_stretch(self, words: Words) -> float:
        if len(words) <= _STRETCH_WORDS:
            return float("-inf")
        starts = range(0, len(words) - _STRETCH_WORDS + _STRETCH_STEP, _STRETCH_STEP)
        return max(self._kinds.leaning(words[start : start + _STRETCH_WORDS]).danger for start in starts)

    def _holds_phrase(self, words: Words) -> bool:
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

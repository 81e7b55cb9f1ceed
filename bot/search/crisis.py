"""Does somebody write that they are in danger? This is asked before anything else.

Two witnesses: phrases sought in the message (with gaps and typos), and how the message as a whole, or any stretch of
a longer one, leans. To alarm once too often is better than once too seldom.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from bot.content.library import Crisis
from bot.search.kinds import Leaning
from bot.search.normalise import Reader
from bot.search.remembered import remembered

_GAP = 2  # words that may stand between two words of a phrase
_ALIKE = 84.0  # rapidfuzz ratio (0-100) from which a misspelt word is the phrase's word
_LETTERS_FOR_FUZZY = 5
# Leanings (log odds a root of a feature) measured on sample messages: see tests/search/test_quality.py.
_WHOLE = 0.0  # from which a message alarms as a whole
_PART = 0.5  # from which a stretch of a longer message does, unless
_SURELY_ELSE = -2.0  # the whole leans further away than this, and then
_PART_SURE = 1.6  # from here on all the same
_WITH_PHRASE = -2.5  # above which a phrase alarms: below, the message is surely something else
_OVERHEARD, _OVERHEARD_WITH_PHRASE = 0.15, -1.0  # from which a message alarms that was not written to the bot
_FEW_WORDS = 4  # say little by how they lean: "semuanya udah" is an answer to something
_FEW_SURE = 1.3  # from which three or four alarm without a phrase; one or two never do

Words = tuple[str, ...]


class CrisisWatch:
    """Finds the words of a person in danger, whatever else the message says."""

    def __init__(self, crisis: Crisis, reader: Reader) -> None:
        self._reader = reader
        self._harmless = _by_first(reader.read(expression).words for expression in crisis.harmless)
        self._phrases = _by_first(self._stems(reader.read(phrase).words) for phrase in crisis.phrases)
        self._long_firsts = [first for first in self._phrases if len(first) >= _LETTERS_FOR_FUZZY]

    def sees_danger(self, words: Words, leaning: Leaning) -> bool:
        """Whether the words, written out, are those of a person in danger."""
        whole, part = leaning.danger, leaning.danger_in_part
        if max(whole, part) > _WITH_PHRASE and self.holds_phrase(words):
            return True
        if len(words) <= _FEW_WORDS:
            return len(words) > _FEW_WORDS / 2 and whole > _FEW_SURE
        return whole > _WHOLE or part > _PART_SURE or (part > _PART and whole > _SURELY_ELSE)

    def sees_danger_overheard(self, words: Words, leaning: Leaning) -> bool:
        """The same of a message that was not written to the bot: an alarm is read by everybody, so it must be sure."""
        surely = leaning.danger > _OVERHEARD or (leaning.danger > _OVERHEARD_WITH_PHRASE and self.holds_phrase(words))
        return surely and self.sees_danger(words, leaning)

    def holds_phrase(self, words: Words) -> bool:
        """Whether words, written out, hold a phrase that people in danger use, and not only a harmless expression."""
        stems = list(self._stems(words))
        for start, word in enumerate(words):  # as written: "mati rasa" is harmless, "mati rasanya" is not
            for expression in self._harmless.get(word, ()):
                if words[start : start + len(expression)] == expression:
                    stems[start : start + len(expression)] = [""] * len(expression)
        return any(
            _goes_on(stems, start + 1, phrase[1:])
            for start, stem in enumerate(stems)
            for first in self._firsts_like(stem)
            for phrase in self._phrases[first]
        )

    @remembered(2_000)
    def _firsts_like(self, stem: str) -> tuple[str, ...]:
        exact = (stem,) if stem in self._phrases else ()
        if len(stem) < _LETTERS_FOR_FUZZY:
            return exact
        hits = process.extract(stem, self._long_firsts, scorer=fuzz.ratio, limit=None, score_cutoff=_ALIKE)
        return (*exact, *(first for first, _, _ in hits if first != stem))

    def _stems(self, words: Words) -> Words:
        return tuple(self._reader.stem(word) for word in words)


def _by_first(phrases: Iterable[Words]) -> dict[str, list[Words]]:
    found: dict[str, list[Words]] = {}
    for phrase in phrases:
        if phrase:
            found.setdefault(phrase[0], []).append(phrase)
    return found


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

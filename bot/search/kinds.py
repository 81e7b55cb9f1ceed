"""What kind of message is it: a question, small talk, group chatter, the words of a person in danger?

One naive Bayes over words, pairs of neighbours and letter groups (which survive typos), taught by the phrasings, the
small talk, the crisis messages with their look-alikes, and the chatter of the knowledge base.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from bot.content.library import Library, SmallTalk
from bot.search.normalise import Reader, Reading
from bot.search.profile import build_profile
from bot.search.remembered import remembered
from bot.search.rows import PackedRows

Words = tuple[str, ...]
Floats = NDArray[np.float64]

_LABELS = (_QUESTION, _OUTSIDE, _DANGER, _LOOK_ALIKE, _CHATTER) = (
    "question",
    "outside",
    "danger",
    "look-alike",
    "chatter",
)
_QUESTION_AT, _OUTSIDE_AT, _DANGER_AT, _LOOK_ALIKE_AT, _CHATTER_AT = range(len(_LABELS))  # the kinds of talk follow
_LETTERS = 4  # of a letter group
_STEP = 3  # words from one stretch of a message to the next that is looked at by itself
_STEPS = 3  # that make a stretch
_PRIOR = 0.3
_RARE = 6.0  # log odds against danger before a word is read: a few unknown words must not alarm


@dataclass(frozen=True, slots=True)
class Leaning:
    """How strongly a message leans to one kind against every other, in log odds a root of a feature; 0 is undecided."""

    small_talk: float
    danger: float
    danger_in_part: float  # of the stretch that leans most to danger; as a whole where the message is short
    chatter: float
    outside: float = 0.0  # to questions that no article answers, against those that one does
    talk: SmallTalk | None = None  # the kind of small talk that it would be


_UNDECIDED = Leaning(0.0, float("-inf"), float("-inf"), 0.0)


class MessageKinds:
    """Tells kinds of messages apart for one library; `asked` are its phrasings as read, without owner where outside."""

    def __init__(self, library: Library, reader: Reader, asked: Iterable[tuple[str, Reading]]) -> None:
        self._talk = library.small_talk
        labels = (*_LABELS, *(f"talk:{talk.kind}" for talk in self._talk))
        questions = ((_QUESTION if owner else _OUTSIDE, reading.words) for owner, reading in asked)
        others = ((label, reader.read(text).words) for label, text in self._examples(library))
        self._profile = build_profile(_features_of_each(chain(questions, others)), labels, _PRIOR, PackedRows)

    def leaning(self, words: Words) -> Leaning:
        """The leanings of a message."""
        sums, known = self._running(words)
        if not known[-1]:
            return _UNDECIDED
        whole = sums[-1] + self._profile.absent * known[-1]
        scores = whole.tolist()
        root = math.sqrt(known[-1])
        best_talk = max(range(len(_LABELS), len(scores)), key=scores.__getitem__)
        others = max(*scores[:_DANGER_AT], *scores[_DANGER_AT + 1 :])
        danger = (scores[_DANGER_AT] - others - _RARE) / root
        serious = max(scores[_QUESTION_AT], scores[_OUTSIDE_AT], scores[_LOOK_ALIKE_AT])
        unasked = max(scores[_LOOK_ALIKE_AT], scores[_CHATTER_AT], scores[_OUTSIDE_AT], scores[best_talk])
        return Leaning(
            small_talk=(scores[best_talk] - serious) / root,
            danger=danger,
            danger_in_part=self._danger_in_part(sums, known, danger),
            chatter=(unasked - scores[_QUESTION_AT]) / root,
            outside=(scores[_OUTSIDE_AT] - scores[_QUESTION_AT]) / root,
            talk=self._talk[best_talk - len(_LABELS)],
        )

    def _running(self, words: Words) -> tuple[Floats, Floats]:
        """Running sums at the start, at every third word and at the end: log odds by label, and features known."""
        known = self._profile.rows
        rows: list[int] = []
        ends = [0]
        before = "<"
        for number, word in enumerate(words, start=1):
            rows += self._rows_of(word)
            if (row := known.get(f"{before} {word}")) is not None:
                rows.append(row)
            if number == len(words) and (row := known.get(f"{word} >")) is not None:
                rows.append(row)
            before = word
            if number % _STEP == 0 or number == len(words):
                ends.append(len(rows))
        sums = np.zeros((len(rows) + 1, len(self._profile.absent)))
        np.cumsum(self._profile.odds[rows], axis=0, dtype=np.float64, out=sums[1:])
        return sums[ends], np.array(ends, dtype=np.float64)

    @remembered(5_000)
    def _rows_of(self, word: str) -> tuple[int, ...]:
        """The rows of what a word alone is told by."""
        known = self._profile.rows
        return tuple(row for feature in _of_word(word) if (row := known.get(feature)) is not None)

    def _danger_in_part(self, sums: Floats, known: Floats, whole: float) -> float:
        """The danger of the stretch that leans most to it; of the whole where that is no longer than a stretch."""
        if len(known) - 1 <= _STEPS:
            return whole
        count = known[_STEPS:] - known[:-_STEPS]
        return float(_danger(sums[_STEPS:] - sums[:-_STEPS] + count[:, None] * self._profile.absent, count).max())

    def _examples(self, library: Library) -> Iterator[tuple[str, str]]:
        for talk in library.small_talk:
            yield from ((f"talk:{talk.kind}", phrase) for phrase in talk.phrases)
        yield from ((_DANGER, text) for text in (*library.crisis.phrases, *library.crisis.messages))
        yield from ((_LOOK_ALIKE, text) for text in (*library.crisis.harmless, *library.crisis.look_alikes))
        yield from ((_CHATTER, text) for text in library.chatter)


def _danger(scores: Floats, count: Floats) -> Floats:
    """How strongly each row of scores by label leans to danger; not at all where nothing in it is known."""
    others = np.maximum(scores[:, :_DANGER_AT].max(axis=1), scores[:, _DANGER_AT + 1 :].max(axis=1))
    with np.errstate(divide="ignore"):
        leaning: Floats = (scores[:, _DANGER_AT] - others - _RARE) / np.sqrt(count)
    return leaning  # -inf where count is 0


def _features_of_each(texts: Iterable[tuple[str, Words]]) -> Iterator[tuple[str, set[str]]]:
    """What each text is told by, beside its label: every word, its letter groups, the pair with the one before."""
    of_word = cache(_of_word)
    for label, words in texts:
        features = set(map(" ".join, pairwise(("<", *words, ">")))) if words else set()
        features.update(*map(of_word, words))
        yield label, features


def _of_word(word: str) -> list[str]:
    padded = f"<{word}>"
    return [f"{word} ", *(padded[start : start + _LETTERS] for start in range(len(padded) - _LETTERS + 1))]

"""What kind of message is it: a question, small talk, group chatter, the words of a person in danger?

One naive Bayes over words, pairs of neighbours and letter groups (which survive typos), taught by the phrasings, the
small talk, the crisis messages with their look-alikes, and the chatter of the knowledge base.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from bot.content.library import Library, SmallTalk
from bot.search.normalise import Reader, Reading
from bot.search.profile import build_profile

Words = tuple[str, ...]

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


@dataclass(frozen=True)
class Leaning:
    """How strongly a message leans to one kind against every other, in log odds a root of a feature; 0 is undecided."""

    small_talk: float
    danger: float
    danger_in_part: float  # of the stretch that leans most to danger; as a whole where the message is short
    chatter: float
    talk: SmallTalk | None = None  # the kind of small talk that it would be


_UNDECIDED = Leaning(0.0, float("-inf"), float("-inf"), 0.0)


class MessageKinds:
    """Tells kinds of messages apart for one library; `asked` are its phrasings as read, without owner where outside."""

    def __init__(self, library: Library, reader: Reader, asked: Iterable[tuple[str, Reading]]) -> None:
        self._talk = library.small_talk
        labels = (*_LABELS, *(f"talk:{talk.kind}" for talk in self._talk))
        questions = ((_QUESTION if owner else _OUTSIDE, reading.words) for owner, reading in asked)
        others = ((label, reader.read(text).words) for label, text in self._examples(library))
        taught = ((label, frozenset(chain(*_features(words)))) for label, words in chain(questions, others))
        profile = build_profile(taught, labels, _PRIOR)
        place = {label: number for number, label in enumerate(labels)}
        self._absent = [profile.absent[label] for label in labels]
        self._present = {
            feature: tuple((place[label], odds) for label, odds in by_label.items())
            for feature, by_label in profile.present.items()
        }

    def leaning(self, words: Words) -> Leaning:
        """The leanings of a message."""
        sums, known = self._running(words)
        if not known[-1]:
            return _UNDECIDED
        scores = self._scores(sums, known, 0, -1)
        root = math.sqrt(known[-1])
        best_talk = max(range(len(_LABELS), len(scores)), key=scores.__getitem__)
        danger = self._danger(scores, known[-1])
        in_part = [
            self._danger(self._scores(sums, known, start, end), known[end] - known[start])
            for start, end in _stretches(len(sums))
        ]
        serious = max(scores[_QUESTION_AT], scores[_OUTSIDE_AT], scores[_LOOK_ALIKE_AT])
        unasked = max(scores[_LOOK_ALIKE_AT], scores[_CHATTER_AT], scores[_OUTSIDE_AT], scores[best_talk])
        return Leaning(
            small_talk=(scores[best_talk] - serious) / root,
            danger=danger,
            danger_in_part=max(in_part, default=danger),
            chatter=(unasked - scores[_QUESTION_AT]) / root,
            talk=self._talk[best_talk - len(_LABELS)],
        )

    def _running(self, words: Words) -> tuple[list[list[float]], list[int]]:
        """Running sums at every third word and at the end: log odds by label, and how many features are known."""
        row, count = [0.0] * len(self._absent), 0
        sums, known = [row.copy()], [0]
        for number, features in enumerate(_features(words), start=1):
            for feature in features:
                if (used := self._present.get(feature)) is not None:
                    count += 1
                    for label, odds in used:
                        row[label] += odds
            if number % _STEP == 0 or number == len(words):
                sums.append(row.copy())
                known.append(count)
        return sums, known

    def _scores(self, sums: list[list[float]], known: list[int], start: int, end: int) -> list[float]:
        count = known[end] - known[start]
        return [
            last - first + absent * count
            for first, last, absent in zip(sums[start], sums[end], self._absent, strict=True)
        ]

    def _danger(self, scores: list[float], count: int) -> float:
        if not count:
            return float("-inf")
        others = max(score for label, score in enumerate(scores) if label != _DANGER_AT)
        return (scores[_DANGER_AT] - others - _RARE) / math.sqrt(count)

    def _examples(self, library: Library) -> Iterator[tuple[str, str]]:
        for talk in library.small_talk:
            yield from ((f"talk:{talk.kind}", phrase) for phrase in talk.phrases)
        yield from ((_DANGER, text) for text in (*library.crisis.phrases, *library.crisis.messages))
        yield from ((_LOOK_ALIKE, text) for text in (*library.crisis.harmless, *library.crisis.look_alikes))
        yield from ((_CHATTER, text) for text in library.chatter)


def _stretches(marks: int) -> Iterator[tuple[int, int]]:
    """Where stretches of a message begin and end, by its running sums; none where it is no longer than one."""
    if marks - 1 > _STEPS:
        yield from ((start, start + _STEPS) for start in range(marks - _STEPS))


def _features(words: Words) -> Iterator[list[str]]:
    """What a message is told by, word for word: the word, the pair with the one before, its letter groups."""
    before = "<"
    for number, word in enumerate(words):
        padded = f"<{word}>"
        found = [f"{word} ", f"{before} {word}"]
        found += [padded[start : start + _LETTERS] for start in range(len(padded) - _LETTERS + 1)]
        if number == len(words) - 1:
            found.append(f"{word} >")
        yield found
        before = word

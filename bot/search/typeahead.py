"""Which entries may a text ask for while it is typed? The search letter by letter, its last word half-typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.search.completion import Completions
from bot.search.decide import EXACT, Scored
from bot.search.index import NOBODY
from bot.search.kinds import Leaning, MessageKinds
from bot.search.normalise import Reader, Reading
from bot.search.score import Scorer, Weighed
from bot.search.smalltalk import SmallTalker

_FOUND = 0.25  # the score from which the best entry is shown
_BESIDE = 0.33  # share of its score from which others are shown below it
_SHORT = 256  # characters of a text whose entries are remembered, as many as an inline query may have
_REMEMBERED = 1_000  # texts

# Logistic regression over samples typed letter by letter (`python -m tests.bench.calibrate_typed`).
_BIAS, _BLEND, _NOBODY, _COVERAGE, _OUTSIDE, _SMALL_TALK = -4.1, 6.8, -4.7, 3.0, -0.59, -0.6


@dataclass(frozen=True, slots=True)
class Typed:
    """What a text comes to so far: the entries that it may ask for, best first, or that somebody is in danger."""

    entries: tuple[Scored, ...] = ()
    in_danger: bool = False


_NOTHING = Typed()
_DANGER = Typed(in_danger=True)


class TypeAhead:
    """Finds entries for half-typed texts with what the search itself is made of."""

    def __init__(
        self,
        reader: Reader,
        scorer: Scorer,
        completions: Completions,
        kinds: MessageKinds,
        small_talker: SmallTalker,
        in_danger: Callable[[Reading, Leaning], bool],
    ) -> None:
        self._reader = reader
        self._scorer = scorer
        self._completions = completions
        self._kinds = kinds
        self._small_talker = small_talker
        self._in_danger = in_danger
        self._known: dict[str, Typed] = {}  # the text that was asked for last stands last

    def look(self, text: str) -> Typed:
        """What a text comes to so far; remembered, but never what a person in danger writes."""
        found = self._known.pop(text, None) or self._look(text)
        if len(text) <= _SHORT and not found.in_danger:
            self._known[text] = found
            if len(self._known) > _REMEMBERED:
                del self._known[next(iter(self._known))]
        return found

    def _look(self, text: str) -> Typed:
        typed = self._reader.read_typed(text)
        if not typed.words:
            return _NOTHING
        reading = Reading(typed.words, typed.terms)
        leaning = self._kinds.leaning(typed.words)
        if self._in_danger(reading, leaning):
            return _DANGER
        weighed = self._scorer.weigh(reading, self._completions.of(typed.last) if typed.last else None)
        entries = _worthy(weighed, leaning) if weighed and weighed.exact != NOBODY else ()
        if not entries or self._small_talker.recognise(text, typed.words):
            return _NOTHING
        return Typed(entries)


def _worthy(weighed: Weighed, leaning: Leaning) -> tuple[Scored, ...]:
    """The entries that are likely enough, best first; those as likely stay in the library's order."""
    so_far = _BIAS + _NOBODY * weighed.blends[-1] + _OUTSIDE * leaning.outside + _SMALL_TALK * leaning.small_talk
    odds = so_far + _BLEND * weighed.blends[:-1] + _COVERAGE * weighed.coverage[:-1]
    scores = 1 / (1 + np.exp(-odds))
    if weighed.exact:
        place = weighed.owners.index(weighed.exact)
        scores[place] = max(scores[place], EXACT)
    most = scores.max()
    if most < _FOUND:
        return ()
    best = (-scores).argsort(kind="stable")[: np.count_nonzero(scores >= most * _BESIDE)].tolist()
    return tuple(Scored(weighed.owners[place], score) for place, score in zip(best, scores[best].tolist(), strict=True))

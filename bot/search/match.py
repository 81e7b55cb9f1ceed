"""The words of a question among the terms of the index: what each may stand for, and what it weighs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.search.completion import Completion
from bot.search.index import Index
from bot.search.words import Vocabulary

_MOST_TERMS = 150  # of a question that are looked up, the last ones: people tell the story first
_SURELY_KNOWN = 0.8  # certainty from which a word is not just likened to another
_YEAR = 4  # digits
_UNKNOWN_RARITY = 2.5  # what a word that no document holds weighs
_MEANS = 0.5  # share of what a half-typed word may become that must carry meaning, so that it says something
_USED = 0.5  # uses of what a half-typed word may become, from which an owner counts as using it


@dataclass(frozen=True)
class Match:
    """One word of the question among the terms of the index: best term, its certainty, the weight of the word."""

    word: str
    terms: tuple[tuple[str, float], ...]
    weight: float

    @property
    def says_something(self) -> bool:
        """Whether the word is surely known and no mere number; years count as words."""
        return self.terms[0][1] >= _SURELY_KNOWN and (not self.word.isdigit() or len(self.word) == _YEAR)


@dataclass(frozen=True)
class Begun(Match):
    """A half-typed word: a term of its own, in each document that holds a word which it may become."""

    meaning: float  # the share (0-1) of what it may become that carries meaning
    worths: NDArray[np.float64]  # by document: what it adds there
    uses: NDArray[np.float64]  # by owner: documents that hold what it may become, by how likely that is

    @property
    def says_something(self) -> bool:
        """Whether it surely begins a word with meaning; a number may begin anything."""
        return self.terms[0][1] >= _SURELY_KNOWN and self.meaning >= _MEANS and not self.word.isdigit()


class Matcher:
    """Looks words up in one index."""

    def __init__(self, index: Index, in_dictionary: Callable[[str], bool]) -> None:
        self._index = index
        uses = {term: len(holders) for term, holders in index.postings.items()}
        self.vocabulary = Vocabulary(uses, in_dictionary)

    def matches(self, terms: Sequence[str], open_end: bool) -> list[Match]:
        """Every term as it matches; with an `open_end` the last may begin a longer one."""
        rarity = self._index.rarity
        typed = terms[-_MOST_TERMS:]
        matches = []
        for number, term in enumerate(typed):
            known = self.vocabulary.matches(term, half_typed=open_end and number == len(typed) - 1)
            weight = rarity[known[0][0]] if known else _UNKNOWN_RARITY
            matches.append(Match(term, known, weight))
        return matches

    def begun(self, last: Completion) -> Match:
        """A half-typed word as what it may become; it weighs little where that may be anything, or a stop word."""
        if not last.terms:
            return Match(last.word, (), _UNKNOWN_RARITY * last.meaning)
        likely = np.zeros(len(self._index.documents))
        holders = [self._index.postings[term] for term, _ in last.terms]
        likelihoods = np.repeat([likelihood for _, likelihood in last.terms], [len(numbers) for numbers in holders])
        np.maximum.at(likely, np.concatenate(holders), likelihoods)
        held = (likely != 0).nonzero()[0]
        owners = len(self._index.profile.owners)
        uses = np.bincount(self._index.owners[held], weights=likely[held], minlength=owners).astype(np.float64)
        users = max(1, int(np.count_nonzero(uses >= _USED)))
        weight = math.log(1 + owners / users) * last.meaning
        return Begun(last.word, last.terms, weight, last.meaning, likely * weight, uses)

"""How well each entry fits a question: the words' own odds, and the likeness of the nearest phrasings by rapidfuzz."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from heapq import nlargest
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.search.index import NOBODY, Index
from bot.search.normalise import Reading
from bot.search.words import Vocabulary

_MOST_TERMS = 150  # of a question that are looked up, the last ones: people tell the story first
_CANDIDATES = 30  # documents that rapidfuzz compares with the question
_ENOUGH = 300  # documents from which on common words choose no more
_SURELY_KNOWN = 0.8  # certainty from which a word is not just likened to another
_YEAR = 4  # digits
_UNKNOWN_RARITY = 2.5  # what a word that no document holds weighs
_TEMPERATURE = 2.0  # flattens naive Bayes, whose odds are too sure of themselves
_NEIGHBOURS_SHARE = 0.6  # of the fit; the rest are the profile's odds
_LEAN_ARTICLE = 0.25  # what a follow-up adds to the entries of the article just answered from
_LEAN_ENTRY = 0.1  # and to the very entry
_COMPANY = 0.15  # what each of the next three phrasings of an owner adds to its best


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


class Near(NamedTuple):
    """How near an owner's documents are: all in all, and its most alike one with its words."""

    fit: float
    likeness: float
    nearest: str


_FAR = Near(0.0, 0.0, "")


@dataclass(frozen=True)
class Fit:
    """How well one entry fits: the blend, and how much of the question's weight its words cover (0-1)."""

    entry_id: str
    blend: float
    coverage: float
    likeness: float  # to its most alike document (about 0-1)
    nearest: str  # the words of that document, for whoever wants to know why


@dataclass(frozen=True)
class Fits:
    """Every entry that fits at all, best first, beside how well "no article answers this" fits."""

    entries: tuple[Fit, ...]
    nobody: float
    words: int = 0  # terms of the question
    exact: str | None = None  # whose phrasing the question is to the word; NOBODY's too


class Scorer:
    """Scores a reading against one index."""

    def __init__(self, index: Index, in_dictionary: Callable[[str], bool]) -> None:
        self._index = index
        uses = {term: len(holders) for term, holders in index.postings.items()}
        self._vocabulary = Vocabulary(uses, in_dictionary)

    def is_phrasing(self, reading: Reading) -> bool:
        """Whether the reading is, to the word, a phrasing of exactly one entry."""
        return bool(self._index.exact.get(reading.text))

    def fits(self, reading: Reading, after: str | None = None) -> Fits:
        """All entries by how well they fit the reading, leaning towards an entry just answered and its article."""
        matches = self._matches(reading)
        known = [match for match in matches if match.terms]
        if not any(match.says_something for match in known):
            return Fits((), 0.0)
        odds = self._odds(known)
        near = self._neighbours(reading, matches)
        blend = {
            owner: _NEIGHBOURS_SHARE * near.get(owner, _FAR).fit + (1 - _NEIGHBOURS_SHARE) * share
            for owner, share in odds.items()
        }
        if after:
            _lean(blend, after)
        weight = sum(match.weight for match in matches)
        ranked = sorted((owner for owner in blend if owner != NOBODY), key=lambda owner: (-blend[owner], owner))
        best = tuple(
            Fit(owner, blend[owner], self._coverage(owner, known) / weight, *near.get(owner, _FAR)[1:])
            for owner in ranked[:8]
        )
        return Fits(best, blend[NOBODY], len(matches), self._index.exact.get(reading.text))

    def _matches(self, reading: Reading) -> list[Match]:
        rarity = self._index.rarity
        typed = reading.terms[-_MOST_TERMS:]
        matches = []
        for number, term in enumerate(typed):
            known = self._vocabulary.matches(term, half_typed=number == len(typed) - 1)
            weight = rarity[known[0][0]] if known else _UNKNOWN_RARITY
            matches.append(Match(term, known, weight))
        return matches

    def _odds(self, known: list[Match]) -> dict[str, float]:
        scores = self._index.profile.scores(match.terms[0] for match in known)
        highest = max(scores.values())
        odds = {owner: math.exp((score - highest) / _TEMPERATURE) for owner, score in scores.items()}
        total = sum(odds.values())
        return {owner: share / total for owner, share in odds.items()}

    def _neighbours(self, reading: Reading, matches: list[Match]) -> dict[str, Near]:
        weight = sum(match.weight for match in matches)
        documents, weights = self._index.documents, self._index.weights
        typed = reading.text
        alike: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
        overlaps = [(2 * worth / (weight + weights[number]), number) for number, worth in self._shared(matches).items()]
        for overlap, number in nlargest(_CANDIDATES, overlaps):
            document = documents[number]
            likeness = 0.6 * overlap
            likeness += 0.2 * fuzz.token_set_ratio(typed, document.text) / 100
            likeness += 0.2 * fuzz.ratio(typed, document.text) / 100
            alike[document.owner].append((likeness, document.text))
        near = {}
        for owner, found in alike.items():
            found.sort(reverse=True)
            company = sum(likeness for likeness, _ in found[1:4])
            near[owner] = Near(found[0][0] + _COMPANY * company, *found[0])
        return near

    def _shared(self, matches: list[Match]) -> dict[int, float]:
        """By document: the weight of the question's words that it holds.

        Rare words choose the documents; once there are enough, common words only weigh those chosen.
        """
        postings = self._index.postings
        shared: dict[int, float] = {}
        known = [match for match in matches if match.terms]
        for match in sorted(known, key=lambda match: sum(len(postings[term]) for term, _ in match.terms)):
            for number, worth in self._worths(match, shared).items():
                shared[number] = shared.get(number, 0.0) + worth
        return shared

    def _worths(self, match: Match, chosen: Collection[int]) -> dict[int, float]:
        """By document that holds a word of the question: what it weighs there, as the best of its terms."""
        rarity = self._index.rarity
        (best, certainty), *others = match.terms
        if not others:
            return dict.fromkeys(self._holders(best, chosen), rarity[best] * certainty)
        worths: dict[int, float] = {}
        for term, sureness in reversed(match.terms):  # the best term comes last and stays
            worths |= dict.fromkeys(self._holders(term, chosen), rarity[term] * sureness)
        return worths

    def _holders(self, term: str, chosen: Collection[int]) -> Iterable[int]:
        holders = self._index.postings[term]
        if len(chosen) < _ENOUGH:
            return holders
        if len(holders) <= len(chosen):
            return [number for number in holders if number in chosen]
        terms = self._index.terms
        return [number for number in chosen if term in terms[number]]

    def _coverage(self, owner: str, known: list[Match]) -> float:
        total = 0.0
        for match in known:
            term, certainty = match.terms[0]
            if self._index.uses(owner, term):
                total += match.weight * certainty
        return total


def _lean(blend: dict[str, float], after: str) -> None:
    article = after.partition("/")[0] + "/"
    for owner in blend:
        if owner.startswith(article):
            blend[owner] += _LEAN_ARTICLE
    blend[after] = blend.get(after, 0.0) + _LEAN_ENTRY

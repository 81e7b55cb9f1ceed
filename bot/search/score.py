"""How well each entry fits a question: the words' own odds, and the likeness of the nearest phrasings by rapidfuzz."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

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
_BEST = 8  # entries that are looked at further
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


class Fit(NamedTuple):
    """How well one entry fits: the blend, and how much of the question's weight its words cover (0-1)."""

    entry_id: str
    blend: float
    coverage: float
    likeness: float  # to its most alike document (about 0-1)
    nearest: str  # the words of that document, for whoever wants to know why


@dataclass(frozen=True)
class Fits:
    """The entries that fit best, beside how well "no article answers this" fits."""

    entries: tuple[Fit, ...]
    nobody: float
    words: int = 0  # terms of the question
    exact: str | None = None  # whose phrasing the question is to the word; NOBODY's too
    all: tuple[Fit, ...] = ()  # entries, however badly they fit

    def leaning_to(self, entry_id: str) -> Fits:
        """The same with a lean towards an entry that was just shown, and to its article."""
        article = entry_id.partition("/")[0] + "/"
        leaned = (
            fit._replace(blend=fit.blend + _LEAN_ARTICLE + _LEAN_ENTRY * (fit.entry_id == entry_id))
            if fit.entry_id.startswith(article)
            else fit
            for fit in self.all
        )
        return replace(self, entries=_best(leaned))


class Scorer:
    """Scores a reading against one index."""

    def __init__(self, index: Index, in_dictionary: Callable[[str], bool]) -> None:
        self._index = index
        uses = {term: len(holders) for term, holders in index.postings.items()}
        self._vocabulary = Vocabulary(uses, in_dictionary)

    def is_phrasing(self, reading: Reading) -> bool:
        """Whether the reading is, to the word, a phrasing of exactly one entry."""
        return bool(self._index.exact.get(reading.text))

    def fits(self, reading: Reading) -> Fits:
        """All entries by how well they fit the reading."""
        matches = self._matches(reading)
        known = [match for match in matches if match.terms]
        if not any(match.says_something for match in known):
            return Fits((), 0.0)
        near = self._neighbours(reading, matches)
        weight = sum(match.weight for match in matches)
        odds = ((1 - _NEIGHBOURS_SHARE) * self._odds(known)).tolist()
        coverage = (self._covered(known) / weight).tolist()
        fits = []
        nobody = 0.0
        for owner, share, covered in zip(self._index.profile.owners, odds, coverage, strict=True):
            fit, likeness, nearest = near.get(owner, _FAR)
            blend = _NEIGHBOURS_SHARE * fit + share
            if owner == NOBODY:
                nobody = blend
            else:
                fits.append(Fit(owner, blend, covered, likeness, nearest))
        return Fits(_best(fits), nobody, len(matches), self._index.exact.get(reading.text), tuple(fits))

    def _matches(self, reading: Reading) -> list[Match]:
        rarity = self._index.rarity
        typed = reading.terms[-_MOST_TERMS:]
        matches = []
        for number, term in enumerate(typed):
            known = self._vocabulary.matches(term, half_typed=number == len(typed) - 1)
            weight = rarity[known[0][0]] if known else _UNKNOWN_RARITY
            matches.append(Match(term, known, weight))
        return matches

    def _odds(self, known: list[Match]) -> NDArray[np.float64]:
        """By owner: its share of what the words say."""
        scores = self._index.profile.scores(match.terms[0] for match in known)
        odds = np.exp((scores - scores.max()) / _TEMPERATURE)
        shares: NDArray[np.float64] = odds / odds.sum()
        return shares

    def _neighbours(self, reading: Reading, matches: list[Match]) -> dict[str, Near]:
        numbers, overlaps = self._overlapping(matches)
        documents = [self._index.documents[number] for number in numbers.tolist()]
        texts = [document.text for document in documents]
        sets, wholes = (
            process.cdist([reading.text], texts, scorer=scorer, dtype=np.float64)[0]
            for scorer in (fuzz.token_set_ratio, fuzz.ratio)
        )
        likenesses = (0.6 * overlaps + 0.2 * sets / 100 + 0.2 * wholes / 100).tolist()
        alike: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
        for document, likeness in zip(documents, likenesses, strict=True):
            alike[document.owner].append((likeness, document.text))
        near = {}
        for owner, found in alike.items():
            found.sort(reverse=True)
            company = sum(likeness for likeness, _ in found[1:4])
            near[owner] = Near(found[0][0] + _COMPANY * company, *found[0])
        return near

    def _overlapping(self, matches: list[Match]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """The documents that share most of their and the question's weight, and that share (0-1) of each."""
        weight = sum(match.weight for match in matches)
        numbers, shared = self._shared(matches)
        overlaps = 2 * shared / (weight + self._index.weights[numbers])
        if len(numbers) > _CANDIDATES:
            best = overlaps.argpartition(-_CANDIDATES)[-_CANDIDATES:]
            numbers, overlaps = numbers[best], overlaps[best]
        return numbers, overlaps

    def _shared(self, matches: list[Match]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Documents, and for each the weight of the question's words that it holds.

        Rare words choose the documents; once there are enough, common words only weigh those chosen.
        """
        postings = self._index.postings
        shared = np.zeros(len(self._index.documents))
        chosen: NDArray[np.intp] | None = None
        met = 0  # documents, those met twice counted twice
        known = [match for match in matches if match.terms]
        for match in sorted(known, key=lambda match: sum(len(postings[term]) for term, _ in match.terms)):
            if chosen is None and met >= _ENOUGH:
                found = shared.nonzero()[0]
                chosen = found if len(found) >= _ENOUGH else None
            met += self._weigh(match, shared)
        if chosen is None:
            chosen = shared.nonzero()[0]
        return chosen, shared[chosen]

    def _weigh(self, match: Match, shared: NDArray[np.float64]) -> int:
        """Add to each document what a word of the question weighs there, as the best of its terms; how many hold it."""
        postings, rarity = self._index.postings, self._index.rarity
        if len(match.terms) == 1:
            term, certainty = match.terms[0]
            holders = postings[term]
            shared[holders] += rarity[term] * certainty
            return len(holders)
        worths = np.zeros(len(shared))
        for term, certainty in reversed(match.terms):  # the best term comes last and stays
            worths[postings[term]] = rarity[term] * certainty
        shared += worths
        return sum(len(postings[term]) for term, _ in match.terms)

    def _covered(self, known: list[Match]) -> NDArray[np.float64]:
        """By owner: the weight of the question's words that its documents hold."""
        profile = self._index.profile
        used = profile.odds[[profile.rows[match.terms[0][0]] for match in known]] > 0
        weights = np.array([match.weight * match.terms[0][1] for match in known])
        covered: NDArray[np.float64] = weights @ used
        return covered


def _best(fits: Iterable[Fit]) -> tuple[Fit, ...]:
    return tuple(sorted(fits, key=lambda fit: fit.blend, reverse=True)[:_BEST])

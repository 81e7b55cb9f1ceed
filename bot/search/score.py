"""How well each entry fits a question: the words' own odds, and the likeness of the nearest phrasings by rapidfuzz."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.search.completion import Completion
from bot.search.index import Index
from bot.search.match import Begun, Match, Matcher
from bot.search.normalise import Reading
from bot.search.words import Vocabulary

_CANDIDATES = 30  # documents that rapidfuzz compares with the question
_CANDIDATES_WHILE_TYPED = 15  # with a text that is being typed: ten letters are ten searches
_ENOUGH = 300  # documents from which on common words choose no more
_TEMPERATURE = 2.0  # flattens naive Bayes, whose odds are too sure of themselves
_NEIGHBOURS_SHARE = 0.6  # of the fit; the rest are the profile's odds
_LEAN_ARTICLE = 0.25  # what a follow-up adds to the entries of the article just answered from
_LEAN_ENTRY = 0.1  # and to the very entry
_BEST = 8  # entries that are looked at further
_OVERLAP_SHARE = 0.6  # of a document's likeness; the rest is what rapidfuzz says of the letters
_COMPANY = 0.15  # what each of the next three phrasings of an owner adds to its best


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


class Weighed(NamedTuple):
    """How well each owner fits a question, NOBODY last."""

    owners: tuple[str, ...]
    blends: NDArray[np.float64]
    coverage: NDArray[np.float64]  # the share (0-1) of the question's weight that the owner's words cover
    near: dict[int, Near]  # by the owner's place, as far as one of its documents is near
    exact: str | None  # whose phrasing the question is to the word


class Scorer:
    """Scores a reading against one index."""

    def __init__(self, index: Index, in_dictionary: Callable[[str], bool]) -> None:
        self._index = index
        self._matcher = Matcher(index, in_dictionary)

    @property
    def vocabulary(self) -> Vocabulary:
        """The terms of the index."""
        return self._matcher.vocabulary

    def is_phrasing(self, reading: Reading) -> bool:
        """Whether the reading is, to the word, a phrasing of exactly one entry."""
        return bool(self._index.exact.get(reading.text))

    def fits(self, reading: Reading) -> Fits:
        """All entries by how well they fit the reading."""
        matches = self._matcher.matches(reading.terms, open_end=True)
        weighed = self._weighed(reading, matches, while_typed=False)
        if weighed is None:
            return Fits((), 0.0)
        blends, coverage = weighed.blends.tolist(), weighed.coverage.tolist()
        near = (weighed.near.get(place, _FAR) for place in range(len(blends)))
        fits = tuple(
            Fit(owner, blend, covered, one.likeness, one.nearest)
            for owner, blend, covered, one in zip(weighed.owners, blends, coverage, near, strict=True)
        )
        return Fits(_best(fits[:-1]), fits[-1].blend, len(matches), weighed.exact, fits[:-1])

    def weigh(self, reading: Reading, last: Completion | None) -> Weighed | None:
        """How well each owner fits a reading and the half-typed word that is `last` in it but not among its terms.

        None where neither says anything. No term of the reading goes on, as the last of a whole question may.
        """
        matches = self._matcher.matches(reading.terms, open_end=False)
        if last:
            matches.append(self._matcher.begun(last))
        return self._weighed(reading, matches, while_typed=True)

    def _weighed(self, reading: Reading, matches: list[Match], while_typed: bool) -> Weighed | None:
        known = [match for match in matches if match.terms]
        if not any(match.says_something for match in known):
            return None
        blends = (1 - _NEIGHBOURS_SHARE) * self._odds(known)
        numbers, overlaps = self._overlapping(matches)
        nearest = _most(overlaps, _CANDIDATES_WHILE_TYPED if while_typed else _CANDIDATES)
        near = self._neighbours(reading, numbers[nearest], overlaps[nearest])
        for place, one in near.items():
            blends[place] += _NEIGHBOURS_SHARE * one.fit
        if while_typed:  # one word is asked for by more owners than have candidates, and people look at all of them
            others = np.zeros(len(blends))
            np.maximum.at(others, self._index.owners[numbers], _OVERLAP_SHARE * overlaps)
            others[list(near)] = 0.0
            blends += _NEIGHBOURS_SHARE * others
        coverage = self._covered(known) / sum(match.weight for match in matches)
        return Weighed(self._index.profile.owners, blends, coverage, near, self._index.exact.get(reading.text))

    def _odds(self, known: list[Match]) -> NDArray[np.float64]:
        """By owner: its share of what the words say."""
        profile = self._index.profile
        scores = profile.scores(match.terms[0] for match in known if not isinstance(match, Begun))
        for match in known:
            if isinstance(match, Begun):
                scores += match.meaning * (profile.odds_of(match.uses) + profile.absent)
        odds = np.exp((scores - scores.max()) / _TEMPERATURE)
        shares: NDArray[np.float64] = odds / odds.sum()
        return shares

    def _neighbours(
        self, reading: Reading, numbers: NDArray[np.intp], overlaps: NDArray[np.float64]
    ) -> dict[int, Near]:
        """By the owner's place: how near its documents are, of those with these numbers and overlaps."""
        texts = [self._index.documents[number].text for number in numbers.tolist()]
        sets, wholes = (
            process.cdist([reading.text], texts, scorer=scorer, dtype=np.float64)[0]
            for scorer in (fuzz.token_set_ratio, fuzz.ratio)
        )
        likenesses = (_OVERLAP_SHARE * overlaps + 0.2 * sets / 100 + 0.2 * wholes / 100).tolist()
        alike: defaultdict[int, list[tuple[float, str]]] = defaultdict(list)
        for place, likeness, text in zip(self._index.owners[numbers].tolist(), likenesses, texts, strict=True):
            alike[place].append((likeness, text))
        near = {}
        for place, found in alike.items():
            found.sort(reverse=True)
            company = sum(likeness for likeness, _ in found[1:4])
            near[place] = Near(found[0][0] + _COMPANY * company, *found[0])
        return near

    def _overlapping(self, matches: list[Match]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """The documents that share words with the question, and each one's share (0-1) of their and its weight."""
        weight = sum(match.weight for match in matches)
        numbers, shared = self._shared(matches)
        return numbers, 2 * shared / (weight + self._index.weights[numbers])

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
                found = (shared != 0).nonzero()[0]  # three times as quick as to ask numbers whether they are zero
                chosen = found if len(found) >= _ENOUGH else None
            met += self._weigh(match, shared)
        if chosen is None:
            chosen = (shared != 0).nonzero()[0]
        return chosen, shared[chosen]

    def _weigh(self, match: Match, shared: NDArray[np.float64]) -> int:
        """Add to each document what a word of the question weighs there, as the best of its terms; how many hold it."""
        postings, rarity = self._index.postings, self._index.rarity
        if isinstance(match, Begun):
            shared += match.worths
            return sum(len(postings[term]) for term, _ in match.terms)
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
        whole = [match for match in known if not isinstance(match, Begun)]
        used = profile.odds[np.array([profile.rows[match.terms[0][0]] for match in whole], dtype=np.intp)] > 0
        weights = np.array([match.weight * match.terms[0][1] for match in whole])
        covered: NDArray[np.float64] = weights @ used
        for match in known:
            if isinstance(match, Begun):
                covered += match.weight * match.terms[0][1] * (match.uses > 0)
        return covered


def _most(overlaps: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """The places of the highest few."""
    return overlaps.argpartition(-count)[-count:] if len(overlaps) > count else np.arange(len(overlaps))


def _best(fits: Iterable[Fit]) -> tuple[Fit, ...]:
    return tuple(sorted(fits, key=lambda fit: fit.blend, reverse=True)[:_BEST])

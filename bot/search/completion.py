"""What a half-typed word may become: every word that people write, found by its beginning."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz import fuzz, process

from bot.search.normalise import Reader
from bot.search.remembered import remembered
from bot.search.words import Matches, Vocabulary

_WORD = re.compile(r"[^\W_]+")
_MOST = 20  # terms that a beginning may stand for
_RARE = 5  # uses; a beginning that no more words have may be a misspelt one
_LAST = "\U0010ffff"  # sorts behind every letter
_FUZZY_FROM = 4  # letters; shorter beginnings have too many neighbours
_ALIKE = 78.0  # rapidfuzz ratio (0-100) from which two beginnings may be the same
_MOST_ALIKE = 4  # beginnings
_MISSPELT = 0.95  # certainty beside a beginning that is as alike but to its end


@dataclass(frozen=True, slots=True)
class Completion:
    """A half-typed word and the terms that it may become, the likeliest first, each with its likelihood beside it.

    Likelihoods are in (0-1]. `meaning` is the share (0-1) of the word's uses in which it becomes a word with meaning:
    0 for nothing but stop words. Without terms but with meaning it begins nothing that is known.
    """

    word: str
    terms: Matches
    meaning: float = 1.0


class Completions:
    """All words of some texts, as people type them, each with its uses and the term that it is read as."""

    def __init__(self, texts: Iterable[str], slang: Iterable[str], reader: Reader, vocabulary: Vocabulary) -> None:
        self._reader = reader
        self._vocabulary = vocabulary
        uses = Counter(_WORD.findall("\n".join(texts).casefold()))
        uses.update(word for word in slang if " " not in word)
        self._words = sorted(uses)
        self._uses = [uses[word] for word in self._words]
        self._uses_before = list(accumulate(self._uses, initial=0))
        self._terms = [self._term(word) for word in self._words]

    @remembered(500)
    def of(self, word: str) -> Completion:
        """What a half-typed word may become: a word that it begins, or that it misspells."""
        start, end = self._begun_by(word)
        used = self._uses_before[end] - self._uses_before[start]
        begun = self._likely(start, end)
        if used > _RARE or (used and not begun):
            meaningful = sum(self._uses[place] for place in range(start, end) if self._terms[place])
            return Completion(word, tuple(begun.items()), meaningful / used)
        found = dict(begun)
        for term, likelihood in (*self._vocabulary.matches(self._reader.meaning(word)), *self._begun_misspelt(word)):
            found[term] = max(likelihood, found.get(term, 0.0))
        return Completion(word, tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]))

    def _begun_by(self, word: str) -> tuple[int, int]:
        """Where the words that a beginning begins stand: the first, and the one behind the last."""
        return bisect_left(self._words, word), bisect_left(self._words, word + _LAST)

    def _likely(self, start: int, end: int) -> dict[str, float]:
        """The terms of a stretch of words by how likely each is beside the likeliest."""
        uses: Counter[str] = Counter()
        for place in range(start, end):
            if term := self._terms[place]:
                uses[term] += self._uses[place]
        likeliest = uses.most_common(_MOST)
        return {term: (used / likeliest[0][1]) ** 0.5 for term, used in likeliest}

    def _begun_misspelt(self, word: str) -> Iterator[tuple[str, float]]:
        """What a word may become that misspells a beginning; the first letter is right more often than any other."""
        if len(word) < _FUZZY_FROM:
            return
        start, end = self._begun_by(word[0])
        beginnings = list(dict.fromkeys([known[: len(word)] for known in self._words[start:end]]))
        hits = process.extract(word, beginnings, scorer=fuzz.ratio, limit=_MOST_ALIKE, score_cutoff=_ALIKE)
        for beginning, alike, _ in hits:
            for term, likelihood in self._likely(*self._begun_by(beginning)).items():
                yield term, likelihood * alike / 100 * _MISSPELT

    def _term(self, word: str) -> str | None:
        """The last term that a word is read as; None where it is a stop word, or its term is in no document."""
        terms = self._reader.terms(self._reader.written_out([word]))
        return next((term for term in reversed(list(terms)) if term in self._vocabulary), None)

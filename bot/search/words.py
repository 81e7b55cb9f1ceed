"""Which known terms a typed word may stand for: itself, a term that it begins, or one that it misspells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

_FUZZY_FROM = 3  # letters; shorter words have too many neighbours
_ALIKE = 74.0  # rapidfuzz ratio (0-100) from which two words may be the same
_MOST = 6
_PREFIX_CERTAINTY = 0.85
_LENGTH_SLACK = 2  # letters by which a misspelt word may be shorter or longer
_SKELETON_CERTAINTY = 0.8  # of a word typed without (some of) its vowels
_SKELETON_FROM = 3  # consonants
_VOWELS = str.maketrans("", "", "aeiou")


def skeleton(word: str) -> str:
    """A word's consonants: what is left of it in hurried typing (mkshnya, bgmn)."""
    return word.translate(_VOWELS)


class Vocabulary:
    """All terms of an index, ready for look-ups of typed words."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = frozenset(terms)
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        self._by_start: defaultdict[str, list[str]] = defaultdict(list)
        self._by_skeleton: defaultdict[str, list[str]] = defaultdict(list)
        for term in sorted(self._terms):
            self._by_length[len(term)].append(term)
            self._by_start[term[:2]].append(term)
            self._by_skeleton[skeleton(term)].append(term)

    @lru_cache(maxsize=20_000)  # noqa: B019 - a vocabulary lives as long as its index
    def matches(self, term: str, half_typed: bool = False) -> tuple[tuple[str, float], ...]:
        """Known terms for a typed one with their certainty (0-1], best first; `half_typed`: it may go on."""
        if term in self._terms:
            return ((term, 1.0),)
        found: dict[str, float] = {}
        if half_typed and len(term) > 1:
            found = {known: _PREFIX_CERTAINTY for known in self._by_start[term[:2]] if known.startswith(term)}
        if len(bones := skeleton(term)) >= _SKELETON_FROM:
            found |= {known: _SKELETON_CERTAINTY for known in self._by_skeleton[bones] if len(known) > len(term)}
        if len(term) >= _FUZZY_FROM:
            for known, likeness in self._alike(term):
                found[known] = max(likeness, found.get(known, 0.0))
        return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST])

    def _alike(self, term: str) -> Iterable[tuple[str, float]]:
        lengths = range(len(term) - _LENGTH_SLACK, len(term) + _LENGTH_SLACK + 1)
        for length in lengths:
            choices = self._by_length.get(length)
            if choices:
                hits = process.extract(term, choices, scorer=fuzz.ratio, limit=_MOST, score_cutoff=_ALIKE)
                yield from ((known, score / 100) for known, score, _ in hits)

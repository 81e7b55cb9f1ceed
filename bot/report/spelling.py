"""Words that people misspell or run together, by the words that they mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz import fuzz, process

from bot.search.alike import Alikes
from bot.search.normalise import Reader

_ALIKE = 84.0  # rapidfuzz ratio (0-100) from which an odd word is another one misspelt
_LETTERS = 5  # of a word; shorter ones have too many neighbours
_HALF = 4  # letters of each of two words that are run together
_SLACK = 2  # letters longer or shorter
_RARE = 5  # texts of the library; what more of them use is no typo


def spellings(uses: Mapping[str, int], known: Mapping[str, int], reader: Reader) -> dict[str, tuple[str, ...]]:
    """For each odd word of questions the better known word that it misspells, or the two that it runs together.

    `uses` says how many questions use a word, `known` how many texts of the library. No word of a dictionary is odd.
    """
    odd = [
        term
        for term in sorted(uses)
        if len(term) >= _LETTERS and term.isalpha() and known.get(term, 0) <= _RARE and not reader.in_dictionary(term)
    ]
    by_start: defaultdict[str, set[str]] = defaultdict(set)
    for term in {*uses, *known}:
        by_start[term[:1]].add(term)  # few get the first letter of a word wrong
    better = {start: Alikes(terms) for start, terms in by_start.items()}
    found: dict[str, str] = {}
    for term in odd:
        rank = _rank(term, uses, known)
        choices = [other for other in better[term[0]].near(term, _ALIKE, _SLACK) if _rank(other, uses, known) > rank]
        if best := process.extractOne(term, choices, scorer=fuzz.ratio, score_cutoff=_ALIKE):
            found[term] = best[0]
    return {term: _halves(end, known) for term in odd if (end := _end(term, found)) != term or _halves(end, known)[1:]}


def _rank(term: str, uses: Mapping[str, int], known: Mapping[str, int]) -> tuple[int, str]:
    return known.get(term, 0) + uses.get(term, 0), term


def _end(term: str, meant: Mapping[str, str]) -> str:
    """Where a chain of misspellings ends; each step leads to a better known word, so it does."""
    while term in meant:
        term = meant[term]
    return term


def _halves(term: str, known: Mapping[str, int]) -> tuple[str, ...]:
    """The two well-known words that a term runs together, or the term itself."""
    for place in range(_HALF, len(term) - _HALF + 1):
        if min(known.get(term[:place], 0), known.get(term[place:], 0)) > max(_RARE, known.get(term, 0)):
            return term[:place], term[place:]
    return (term,)

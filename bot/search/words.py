"""Which known terms a typed word may stand for: itself, a term that it begins, or one that it misspells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from rapidfuzz import fuzz, process

from bot.search.alike import Alikes
from bot.search.remembered import remembered

_FUZZY_FROM = 3  # letters; shorter words have too many neighbours
_ALIKE = 74.0  # rapidfuzz ratio (0-100) from which two words may be the same
_MOST = 6
_PREFIX_CERTAINTY = 0.85
_LENGTH_SLACK = 2  # letters by which a misspelt word may be shorter or longer
_SKELETON_CERTAINTY = 0.8  # of a word typed without (some of) its vowels
_SKELETON_FROM = 3  # consonants
_RARE = 5  # documents; a term that no more use may be a typo
_COMMON = 10  # documents that use the word which such a term may misspell
_MOST_MEANT = 2
_VOWELS = str.maketrans("", "", "aeiou")


Matches = tuple[tuple[str, float], ...]


def skeleton(word: str) -> str:
    """A word's consonants: what is left of it in hurried typing (mkshnya, bgmn)."""
    return word.translate(_VOWELS)


class Vocabulary:
    """All terms of an index with how many documents use each, ready for look-ups of typed words.

    Phrasings hold typos too. A term that few documents use and no dictionary knows is read as the common word that it
    looks like, and as itself.
    """

    def __init__(self, uses: Mapping[str, int], in_dictionary: Callable[[str], bool]) -> None:
        self._uses = uses
        self._in_dictionary = in_dictionary
        self._by_start: defaultdict[str, list[str]] = defaultdict(list)
        self._by_skeleton: defaultdict[str, list[str]] = defaultdict(list)
        for term in sorted(uses):
            self._by_start[term[:2]].append(term)
            self._by_skeleton[skeleton(term)].append(term)
        self._alikes = Alikes(uses)

    def __contains__(self, term: str) -> bool:
        return term in self._uses

    @remembered(5_000)
    def matches(self, term: str, half_typed: bool = False) -> Matches:
        """Known terms for a typed one with their certainty (0-1], the likeliest first; `half_typed`: it may go on.

        A known but rare and odd term comes after the common words that it may misspell.
        """
        if term in self._uses:
            return (*self._meant_by(term), (term, 1.0))
        found = self._alike(term)
        if half_typed and len(term) > 1:
            for known in self._by_start[term[:2]]:
                if known.startswith(term):
                    found[known] = max(_PREFIX_CERTAINTY, found.get(known, 0.0))
        return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST])

    def _meant_by(self, term: str) -> Matches:
        """The common words that a known but rare and odd term may misspell."""
        if self._uses[term] > _RARE or len(term) < _FUZZY_FROM or term.isdigit() or self._in_dictionary(term):
            return ()
        common = {
            known: likeness
            for known, likeness in self._alike(term).items()
            if self._uses[known] >= _COMMON and likeness >= _SKELETON_CERTAINTY
        }
        return tuple(sorted(common.items(), key=lambda pair: (-pair[1], -self._uses[pair[0]]))[:_MOST_MEANT])

    def _alike(self, term: str) -> dict[str, float]:
        """Terms that the typed one may be with letters left out or mistyped."""
        found: dict[str, float] = {}
        if len(term) < _FUZZY_FROM:
            return found
        choices = self._alikes.near(term, _ALIKE, _LENGTH_SLACK)
        hits = process.extract(term, choices, scorer=fuzz.ratio, limit=None, score_cutoff=_ALIKE)
        found |= {known: score / 100 for known, score, _ in hits}
        if len(bones := skeleton(term)) >= _SKELETON_FROM:
            for known in self._by_skeleton[bones]:
                if len(known) > len(term):
                    found[known] = max(_SKELETON_CERTAINTY, found.get(known, 0.0))
        return found

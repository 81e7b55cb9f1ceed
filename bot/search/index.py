"""Everything the search looks things up in: documents, their terms, how rare each term is, and who uses it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.content.library import Library
from bot.search.normalise import Reader, Reading

NOBODY = ""  # the owner of what the articles do not answer
# A prior of 0.15 pseudo-occurrences a term keeps entries with few words from winning by rare ones.
_PRIOR = 0.15


@dataclass(frozen=True)
class Document:
    """One phrasing (or title, or sentence of an answer) as the search reads it."""

    owner: str
    text: str  # its words as one line
    terms: frozenset[str]
    weight: float  # the sum of its terms' rarity


@dataclass(frozen=True)
class Profile:
    """What the words of all documents say about their owner, as sums of log odds (naive Bayes)."""

    owners: tuple[str, ...]
    absent: Mapping[str, float]  # log odds of an owner for a term that it never uses
    present: Mapping[str, Mapping[str, float]]  # by term: what is added for the owners that do use it

    def scores(self, terms: Iterable[tuple[str, float]]) -> dict[str, float]:
        """Log odds by owner of terms with their certainty (0-1)."""
        found = list(terms)
        certainty = sum(sureness for _, sureness in found)
        scores = {owner: odds * certainty for owner, odds in self.absent.items()}
        for term, sureness in found:
            for owner, odds in self.present[term].items():
                scores[owner] += odds * sureness
        return scores


@dataclass(frozen=True)
class Index:
    """The frozen index of one library."""

    documents: tuple[Document, ...]
    postings: Mapping[str, tuple[int, ...]]  # by term: the documents that hold it
    rarity: Mapping[str, float]  # by term: ln(1 + owners / owners that use it)
    exact: Mapping[str, str]  # by the words of a phrasing: its owner, where only one owner is asked for so
    profile: Profile

    def uses(self, owner: str, term: str) -> bool:
        """Whether any document of the owner holds the term."""
        return owner in self.profile.present.get(term, ())


def build_index(library: Library, reader: Reader) -> Index:
    """The index over every phrasing, title and answer of a library."""
    read = [(owner, reader.read(text)) for owner, text in _texts(library)]
    users: defaultdict[str, set[str]] = defaultdict(set)
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for number, (owner, reading) in enumerate(read):
        for term in reading.terms:
            users[term].add(owner)
            postings[term].append(number)
    owners = len(library.entries) + 1
    rarity = {term: math.log(1 + owners / len(found)) for term, found in users.items()}
    documents = tuple(
        Document(owner, reading.text, frozenset(reading.terms), sum(rarity[term] for term in reading.terms))
        for owner, reading in read
    )
    return Index(
        documents=documents,
        postings={term: tuple(numbers) for term, numbers in postings.items()},
        rarity=rarity,
        exact=_exact(read[: len(library.phrasings)]),
        profile=_profile(read, [*library.entries, NOBODY]),
    )


def _texts(library: Library) -> Iterator[tuple[str, str]]:
    for phrasing in library.phrasings:
        yield phrasing.entry_id or NOBODY, phrasing.text
    for entry in library.entries.values():
        for text in (entry.title, entry.label, entry.short, *entry.details):
            yield entry.id, text


def _exact(phrasings: list[tuple[str, Reading]]) -> dict[str, str]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for owner, reading in phrasings:
        owners[reading.text].add(owner)
    return {text: found.pop() for text, found in owners.items() if len(found) == 1}


def _profile(read: list[tuple[str, Reading]], owners: list[str]) -> Profile:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    sizes: Counter[str] = Counter()
    for owner, reading in read:
        sizes[owner] += len(reading.terms)
        for term in reading.terms:
            counts[term][owner] += 1
    mass = _PRIOR * len(counts)
    everything = sum(sizes.values()) + len(counts)
    absent = {owner: math.log(mass / (sizes[owner] + mass)) for owner in owners}
    present = {
        term: {owner: math.log1p(count * everything / (mass * (used.total() + 1))) for owner, count in used.items()}
        for term, used in counts.items()
    }
    return Profile(tuple(owners), absent, present)

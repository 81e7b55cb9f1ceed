"""Everything the search looks things up in: documents, their terms, how rare each term is, and who uses it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.content.library import Library
from bot.search.normalise import Reader, Reading
from bot.search.profile import Profile, build_profile

NOBODY = ""  # the owner of what the articles do not answer


@dataclass(frozen=True)
class Document:
    """One phrasing (or title, or sentence of an answer) as the search reads it."""

    owner: str
    text: str  # its words as one line


@dataclass(frozen=True)
class Index:
    """The frozen index of one library."""

    asked: Sequence[tuple[str, Reading]]  # every phrasing as it was read, with its owner
    documents: tuple[Document, ...]
    terms: tuple[frozenset[str], ...]  # by document, apart: they are looked at thousands of times a question
    weights: tuple[float, ...]  # by document: the sum of its terms' rarity
    postings: Mapping[str, tuple[int, ...]]  # by term: the documents that hold it
    rarity: Mapping[str, float]  # by term: ln(1 + owners / owners that use it)
    exact: Mapping[str, str]  # by the words of a phrasing: its owner, where only one owner is asked for so
    profile: Profile

    def uses(self, owner: str, term: str) -> bool:
        """Whether any document of the owner holds the term."""
        return owner in self.profile.present.get(term, ())


def build_index(library: Library, reader: Reader) -> Index:
    """The index over every phrasing, title and answer of a library."""
    asked = [(phrasing.entry_id or NOBODY, reader.read(phrasing.text)) for phrasing in library.phrasings]
    read = [*asked, *((owner, reader.read(text)) for owner, text in _answers(library))]
    users: defaultdict[str, set[str]] = defaultdict(set)
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for number, (owner, reading) in enumerate(read):
        for term in reading.terms:
            users[term].add(owner)
            postings[term].append(number)
    owners = len(library.entries) + 1
    rarity = {term: math.log(1 + owners / len(found)) for term, found in users.items()}
    return Index(
        documents=tuple(Document(owner, reading.text) for owner, reading in read),
        terms=tuple(frozenset(reading.terms) for _, reading in read),
        weights=tuple(sum(rarity[term] for term in reading.terms) for _, reading in read),
        postings={term: tuple(numbers) for term, numbers in postings.items()},
        rarity=rarity,
        asked=asked,
        exact=_exact(asked),
        profile=build_profile(((owner, reading.terms) for owner, reading in read), [*library.entries, NOBODY]),
    )


def _answers(library: Library) -> Iterator[tuple[str, str]]:
    for entry in library.entries.values():
        for text in (entry.title, entry.label, entry.short, *entry.details):
            yield entry.id, text


def _exact(phrasings: list[tuple[str, Reading]]) -> dict[str, str]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for owner, reading in phrasings:
        owners[reading.text].add(owner)
    return {text: found.pop() for text, found in owners.items() if len(found) == 1}

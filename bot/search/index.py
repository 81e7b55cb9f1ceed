"""Everything the search looks things up in: documents, their terms, how rare each term is, and who uses it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.content.library import Library
from bot.search.normalise import Reader, Reading
from bot.search.profile import Profile, build_profile

NOBODY = ""  # the owner of what the articles do not answer


@dataclass(frozen=True, slots=True)
class Document:
    """One phrasing (or title, or sentence of an answer) as the search reads it."""

    owner: str
    text: str  # its words as one line


@dataclass(frozen=True)
class Index:
    """The frozen index of one library."""

    documents: tuple[Document, ...]
    owners: NDArray[np.int32]  # by document: the place of its owner in the profile
    weights: NDArray[np.float64]  # by document: the sum of its terms' rarity
    postings: Mapping[str, NDArray[np.int32]]  # by term: the documents that hold it
    rarity: Mapping[str, float]  # by term: ln(1 + owners / owners that use it)
    exact: Mapping[str, str]  # by the words of a phrasing: its owner, where only one owner is asked for so
    profile: Profile


def read_phrasings(library: Library, reader: Reader) -> list[tuple[str, Reading]]:
    """Every phrasing of a library as it reads, with its owner."""
    return [(phrasing.entry_id or NOBODY, reader.read(phrasing.text)) for phrasing in library.phrasings]


def build_index(library: Library, reader: Reader, asked: Sequence[tuple[str, Reading]]) -> Index:
    """The index over every phrasing (`asked`, as read), title and answer of a library."""
    read = [*asked, *((owner, reader.read(text)) for owner, text in _answers(library))]
    users: defaultdict[str, set[str]] = defaultdict(set)
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for number, (owner, reading) in enumerate(read):
        for term in reading.terms:
            users[term].add(owner)
            postings[term].append(number)
    owners = [*library.entries, NOBODY]
    places = {owner: place for place, owner in enumerate(owners)}
    rarity = {term: math.log(1 + len(owners) / len(found)) for term, found in users.items()}
    return Index(
        documents=tuple(Document(owner, reading.text) for owner, reading in read),
        owners=np.array([places[owner] for owner, _ in read], dtype=np.int32),
        weights=np.array([sum(rarity[term] for term in reading.terms) for _, reading in read]),
        postings={term: np.array(numbers, dtype=np.int32) for term, numbers in postings.items()},
        rarity=rarity,
        exact=_exact(asked),
        profile=build_profile(((owner, reading.terms) for owner, reading in read), owners),
    )


def written(library: Library) -> Iterator[str]:
    """Every phrasing, title and answer of a library, as it is written."""
    yield from (phrasing.text for phrasing in library.phrasings)
    yield from (text for _, text in _answers(library))


def _answers(library: Library) -> Iterator[tuple[str, str]]:
    for entry in library.entries.values():
        for text in (entry.title, entry.label, entry.short, *entry.details):
            yield entry.id, text


def _exact(phrasings: Sequence[tuple[str, Reading]]) -> dict[str, str]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for owner, reading in phrasings:
        owners[reading.text].add(owner)
    return {text: found.pop() for text, found in owners.items() if len(found) == 1}

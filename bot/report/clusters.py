"""Questions that ask the same, put together: what many people asked in many words shows as one thing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bot.content.library import Library
from bot.report.linkage import linked
from bot.report.spelling import spellings
from bot.scrubbing import without_masks
from bot.search.index import written
from bot.search.normalise import Reader

_FROM = 0.58  # likeness (0-1) from which questions ask the same, all of one cluster with all of the other on average
_ASKING = 0.6  # of its weight that a word of asking keeps: "di mana", "berapa" and "cara" say little alone
_MOST_TERMS = 40  # of a question, the last ones: people tell the story first


Question = tuple[str, str, float, str | None]
"""A question as it was kept: its key, its text, when it was asked (seconds since 1970), and the entry of which somebody
said that it was not what they asked."""


class _Asked(NamedTuple):
    key: str
    text: str
    asked_at: float
    given: str | None


@dataclass(frozen=True)
class Cluster:
    """Questions that ask the same.

    `text` is the most typical of them, without masks; `texts` are all as typed with how often, the most first; `given`
    the wrong entries with how often, the most first. Times are seconds since 1970.
    """

    text: str
    keys: tuple[str, ...]
    texts: tuple[tuple[str, int], ...]
    first_at: float
    last_at: float
    given: tuple[tuple[str, int], ...]

    @property
    def times(self) -> int:
        """How often it was asked."""
        return len(self.keys)


class Clusterer:
    """Clusters questions by the words of one library, which also says which words are common."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._asking = library.words.question_words

    def clustered(self, questions: Sequence[Question]) -> list[Cluster]:
        """The clusters, most frequent first, then the newest; the same questions in any order come to the same.

        It takes up to two seconds for 5,000 questions: not on the event loop.
        """
        ordered = sorted(
            (_Asked(*question) for question in questions), key=lambda question: (question.asked_at, question.key)
        )
        read = {text: self._terms(text) for text in dict.fromkeys(question.text for question in ordered)}
        spelt = spellings(Counter(term for found in read.values() for term in found), self._uses, self._reader)
        alike: dict[frozenset[str], list[_Asked]] = {}
        for question in ordered:
            point = frozenset(word for term in read[question.text] for word in spelt.get(term, (term,)))
            alike.setdefault(point, []).append(question)
        points = sorted(alike, key=lambda point: (-len(alike[point]), sorted(point)))
        weights = self._weights(points)
        vectors = [{term: weights[term] for term in sorted(point)} for point in points]
        groups = linked(vectors, [len(alike[point]) for point in points], _FROM)
        clusters = [
            _cluster([question for number in group for question in alike[points[number]]], alike[points[group[0]]])
            for group in groups
        ]
        return sorted(clusters, key=lambda cluster: (-cluster.times, -cluster.last_at, cluster.text))

    def _terms(self, text: str) -> tuple[str, ...]:
        """The terms of a question; where no word of it carries meaning its words, or else the whole of it."""
        reading = self._reader.read(without_masks(text))
        return reading.terms[-_MOST_TERMS:] or reading.words[-_MOST_TERMS:] or (text.strip(),)

    def _weights(self, points: Iterable[frozenset[str]]) -> dict[str, float]:
        uses = Counter(term for point in points for term in point)
        known = self._uses
        most = len(self._library.phrasings) + len(uses)
        asking = {self._reader.meaning(word) for word in self._asking} | self._asking
        return {
            term: math.sqrt(math.log(1 + most / (count + known.get(term, 0)))) * (_ASKING if term in asking else 1.0)
            for term, count in uses.items()
        }

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._library.words)

    @cached_property
    def _uses(self) -> Mapping[str, int]:
        """How many texts of the library use each term."""
        return Counter(term for text in written(self._library) for term in self._reader.read(text).terms)


def _cluster(members: Sequence[_Asked], typical: Sequence[_Asked]) -> Cluster:
    """A cluster of its members; `typical` are those whose words are most like everybody's."""
    times = [member.asked_at for member in members]
    texts = Counter(member.text for member in members)
    most = Counter(question.text for question in typical)
    best = min(most, key=lambda text: (-most[text], len(text), text))
    return Cluster(
        text=without_masks(best) or best,
        keys=tuple(member.key for member in members),
        texts=_counted(texts),
        first_at=min(times),
        last_at=max(times),
        given=_counted(Counter(member.given for member in members if member.given)),
    )


def _counted(counter: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))

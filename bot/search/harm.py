"""What a learned phrasing breaks: questions that were answered right without it, and are not with it.

The search weighs every word by all phrasings, so that one more may change the verdict on any question.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Protocol

from rapidfuzz import fuzz

from bot.content.learned import BY_OPERATORS
from bot.content.library import Library, Phrasing
from bot.content.problems import Problem
from bot.search.decide import Decision
from bot.search.engine import Search, Verdict

AT_ONCE = 50
"""Questions that are asked in one slice: some 50 ms."""

_TRIED_ALONE = 3  # phrasings that may be to blame; each costs a search of its own, about a second
_NEAR = 0.1  # share (0-1) of its words' weight from which a question is near another
_CURE = "delete it, or word it more clearly; python -m bot check tells whether that helped"


class Asks(Protocol):
    """A search, or something that remembers what it said."""

    def ask(self, question: str) -> Verdict:
        """The verdict on a question."""


class Remembered:
    """A search that is asked each question once."""

    def __init__(self, search: Asks) -> None:
        self._search = search
        self._known: dict[str, Verdict] = {}

    def ask(self, question: str) -> Verdict:
        """The verdict on a question."""
        if question not in self._known:
            self._known[question] = self._search.ask(question)
        return self._known[question]


@dataclass(frozen=True)
class Sample:
    """A question whose right entry is known (None: nothing answers it), and where it stands."""

    text: str
    entry_id: str | None
    path: str
    line: int


class Outcome(IntEnum):
    """How well a sample came off; higher is better."""

    MISSED = 0
    OFFERED = 1  # its entry is one of the choices
    RIGHT = 2


@dataclass(frozen=True)
class Harm:
    """A sample that came off better before, what answers it now, and the learned phrasings without which it would not.

    `phrasings` is empty where something else than phrasings was learned (or unlearned) that did it.
    """

    sample: Sample
    before: Outcome
    verdict: Verdict
    phrasings: tuple[Phrasing, ...]

    @property
    def warning(self) -> Problem:
        """The harm as a line for people, at the first phrasing that is to blame (else where the sample stands)."""
        sample = self.sample
        asked = f'the question "{sample.text}" ({sample.path}:{sample.line})'
        came = f"{asked} {_came_off(self)}"
        if not self.phrasings:
            return Problem(Path(sample.path), sample.line, f"since something was learned, {came}", "word it otherwise")
        first, *others = self.phrasings
        beside = f" (with line {', '.join(str(other.line) for other in others)})" if others else ""
        blamed = f'because of the learned phrasing "{first.text}" of `{first.entry_id}`{beside}'
        return Problem(Path(first.path), first.line, f"{blamed}, {came}", _CURE)


def samples_of(library: Library) -> tuple[Sample, ...]:
    """Every authored phrasing of a library as a sample."""
    return tuple(
        Sample(phrasing.text, phrasing.entry_id, phrasing.path, phrasing.line)
        for phrasing in library.phrasings
        if not phrasing.learned
    )


def without_learned(library: Library) -> Library:
    """A library as if nothing had been learned."""
    articles = tuple(
        replace(article, entries=tuple(entry for entry in article.entries if not entry.learned))
        for article in library.articles
    )
    return replace(
        library,
        articles=tuple(article for article in articles if article.entries or article.slug != BY_OPERATORS),
        phrasings=tuple(phrasing for phrasing in library.phrasings if not phrasing.learned),
    )


def learning_harm(
    before: Library,
    after: Library,
    samples: Sequence[Sample],
    search: Asks | None = None,
    build: Callable[[Library], Asks] = Search,
) -> Iterator[list[Harm]]:
    """The samples that come off worse in `after`, the library that has learned more; a list for each slice of them.

    `search` is one over `after`, where there is one already; it must not be in use elsewhere meanwhile. Whoever takes
    the lists one by one may do something else between two of them. A slice takes about 50 ms, a second more where
    something goes wrong (a search over `before` is built), and again for each phrasing that is tried for blame.
    """
    trial = _Trial(before, after, search or build(after), build)
    for first in range(0, len(samples), AT_ONCE):
        yield [harm for sample in samples[first : first + AT_ONCE] if (harm := trial.harm(sample))]


def near(search: Search, samples: Sequence[Sample], learned: Iterable[str]) -> tuple[Sample, ...]:
    """The samples that share telling words with one of the learned texts: all that are to be asked of phrasings.

    A phrasing of the knowledge answers itself, to the word, until something like it stands elsewhere. Questions that
    nobody wrote into the knowledge have less of a lead: a shift of all weights may cost it, so all should be asked.
    """
    terms = [search.terms(sample.text) for sample in samples]
    uses = Counter(term for some in terms for term in some)
    weights = {term: math.log(1 + len(samples) / used) for term, used in uses.items()}
    taught = [search.terms(text) for text in learned]
    return tuple(
        sample
        for sample, some in zip(samples, terms, strict=True)
        if any(_overlap(some, other, weights) >= _NEAR for other in taught)
    )


def _overlap(some: Collection[str], other: frozenset[str], weights: dict[str, float]) -> float:
    """The share (0-1) of two texts' words' weight that is in both."""
    mine = sum(weights[term] for term in some)
    shared = sum(weights[term] for term in some if term in other)
    theirs = sum(weights.get(term, 0.0) for term in other)
    return 2 * shared / (mine + theirs) if shared else 0.0


def outcome(verdict: Verdict, entry_id: str | None) -> Outcome:
    """How a question came off whose right entry is known."""
    shown = [entry.entry_id for entry in verdict.entries]
    if entry_id is None:
        return Outcome.MISSED if verdict.decision is Decision.ANSWER else Outcome.RIGHT
    if entry_id not in shown:
        return Outcome.MISSED
    return Outcome.RIGHT if verdict.decision is Decision.ANSWER else Outcome.OFFERED


def _came_off(harm: Harm) -> str:
    verdict, meant = harm.verdict, harm.sample.entry_id
    shown = ", ".join(f"`{entry.entry_id}`" for entry in verdict.entries)
    match verdict.decision:
        case Decision.ANSWER:
            now = f"is answered by {shown}"
        case Decision.SUGGEST:
            now = f"gets only a choice ({shown})"
        case Decision.UNKNOWN:
            now = "is not answered"
        case _:
            now = f"is taken for {verdict.decision}"
    if meant is None:
        return f"{now}, though nothing answers it"
    return f"{now} and no longer {'answered' if harm.before is Outcome.RIGHT else 'offered'} by `{meant}`"


class _Trial:
    """Two libraries, what the searches over them say, and which of the new phrasings are to blame."""

    def __init__(self, before: Library, after: Library, search: Asks, build: Callable[[Library], Asks]) -> None:
        self._before = before
        self._after = after
        self._search = search
        self._build = build
        held = {(phrasing.text, phrasing.entry_id) for phrasing in before.phrasings}
        self._new = [one for one in after.phrasings if (one.text, one.entry_id) not in held]
        self._tried: dict[frozenset[Phrasing], Asks] = {}

    @cached_property
    def _search_before(self) -> Asks:
        """Made when the first sample fails: most look-ups need none."""
        return self._build(self._before)

    def harm(self, sample: Sample) -> Harm | None:
        """What a sample suffers, None where it does as well as before."""
        verdict = self._search.ask(sample.text)
        now = outcome(verdict, sample.entry_id)
        if now is Outcome.RIGHT:
            return None
        before = outcome(self._search_before.ask(sample.text), sample.entry_id)
        if now >= before:
            return None
        return Harm(sample, before, verdict, self._to_blame(sample, before, verdict))

    def _to_blame(self, sample: Sample, before: Outcome, verdict: Verdict) -> tuple[Phrasing, ...]:
        """The new phrasings without which a sample does as well as before: one if one is enough, nearest first."""
        if len(self._new) < 2 and len(self._before.entries) == len(self._after.entries):
            return tuple(self._new)  # there is nothing else
        winners = {entry.entry_id for entry in verdict.entries} - {sample.entry_id}
        suspects = self._nearest(sample, [one for one in self._new if one.entry_id in winners])
        for one in suspects[:_TRIED_ALONE]:
            if self._well_without([one], sample, before):
                return (one,)
        if not suspects or not self._well_without(suspects, sample, before):
            suspects = self._nearest(sample, self._new)
            if not self._well_without(suspects, sample, before):
                return ()
        return tuple(self._first_few(suspects, sample, before))

    def _first_few(self, suspects: list[Phrasing], sample: Sample, before: Outcome) -> list[Phrasing]:
        """The shortest beginning of the suspects without which a sample does well, as far as halving finds it."""
        least, most = 0, len(suspects)
        while most - least > 1:
            middle = (least + most) // 2
            if self._well_without(suspects[:middle], sample, before):
                most = middle
            else:
                least = middle
        found = suspects[:most]
        return [found[-1]] if most > 1 and self._well_without([found[-1]], sample, before) else found

    def _well_without(self, some: Sequence[Phrasing], sample: Sample, before: Outcome) -> bool:
        if not some:
            return False
        left_out = frozenset(some)
        if left_out not in self._tried:
            kept = tuple(phrasing for phrasing in self._after.phrasings if phrasing not in left_out)
            self._tried[left_out] = self._build(replace(self._after, phrasings=kept))
        return outcome(self._tried[left_out].ask(sample.text), sample.entry_id) >= before

    def _nearest(self, sample: Sample, phrasings: Iterable[Phrasing]) -> list[Phrasing]:
        asked = sample.text.casefold()
        return sorted(phrasings, key=lambda one: -fuzz.token_set_ratio(asked, one.text.casefold()))

"""What the owner wants to know of the last days: what was asked, what helped, what is missing, who went how far."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta, timezone

from bot.content.checklist import Checklist
from bot.content.library import Library
from bot.report.clusters import Cluster

PARTS = ("answer", "suggest", "unknown", "chosen")
"""What came of a question: an answer, a choice of some, nothing; the last are inline results that somebody sent."""

LENGTHS = (7, 30)
"""Days of a report, today among them."""

ZONE = timezone(timedelta(hours=7))
"""UTC+7, by which a report counts its days."""

DAY = 86_400.0  # seconds
_EAST = ZONE.utcoffset(None).total_seconds()
_GIVEN = frozenset({"answer", "chosen"})  # what gave somebody an entry
_ENOUGH = 3  # ratings, from which on an entry may count as badly rated
_SURE = 1.96  # standard deviations: 95 of 100

Counts = tuple[
    Sequence[tuple[int, str, str | None, int]],
    Sequence[tuple[str, bool, str | None, int]],
    Sequence[tuple[str, str | None, str | None, int]],
    Sequence[tuple[str, int, str, float]],
]
"""What was counted since the first day began.

Asked: day (since 1970, UTC+7), decision, entry, times. Rated: entry, helpful, reason, times. Walked: checklist, step,
how it ended (None: not yet), times. Faults: error id, update id, what, when.
"""


@dataclass(frozen=True)
class Day:
    """One day (since 1970, UTC+7) with how often each of PARTS was."""

    number: int
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All questions of the day."""
        return sum(self.counts)

    @property
    def at(self) -> float:
        """Its noon, in seconds since 1970."""
        return self.number * DAY - _EAST + DAY / 2


@dataclass(frozen=True)
class Given:
    """An entry and how often it was given; the label is its id where there is no such entry any more."""

    entry_id: str
    label: str
    times: int


@dataclass(frozen=True)
class Rating:
    """What people said of an entry; `off_topic` and `lacking` are reasons that some of `unhelpful` gave."""

    entry_id: str
    label: str
    helpful: int
    unhelpful: int
    off_topic: int
    lacking: int

    @property
    def total(self) -> int:
        """All ratings."""
        return self.helpful + self.unhelpful

    @property
    def badness(self) -> float:
        """The lower bound of Wilson's 95 % interval for the share of unhelpful ratings, 0-1.

        So that two of two do not come before 30 of 40.
        """
        if not self.unhelpful:
            return 0.0
        share, spread = self.unhelpful / self.total, _SURE**2 / self.total
        deviation = _SURE * math.sqrt((share * (1 - share) + spread / 4) / self.total)
        return max(0.0, (share + spread / 2 - deviation) / (1 + spread))


@dataclass(frozen=True)
class Stop:
    """A step (its place from 1 on, 0 where the checklist has it no more) and how many runs go no further."""

    number: int
    step_id: str
    ask: str
    cancelled: int
    open: int

    @property
    def times(self) -> int:
        """All runs that stand there."""
        return self.cancelled + self.open


@dataclass(frozen=True)
class Funnel:
    """How far a checklist's runs went; `stops` in its order, those without a run left out."""

    name: str
    label: str
    finished: int
    cancelled: int
    open: int
    stops: tuple[Stop, ...]

    @property
    def started(self) -> int:
        """All runs."""
        return self.finished + self.cancelled + self.open


@dataclass(frozen=True)
class Fault:
    """What failed under a code that a person was told; `at` in seconds since 1970."""

    error_id: str
    what: str
    at: float


@dataclass(frozen=True)
class Report:
    """All figures of some days, oldest first; the rest is sorted by what matters most, and complete."""

    days: tuple[Day, ...]
    given: tuple[Given, ...] = ()
    ratings: tuple[Rating, ...] = ()
    missing: tuple[Cluster, ...] = ()
    funnels: tuple[Funnel, ...] = ()
    faults: tuple[Fault, ...] = field(default=())

    @property
    def parts(self) -> tuple[int, ...]:
        """How often each of PARTS was on all days."""
        return tuple(sum(counts) for counts in zip(*(day.counts for day in self.days), strict=True))

    @property
    def total(self) -> int:
        """All questions."""
        return sum(day.total for day in self.days)

    @property
    def worst(self) -> tuple[Rating, ...]:
        """The entries that enough people rated and some of them badly, the worst first."""
        return tuple(rating for rating in self.ratings if rating.total >= _ENOUGH and rating.unhelpful)

    @property
    def unanswered(self) -> int:
        """The questions of all clusters."""
        return sum(cluster.times for cluster in self.missing)

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened at all."""
        return not (self.total or self.ratings or self.missing or self.faults or any(f.started for f in self.funnels))


def today(now: float) -> int:
    """The day of a moment, since 1970 in UTC+7."""
    return math.floor((now + _EAST) / DAY)


def since(now: float, days: int) -> float:
    """When the first of so many days began, today being the last of them."""
    return (today(now) - days + 1) * DAY - _EAST


def report_of(counts: Counts, missing: Sequence[Cluster], library: Library, now: float, days: int) -> Report:
    """The report of so many days, from what was counted and the clusters of what was missing since the first began."""
    asked, rated, walked, faults = counts
    return Report(
        days=_days(asked, today(now), days),
        given=_given(asked, library),
        ratings=_ratings(rated, library),
        missing=tuple(missing),
        funnels=_funnels(walked, library),
        faults=tuple(Fault(error_id, what, at) for error_id, _, what, at in faults),
    )


def _days(asked: Iterable[tuple[int, str, str | None, int]], last: int, days: int) -> tuple[Day, ...]:
    counted: Counter[tuple[int, str]] = Counter()
    for day, decision, _, times in asked:
        counted[day, decision] += times
    numbers = range(last - days + 1, last + 1)
    return tuple(Day(number, tuple(counted[number, part] for part in PARTS)) for number in numbers)


def _given(asked: Iterable[tuple[int, str, str | None, int]], library: Library) -> tuple[Given, ...]:
    counted: Counter[str] = Counter()
    for _, decision, entry_id, times in asked:
        if entry_id and decision in _GIVEN:
            counted[entry_id] += times
    given = (Given(entry_id, _label(entry_id, library), times) for entry_id, times in counted.items())
    return tuple(sorted(given, key=lambda one: (-one.times, one.entry_id)))


def _ratings(rated: Iterable[tuple[str, bool, str | None, int]], library: Library) -> tuple[Rating, ...]:
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry_id, helpful, reason, times in rated:
        counted[entry_id]["helpful" if helpful else "unhelpful"] += times
        if not helpful and reason:
            counted[entry_id][reason] += times
    ratings = (
        Rating(entry_id, _label(entry_id, library), *(of[kind] for kind in _KINDS)) for entry_id, of in counted.items()
    )
    return tuple(sorted(ratings, key=lambda rating: (-rating.badness, -rating.unhelpful, rating.entry_id)))


_KINDS = ("helpful", "unhelpful", "off-topic", "lacking")


def _funnels(walked: Iterable[tuple[str, str | None, str | None, int]], library: Library) -> tuple[Funnel, ...]:
    """Every checklist in the library's order, walked or not, then those that are no more."""
    runs: defaultdict[str, Counter[tuple[str, str | None]]] = defaultdict(Counter)
    for name, step, ended, times in walked:
        runs[name][step or "", ended] += times
    names = dict.fromkeys((*(checklist.name for checklist in library.checklists), *sorted(runs)))
    return tuple(_funnel(name, library.checklist(name), runs[name]) for name in names)


def _funnel(name: str, checklist: Checklist | None, runs: Counter[tuple[str, str | None]]) -> Funnel:
    ends: Counter[str | None] = Counter()
    for (_, ended), times in runs.items():
        ends[ended] += times
    asks = {step.id: step.ask for step in checklist.steps} if checklist else {}
    known = [step for step in dict.fromkeys((*asks, *sorted({step for step, _ in runs}))) if step]
    places = {step: place for place, step in enumerate(asks, 1)}
    stops = (
        Stop(places.get(step, 0), step, asks.get(step, step), runs[step, "cancelled"], runs[step, None])
        for step in known
    )
    label = checklist.label if checklist else name
    going = tuple(stop for stop in stops if stop.times)
    return Funnel(name, label, ends["finished"], ends["cancelled"], ends[None], going)


def _label(entry_id: str, library: Library) -> str:
    entry = library.entries.get(entry_id)
    return entry.label if entry else entry_id

"""What words say about who uses them: naive Bayes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

# Pseudo-occurrences of each feature: keeps owners with few words from winning by rare ones.
_PRIOR = 0.15


class Rows(Protocol):
    """Which row of the odds belongs to a feature; a dict is one."""

    def __getitem__(self, feature: str, /) -> int: ...

    def get(self, feature: str, /) -> int | None:
        """The row of a feature, or None where it was never used."""


@dataclass(frozen=True)
class Profile:
    """How much more each owner uses a feature than everybody does, as log odds."""

    owners: tuple[str, ...]
    rows: Rows  # by feature: its row of `odds`; features that are used alike share one
    odds: NDArray[np.float32]  # by row and owner: what is added for an owner that uses it; else 0
    absent: NDArray[np.float64]  # by owner: log odds for a feature that it never uses
    scale: float  # uses of all features, beside what an owner is given of each beforehand

    def scores(self, features: Iterable[tuple[str, float]]) -> NDArray[np.float64]:
        """Log odds by owner of known features with their certainty (0-1); unknown features say nothing."""
        found = [(row, certainty) for feature, certainty in features if (row := self.rows.get(feature)) is not None]
        if not found:
            return np.zeros(len(self.owners))
        certainties = np.array([certainty for _, certainty in found])
        scores: NDArray[np.float64] = certainties @ self.odds[[row for row, _ in found]].astype(np.float64)
        scores += self.absent * certainties.sum()
        return scores

    def odds_of(self, uses: NDArray[np.float64]) -> NDArray[np.float64]:
        """What a feature adds to each owner that uses it so often."""
        odds: NDArray[np.float64] = np.log1p(uses * self.scale / (uses.sum() + 1))
        return odds


def build_profile(
    used: Iterable[tuple[str, Iterable[str]]],
    owners: Sequence[str],
    prior: float = _PRIOR,
    kept_as: Callable[[dict[str, int]], Rows] = dict,
) -> Profile:
    """The profile of some owners from (owner, features of one text) pairs; `kept_as` makes its rows of a dict."""
    number: defaultdict[str, int] = defaultdict(count().__next__)  # of a feature, in the order of their first use
    met: dict[str, list[int]] = {owner: [] for owner in owners}
    for owner, features in used:
        met[owner] += map(number.__getitem__, features)
    counts, rows = _distinct(np.stack([_counted(met[owner], len(number)) for owner in owners], axis=1))
    mass = prior * len(number)
    everything = sum(map(len, met.values())) + len(number)
    absent = np.array([math.log(mass / (len(met[owner]) + mass)) for owner in owners])
    known = kept_as(dict(zip(number, rows, strict=True)))
    return Profile(tuple(owners), known, _odds(counts, everything, mass), absent, everything / mass)


def _counted(numbers: list[int], features: int) -> NDArray[np.uint32]:
    """How often each feature's number was met."""
    return np.bincount(np.array(numbers, dtype=np.intp), minlength=features).astype(np.uint32)


def _distinct(counts: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], list[int]]:
    """The rows of counts that differ, and for each row which of them it is: most features are used once."""
    lines = counts.view(f"S{counts.itemsize * counts.shape[1]}")[:, 0].tolist()
    places: dict[bytes, int] = {}
    rows = [places.setdefault(line, len(places)) for line in lines]
    firsts = np.unique(rows, return_index=True)[1]
    return counts[firsts], rows


def _odds(counts: NDArray[np.uint32], everything: int, mass: float) -> NDArray[np.float32]:
    """What is added for each owner that uses a feature, by its counts."""
    odds = np.zeros(counts.shape, dtype=np.float32)
    totals = counts.sum(axis=1).tolist()
    used = counts.nonzero()
    for row, column, met in zip(*(place.tolist() for place in used), counts[used].tolist(), strict=True):
        odds[row, column] = math.log1p(met * everything / (mass * (totals[row] + 1)))
    return odds

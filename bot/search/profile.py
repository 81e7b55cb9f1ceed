"""What words say about who uses them: naive Bayes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Pseudo-occurrences of each feature: keeps owners with few words from winning by rare ones.
_PRIOR = 0.15


@dataclass(frozen=True)
class Profile:
    """How much more each owner uses a feature than everybody does, as log odds."""

    owners: tuple[str, ...]
    rows: Mapping[str, int]  # by feature: its row of `odds`
    odds: NDArray[np.float32]  # by feature and owner: what is added for an owner that uses it; else 0
    absent: NDArray[np.float64]  # by owner: log odds for a feature that it never uses

    def scores(self, features: Iterable[tuple[str, float]]) -> NDArray[np.float64]:
        """Log odds by owner of known features with their certainty (0-1); unknown features say nothing."""
        found = [(row, certainty) for feature, certainty in features if (row := self.rows.get(feature)) is not None]
        certainties = np.array([certainty for _, certainty in found])
        scores: NDArray[np.float64] = certainties @ self.odds[[row for row, _ in found]].astype(np.float64)
        scores += self.absent * certainties.sum()
        return scores


def build_profile(used: Iterable[tuple[str, Collection[str]]], owners: Sequence[str], prior: float = _PRIOR) -> Profile:
    """The profile of some owners from (owner, features of one text) pairs."""
    counts: dict[str, Counter[str]] = {owner: Counter() for owner in owners}
    for owner, features in used:
        counts[owner].update(features)
    totals: Counter[str] = Counter()
    for counted in counts.values():
        totals.update(counted)
    mass = prior * len(totals)
    everything = totals.total() + len(totals)
    absent = np.array([math.log(mass / (counts[owner].total() + mass)) for owner in owners])
    rows = {feature: row for row, feature in enumerate(totals)}
    odds = np.zeros((len(rows), len(owners)), dtype=np.float32)
    for column, owner in enumerate(owners):
        for feature, count in counts[owner].items():
            odds[rows[feature], column] = math.log1p(count * everything / (mass * (totals[feature] + 1)))
    return Profile(tuple(owners), rows, odds, absent)

"""What words say about who uses them: naive Bayes, kept sparse."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

# Pseudo-occurrences of each feature: keeps owners with few words from winning by rare ones.
_PRIOR = 0.15


@dataclass(frozen=True)
class Profile:
    """How much more each owner uses a feature than everybody does, as log odds."""

    absent: Mapping[str, float]  # log odds of an owner for a feature that it never uses
    present: Mapping[str, Mapping[str, float]]  # by feature: what is added for the owners that do use it

    def scores(self, features: Iterable[tuple[str, float]]) -> dict[str, float]:
        """Log odds by owner of known features with their certainty (0-1); unknown features say nothing."""
        found = [(feature, certainty) for feature, certainty in features if feature in self.present]
        total = sum(certainty for _, certainty in found)
        scores = {owner: odds * total for owner, odds in self.absent.items()}
        for feature, certainty in found:
            for owner, odds in self.present[feature].items():
                scores[owner] += odds * certainty
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
    absent = {owner: math.log(mass / (counts[owner].total() + mass)) for owner in owners}
    present: dict[str, dict[str, float]] = {feature: {} for feature in totals}
    for owner, counted in counts.items():
        for feature, count in counted.items():
            present[feature][owner] = math.log1p(count * everything / (mass * (totals[feature] + 1)))
    return Profile(absent, present)

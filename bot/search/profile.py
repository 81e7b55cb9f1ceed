"""What words say about who uses them: naive Bayes, kept sparse."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
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
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    sizes: Counter[str] = Counter()
    for owner, features in used:
        sizes[owner] += len(features)
        for feature in features:
            counts[feature][owner] += 1
    mass = prior * len(counts)
    everything = sizes.total() + len(counts)
    absent = {owner: math.log(mass / (sizes[owner] + mass)) for owner in owners}
    present = {}
    for feature, by_owner in counts.items():
        scale = everything / (mass * (by_owner.total() + 1))
        present[feature] = {owner: math.log1p(count * scale) for owner, count in by_owner.items()}
    return Profile(absent, present)

"""Average linkage over sparse vectors: two clusters join while all pairs between them are alike enough on average.

A chain of neighbours does not join what is unlike, as single linkage would have it.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Vector = Mapping[str, float]
_SEEN = 0.15  # cosine below which two points count as having nothing in common
_MOST = 60  # neighbours of a point that are looked at, its nearest


def linked(points: Sequence[Vector], sizes: Sequence[int], least: float) -> list[list[int]]:
    """Groups of points' places whose average cosine is at least `least`, each with its most typical point first.

    Points are terms with weights above 0; `sizes` says how many think so, of which the most typical is found. The order
    of equals is that of the points.
    """
    return [_typical_first(points, sizes, sorted(group)) for group in _joined(_neighbours(points), least)]


def _unit(points: Sequence[Vector]) -> list[dict[str, float]]:
    norms = [math.sqrt(sum(weight * weight for weight in point.values())) for point in points]
    return [{term: weight / norm for term, weight in point.items()} for point, norm in zip(points, norms, strict=True)]


def _neighbours(points: Sequence[Vector]) -> list[dict[int, float]]:
    """For each point its nearest others with their cosines; whoever is near somebody is so both ways."""
    units = _unit(points)
    holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, unit in enumerate(units):
        for term, weight in unit.items():
            holders[term].append((number, weight))
    postings: dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]] = {
        term: (np.array([number for number, _ in found]), np.array([weight for _, weight in found]))
        for term, found in holders.items()
    }
    near: list[dict[int, float]] = [{} for _ in points]
    cosines = np.zeros(len(points))
    for number, unit in enumerate(units):
        cosines[:] = 0.0
        for term, weight in unit.items():
            places, weights = postings[term]
            cosines[places] += weight * weights
        cosines[number] = 0.0
        found = (cosines >= _SEEN).nonzero()[0]
        nearest = found[np.argsort(-cosines[found], kind="stable")[:_MOST]]
        for other, cosine in zip(nearest.tolist(), cosines[nearest].tolist(), strict=True):
            near[number][other] = near[other][number] = cosine
    return near


def _joined(near: list[dict[int, float]], least: float) -> list[list[int]]:
    """Join the two most alike clusters again and again; `near` is used up."""
    groups = {number: [number] for number in range(len(near))}
    heap = [
        (-cosine, number, other)
        for number, found in enumerate(near)
        for other, cosine in found.items()
        if number < other and cosine >= least
    ]
    heapq.heapify(heap)
    while heap:
        negative, number, other = heapq.heappop(heap)
        if number not in groups or other not in groups or near[number].get(other) != -negative:
            continue
        mine, theirs = len(groups[number]), len(groups[other])
        groups[number] += groups.pop(other)
        left, right = near[number], near[other]
        near[other] = {}
        left.pop(other)
        right.pop(number)
        for third in left.keys() | right.keys():
            cosine = (mine * left.get(third, 0.0) + theirs * right.get(third, 0.0)) / (mine + theirs)
            near[third].pop(other, None)
            left[third] = near[third][number] = cosine
            if cosine >= least:
                heapq.heappush(heap, (-cosine, min(number, third), max(number, third)))
    return list(groups.values())


def _typical_first(points: Sequence[Vector], sizes: Sequence[int], group: list[int]) -> list[int]:
    """The same places, the one first that is nearest to all, each counted by its size."""
    total: defaultdict[str, float] = defaultdict(float)
    units = _unit([points[number] for number in group])
    for number, unit in zip(group, units, strict=True):
        for term, weight in unit.items():
            total[term] += sizes[number] * weight
    fits = [sum(weight * total[term] for term, weight in unit.items()) for unit in units]
    place = fits.index(max(fits))
    return [group[place], *group[:place], *group[place + 1 :]]

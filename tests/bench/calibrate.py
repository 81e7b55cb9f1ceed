"""`python -m tests.bench.calibrate`: fits the constants of `bot.search.decide.CALIBRATION` to the sample questions.

Logistic regression from (blend, lead, nobody, coverage) of the best entry to "it is right", with the refusals as
what is never right; printed with five-fold rates at several thresholds, so that the choice can be seen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.content.loader import load_library
from bot.search.engine import Search
from bot.settings import load_settings
from tests import samples

Array = NDArray[np.float64]
_FOLDS = 5
_RIDGE = 1.0


def fitted(features: Array, right: Array, weights: Array) -> Array:
    """Coefficients (bias first) by Newton's method with a small ridge."""
    design = np.c_[np.ones(len(features)), features]
    coefficients = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ coefficients))
        slope = design.T @ (weights * (chance - right)) + _RIDGE * coefficients
        curve = (design * (weights * chance * (1 - chance))[:, None]).T @ design + _RIDGE * np.eye(len(coefficients))
        coefficients = coefficients - np.linalg.solve(curve, slope)
    return coefficients


def main() -> None:
    """Print the fit and what it would do."""
    search = Search(load_library(load_settings().knowledge_dir))
    labelled = [
        *samples.entry_questions(),
        *samples.group("open_questions"),
        *samples.refusals("near_miss", "off_topic"),
    ]
    rows, right = [], []
    for item in labelled:
        fits = search.explain(item.question).fits
        best = fits.entries[0] if fits.entries else None
        second = fits.entries[1].blend if len(fits.entries) > 1 else 0.0
        rows.append([best.blend, best.blend - second, fits.nobody, best.coverage] if best else [0.0] * 4)
        right.append(best is not None and best.entry_id in item.accept)
    features, truth = np.array(rows), np.array(right, float)
    answerable = np.array([bool(item.accept) for item in labelled])
    weights = np.where(answerable, 1.0, answerable.sum() / (~answerable).sum() / 2)
    print("bias, blend, lead, nobody, coverage:", fitted(features, truth, weights).round(2))
    fold = np.arange(len(truth)) % _FOLDS
    chance = np.zeros(len(truth))
    for number in range(_FOLDS):
        taught = fold != number
        coefficients = fitted(features[taught], truth[taught], weights[taught])
        chance[~taught] = 1 / (1 + np.exp(-(np.c_[np.ones((~taught).sum()), features[~taught]] @ coefficients)))
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        answered = chance >= threshold
        right_rate = np.mean(truth[answerable] * answered[answerable])
        bad_rate = np.mean((1 - truth[answerable]) * answered[answerable])
        false_rate = np.mean(answered[~answerable])
        print(f"threshold {threshold:.2f}: right {right_rate:.3f}  bad {bad_rate:.3f}  false {false_rate:.3f}")


if __name__ == "__main__":
    main()

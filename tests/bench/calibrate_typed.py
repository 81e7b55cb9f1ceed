"""`python -m tests.bench.calibrate_typed`: fits the constants of `bot.search.typeahead` to samples, letter by letter.

Logistic regression from how the best entry fits to "an accepted one is among the first three", from half of each text
on. Every text weighs the same, however long; of what nobody answers, the longer typed the more. Printed with what
several thresholds would do, so that the choice can be seen: the share of lengths at which samples find their entry, and
of whole refusals that get nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.content.library import Library
from bot.content.loader import load_library
from bot.search.completion import Completions
from bot.search.evaluate import Labelled
from bot.search.index import build_index, read_phrasings, written
from bot.search.kinds import MessageKinds
from bot.search.normalise import Reader, Reading
from bot.search.score import Scorer
from bot.settings import load_settings
from tests import samples
from tests.bench.calibrate import fitted

_REFUSALS = ("near_miss", "off_topic", "small_talk", "garbage")
_STEP = 3  # of the long questions every third is typed
_FIRST = 3
_SAYS = 100  # what a text counts beside the ridge of the fit
_THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5)


@dataclass(frozen=True)
class Row:
    """One text as far as it is typed: what is known of its best entry, whether it is right, how much that counts."""

    features: tuple[float, ...]  # blend, nobody, coverage, outside, small talk
    right: bool
    weight: float
    whole: bool
    answerable: bool


class Typist:
    """Types texts and notes what the parts of the search say."""

    def __init__(self, library: Library) -> None:
        self._reader = Reader(library.words)
        asked = read_phrasings(library, self._reader)
        self._scorer = Scorer(build_index(library, self._reader, asked), self._reader.in_dictionary)
        self._kinds = MessageKinds(library, self._reader, asked)
        words = written(library)
        self._completions = Completions(words, library.words.slang, self._reader, self._scorer.vocabulary)

    def types(self, item: Labelled) -> Iterator[Row]:
        """The rows of one text from half of it on; lengths at which nothing is known give none."""
        lengths = range(-(-len(item.question) // 2), len(item.question) + 1)
        for place, length in enumerate(lengths):
            weight = 1.0 if item.accept else 0.5 + place / max(1, len(lengths) - 1)
            if row := self._row(item, item.question[:length], weight / len(lengths)):
                yield row

    def _row(self, item: Labelled, text: str, weight: float) -> Row | None:
        typed = self._reader.read_typed(text)
        last = self._completions.of(typed.last) if typed.last else None
        weighed = self._scorer.weigh(Reading(typed.words, typed.terms), last)
        if weighed is None:
            return None
        leaning = self._kinds.leaning(typed.words)
        best = (-weighed.blends[:-1]).argsort(kind="stable")[:_FIRST].tolist()
        return Row(
            (
                float(weighed.blends[best[0]]),
                float(weighed.blends[-1]),
                float(weighed.coverage[best[0]]),
                leaning.outside,
                leaning.small_talk,
            ),
            any(weighed.owners[place] in item.accept for place in best),
            weight,
            text == item.question,
            bool(item.accept),
        )


def main() -> None:
    """Print the fit and what it would do."""
    library = load_library(load_settings().knowledge_dir)
    typist = Typist(library)
    texts = [*samples.inline(), *list(samples.entry_questions())[::_STEP], *samples.refusals(*_REFUSALS)]
    rows = [row for item in texts for row in typist.types(item)]
    features, right, weights = (
        np.array([row.features for row in rows]),
        np.array([row.right for row in rows], float),
        np.array([row.weight for row in rows]),
    )
    coefficients = fitted(features, right, _SAYS * weights)
    print("bias, blend, nobody, coverage, outside, small talk:", coefficients.round(2))
    chance: NDArray[np.float64] = 1 / (1 + np.exp(-(coefficients[0] + features @ coefficients[1:])))
    answerable, whole = np.array([row.answerable for row in rows]), np.array([row.whole for row in rows])
    refused = sum(not item.accept for item in texts)
    for threshold in _THRESHOLDS:
        shown = chance >= threshold
        found = (weights * right * shown)[answerable].sum() / sum(bool(item.accept) for item in texts)
        nothing = 1 - (shown & whole & ~answerable).sum() / refused
        print(f"threshold {threshold:.2f}: found {found:.3f}  nothing {nothing:.3f}")


if __name__ == "__main__":
    main()

"""Answer, offer a choice, or admit not to know: the decision over fits that mean the same for every question."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from bot.search.index import NOBODY
from bot.search.score import Fit, Fits

MOST_SUGGESTED = 4
# One or two words say little: one rare word of a long phrasing would decide. They must look like a phrasing.
_FEW_WORDS = 2
_FEW_ALIKE = 0.55  # likeness from which they are answered
_FEW_AT_ALL_ALIKE = 0.45  # and from which they are offered a choice
EXACT = 0.99  # the score of an entry whose phrasing the question is, to the word


class Decision(StrEnum):
    """What the bot does with a message."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    UNKNOWN = "unknown"
    SMALL_TALK = "smalltalk"
    CRISIS = "crisis"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry with the probability (0-1) that it is what the question asks for."""

    entry_id: str
    score: float


@dataclass(frozen=True)
class Thresholds:
    """From which score on an entry is the answer, and from which it is worth offering."""

    answer: float
    suggest: float
    lead: float  # by which the answer must fit better than the second entry


@dataclass(frozen=True)
class Calibration:
    """Logistic regression from how an entry fits to how likely it is meant (`python -m tests.bench.calibrate`)."""

    bias: float
    blend: float
    lead: float
    nobody: float
    coverage: float

    def score(self, blend: float, lead: float, nobody: float, coverage: float) -> float:
        """The probability (0-1) that the entry is right."""
        odds = self.bias + self.blend * blend + self.lead * lead + self.nobody * nobody + self.coverage * coverage
        return 1 / (1 + math.exp(-odds))


CALIBRATION = Calibration(bias=-1.29, blend=3.62, lead=3.4, nobody=-6.49, coverage=2.05)
IN_PRIVATE = Thresholds(answer=0.55, suggest=0.3, lead=0.05)
IN_GROUPS = Thresholds(answer=0.75, suggest=0.75, lead=0.05)


def scored(fits: Fits, calibration: Calibration) -> tuple[Scored, ...]:
    """Every fit as a probability, best first; the lead of an entry is over the best other one."""
    entries = []
    for fit in fits.entries:
        score = calibration.score(fit.blend, _lead(fit, fits), fits.nobody, fit.coverage)
        entries.append(Scored(fit.entry_id, max(score, EXACT) if fit.entry_id == fits.exact else score))
    return tuple(sorted(entries, key=lambda entry: -entry.score))


def decide(fits: Fits, entries: tuple[Scored, ...], thresholds: Thresholds) -> tuple[Decision, tuple[Scored, ...]]:
    """The decision, with the entries that it shows: one for an answer, two to four for a suggestion, else none."""
    if not entries or fits.exact == NOBODY or entries[0].score < thresholds.suggest:
        return Decision.UNKNOWN, ()
    exact = fits.exact == entries[0].entry_id
    best = next(fit for fit in fits.entries if fit.entry_id == entries[0].entry_id)
    likeness = 1.0 if exact or fits.words > _FEW_WORDS else best.likeness
    if likeness < _FEW_AT_ALL_ALIKE:
        return Decision.UNKNOWN, ()
    sure = entries[0].score >= thresholds.answer and likeness >= _FEW_ALIKE
    if sure and (exact or _lead(best, fits) >= thresholds.lead):
        return Decision.ANSWER, entries[:1]
    if len(entries) < 2:
        return Decision.UNKNOWN, ()
    worthy = [entry for entry in entries[:MOST_SUGGESTED] if entry.score >= entries[0].score / 20]
    return Decision.SUGGEST, tuple(worthy if len(worthy) > 1 else entries[:2])


def _lead(fit: Fit, fits: Fits) -> float:
    """By how much an entry fits better than the best other one; negative for all but the first."""
    other = next((rival for rival in fits.entries[:2] if rival is not fit), None)
    return fit.blend - (other.blend if other else 0.0)

"""The search as everybody else uses it: a question in, a verdict out."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.library import Library, SmallTalk
from bot.search.crisis import CrisisWatch
from bot.search.decide import Calibration, Decision, Scored, Thresholds, decide, scored
from bot.search.index import build_index
from bot.search.normalise import Reader
from bot.search.score import Scorer
from bot.search.smalltalk import SmallTalker


@dataclass(frozen=True)
class Verdict:
    """What was meant.

    `entries` are those to show (see `decide`), `runners_up` the next best whatever the decision, both best first;
    `small_talk` is set for that decision only.
    """

    decision: Decision
    entries: tuple[Scored, ...] = ()
    runners_up: tuple[Scored, ...] = ()
    small_talk: SmallTalk | None = None


class Search:
    """Answers "which entry was meant?" for one library; pure once it is built."""

    def __init__(
        self, library: Library, calibration: Calibration | None = None, thresholds: Thresholds | None = None
    ) -> None:
        self._reader = Reader(library.words)
        self._scorer = Scorer(build_index(library, self._reader))
        self._small_talker = SmallTalker(library, self._reader)
        self._crisis = CrisisWatch(library.crisis, self._reader)
        self._calibration = calibration or Calibration()
        self._thresholds = thresholds or Thresholds()

    def ask(self, question: str) -> Verdict:
        """The verdict on a message of any length and alphabet."""
        reading = self._reader.read(question)
        if self._crisis.sees_danger(reading.words):
            return Verdict(Decision.CRISIS)
        if talk := self._small_talker.recognise(reading.words):
            return Verdict(Decision.SMALL_TALK, small_talk=talk)
        fits = self._scorer.fits(reading)
        entries = scored(fits, self._calibration)
        decision, shown = decide(fits, entries, self._thresholds)
        rest = tuple(entry for entry in entries if entry not in shown)
        return Verdict(decision, shown, rest[:4])

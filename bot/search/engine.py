"""The search as everybody else uses it: a message in, a verdict out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from bot.content.library import Library, SmallTalk
from bot.search.completion import Completions
from bot.search.crisis import CrisisWatch
from bot.search.decide import (
    CALIBRATION,
    IN_GROUPS,
    IN_PRIVATE,
    MOST_SUGGESTED,
    Decision,
    Scored,
    Thresholds,
    decide,
    scored,
)
from bot.search.index import build_index, read_phrasings, written
from bot.search.kinds import Leaning, MessageKinds
from bot.search.normalise import Reader, Reading
from bot.search.parts import parts, sentences
from bot.search.score import Fits, Scorer
from bot.search.smalltalk import SmallTalker
from bot.search.typeahead import TypeAhead

_FOLLOW_UP_AT_MOST = 12  # words; whoever writes more says what they mean
_FOLLOW_UP_COVERS = 0.4  # share of the words' weight that the leading entry must use: context is no licence to guess
_SURE = 0.75  # the score from which a sentence of a longer message is an answer of its own
_QUESTIONS_LOOKED_AT = 2  # of a message
_SHORT = 200  # characters of a message whose verdict is remembered
_REMEMBERED = 1_000  # messages
_CHATTER_FROM = 0.0  # leaning from which a message in a group is not for the bot
_NAMED = re.compile(r"(?<!\w)@\w")  # somebody is spoken to


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was meant.

    `entries` are those to show (see `decide`), `runners_up` the next best whatever the decision, both best first; in a
    crisis they hold only the answer to what was asked beside it. `second` answers a second question of the same
    message; `small_talk` is set for that decision only.
    """

    decision: Decision
    entries: tuple[Scored, ...] = ()
    runners_up: tuple[Scored, ...] = ()
    second: Scored | None = None
    small_talk: SmallTalk | None = None


class _Unclear(NamedTuple):
    """A message that context may make clearer: what is asked in it, how it reads, what fits, what that comes to."""

    question: str
    reading: Reading
    fits: Fits
    verdict: Verdict


class PassedOver(StrEnum):
    """Why an open message in a group is not for the bot, whatever it may be about."""

    NO_QUESTION = "no-question"
    NAMED = "named"  # it speaks to somebody
    CHATTER = "chatter"


@dataclass(frozen=True)
class Explanation:
    """Why a verdict came out as it did, for authors."""

    reading: Reading
    verdict: Verdict
    fits: Fits
    scores: tuple[Scored, ...]
    leaning: Leaning
    thresholds: Thresholds


class Search:
    """Answers "which entry was meant?" for one library; pure once it is built."""

    def __init__(self, library: Library) -> None:
        self._reader = Reader(library.words)
        self._question_words = library.words.question_words
        asked = read_phrasings(library, self._reader)
        index = build_index(library, self._reader, asked)
        self._scorer = Scorer(index, self._reader.in_dictionary)
        self._kinds = MessageKinds(library, self._reader, asked)
        self._small_talker = SmallTalker(library, self._reader)
        self._crisis = CrisisWatch(library.crisis, self._reader)
        self._known: dict[str, Verdict | _Unclear] = {}
        self._library = library

    @cached_property
    def _type_ahead(self) -> TypeAhead:
        """Made when somebody first types inline: it counts all words of the library, which takes a moment."""
        library, vocabulary = self._library, self._scorer.vocabulary
        completions = Completions(written(library), library.words.slang, self._reader, vocabulary)
        return TypeAhead(self._reader, self._scorer, completions, self._kinds, self._small_talker, self._in_danger)

    def ask(self, question: str, after: str | None = None) -> Verdict:
        """The verdict on a message to the bot; `after` is the entry that this person was answered with just before.

        What short messages come to without context is remembered: people ask the same.
        """
        alone = self._known.get(question)
        if alone is None:
            alone = self._by_itself(question)
            self._remember(question, alone)
        if isinstance(alone, Verdict):
            return alone
        question, reading, fits, verdict = alone
        if after and len(reading.words) <= _FOLLOW_UP_AT_MOST:
            verdict = self._follow_up(reading, after, fits, verdict)
        return self._in_the_story(question, verdict)

    def _by_itself(self, question: str) -> Verdict | _Unclear:
        """The verdict on a message where it is clear without context, else what it reads as, fits and comes to."""
        reading = self._reader.read(question)
        leaning = self._kinds.leaning(reading.words)
        if self._in_danger(reading, leaning):
            beside = (verdict.entries[0] for verdict in self._answers_to(self._asked_in(question)).values())
            return Verdict(Decision.CRISIS, runners_up=tuple(beside)[:1])
        if talk := self._small_talker.recognise(question, reading.words):
            return Verdict(Decision.SMALL_TALK, small_talk=talk)
        left, talk = self._without_courtesies(question)
        if talk:
            return Verdict(Decision.SMALL_TALK, small_talk=talk)
        if left != question:
            question, reading = left, self._reader.read(left)
        fits = self._scorer.fits(reading)
        verdict = self._judge(fits, IN_PRIVATE)
        if verdict.decision is Decision.ANSWER:
            return self._with_second(question, verdict)
        if talk := self._small_talker.likely(reading.words, leaning):
            return Verdict(Decision.SMALL_TALK, small_talk=talk)
        return _Unclear(question, reading, fits, verdict)

    def cries(self, message: str) -> bool:
        """Whether a message holds words of a person in danger, however short and however well it answers something."""
        return self._crisis.holds_phrase(self._reader.read(message).words)

    def _remember(self, question: str, alone: Verdict | _Unclear) -> None:
        """Remember what a message comes to; never what a person in danger wrote."""
        if len(question) > _SHORT or (isinstance(alone, Verdict) and alone.decision is Decision.CRISIS):
            return
        self._known[question] = alone
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]

    def overhear(self, message: str) -> Verdict:
        """The verdict on an open message in a group that the bot listens to: a sure answer, a crisis, or silence."""
        reading = self._reader.read(message)
        leaning = self._kinds.leaning(reading.words)
        if not self._scorer.is_phrasing(reading) and self._crisis.sees_danger_overheard(reading.words, leaning):
            return Verdict(Decision.CRISIS)
        if self._passed_over(message, reading, leaning):
            return Verdict(Decision.SILENT)
        verdict = self._judge(self._scorer.fits(reading), IN_GROUPS)
        return verdict if verdict.decision is Decision.ANSWER else Verdict(Decision.SILENT)

    def passed_over(self, message: str) -> PassedOver | None:
        """Why `overhear` does not even look for an answer to a message, None where it does."""
        reading = self._reader.read(message)
        return self._passed_over(message, reading, self._kinds.leaning(reading.words))

    def _passed_over(self, message: str, reading: Reading, leaning: Leaning) -> PassedOver | None:
        if not self._asks(message, reading):
            return PassedOver.NO_QUESTION
        if _NAMED.search(message):
            return PassedOver.NAMED
        return PassedOver.CHATTER if leaning.chatter >= _CHATTER_FROM else None

    def reads_as_question(self, message: str) -> bool:
        """Whether a message has the form of a question: a question mark, or a word that asks."""
        return self._asks(message, self._reader.read(message))

    def is_chatter(self, message: str) -> bool:
        """Whether a message leans to what people say to each other in a group rather than to a question."""
        return self._kinds.leaning(self._reader.read(message).words).chatter >= _CHATTER_FROM

    def terms(self, message: str) -> frozenset[str]:
        """What a message is about: its content words as stems, each synonym as one; empty where it holds none."""
        return frozenset(self._reader.read(message).terms)

    def typed(self, text: str, limit: int = 50) -> tuple[Scored, ...]:
        """The entries that a half-typed text may ask for, best first; its last word may go on where a letter ends it.

        None where it fits nothing, is small talk or alarms. The same text gets the same entries in the same order.
        """
        return self._type_ahead.look(text).entries[:limit]

    def alarms(self, text: str) -> bool:
        """Whether `ask` takes a text for one of a person in danger; with `typed` for the same text both cost as one."""
        return self._type_ahead.look(text).in_danger

    def explain(self, question: str) -> Explanation:
        """Everything that the verdict on a question rests on."""
        reading = self._reader.read(question)
        fits = self._scorer.fits(reading)
        leaning = self._kinds.leaning(reading.words)
        return Explanation(reading, self.ask(question), fits, scored(fits, CALIBRATION), leaning, IN_PRIVATE)

    def _asks(self, message: str, reading: Reading) -> bool:
        return "?" in message or not self._question_words.isdisjoint(reading.words)

    def _in_danger(self, reading: Reading, leaning: Leaning) -> bool:
        """Whether somebody writes that they are in danger; what is a phrasing to the word is known to be a question."""
        return not self._scorer.is_phrasing(reading) and self._crisis.sees_danger(reading.words, leaning)

    def _follow_up(self, reading: Reading, after: str, fits: Fits, alone: Verdict) -> Verdict:
        """The verdict with the last answer in mind.

        Context may complete a question, but never answer one that nobody answers: what fits "nobody" best stays so,
        the words must belong to the leading entry, and where they mean nothing or something else by themselves the
        entries of this article are only offered.
        """
        if not fits.entries or fits.nobody > fits.entries[0].blend:
            return alone
        leaned = fits.leaning_to(after)
        if leaned.entries[0].coverage < _FOLLOW_UP_COVERS:
            return alone
        verdict = self._judge(leaned, IN_PRIVATE)
        guessed = alone.decision is Decision.UNKNOWN or _article(fits.entries[0].entry_id) != _article(after)
        if verdict.decision is Decision.ANSWER and guessed:
            return Verdict(Decision.SUGGEST, (*verdict.entries, *verdict.runners_up)[:MOST_SUGGESTED])
        return verdict

    def _without_courtesies(self, message: str) -> tuple[str, SmallTalk | None]:
        """A message without its courtesies; where nothing is asked beside its small talk, that small talk itself."""
        said = parts(message)
        if len(said) < 2:
            return message, None
        talks = [self._small_talker.recognise(part, self._reader.words(part)) for part in said]
        if not any(talks):
            return message, None
        told = list(zip(said, talks, strict=True))
        first = talks[0]
        if first and not first.courtesy and not any(part.endswith("?") for part, talk in told if talk is None):
            return message, first  # a feeling or a complaint, and the rest is about it
        left = " ".join(part for part, talk in told if talk is None or not talk.courtesy)
        return (left, None) if self._reader.read(left).terms else (message, next(talk for talk in talks if talk))

    def _judge(self, fits: Fits, thresholds: Thresholds) -> Verdict:
        entries = scored(fits, CALIBRATION)
        decision, shown = decide(fits, entries, thresholds)
        rest = tuple(entry for entry in entries if entry not in shown)
        return Verdict(decision, shown, rest[:4])

    def _with_second(self, message: str, verdict: Verdict) -> Verdict:
        """The same verdict with the answer to a second question of the message, where there is one."""
        asked = self._asked_in(message)
        answers = self._answers_to(asked) if len(asked) > 1 else {}
        if len(answers) < 2:
            return verdict
        first, second = list(answers.values())[:2]
        return replace(first, second=second.entries[0])

    def _in_the_story(self, message: str, verdict: Verdict) -> Verdict:
        """The answer to the one question of a longer message that is clear by itself, else the verdict on the whole."""
        answers = self._answers_to(self._asked_in(message))
        return next(iter(answers.values())) if len(answers) == 1 else verdict

    def _asked_in(self, message: str) -> list[Reading]:
        """The first few questions of a message of several sentences: those with a question mark, or else a word."""
        said = sentences(message)
        if len(said) < 2:
            return []
        marked = [self._reader.read(sentence) for sentence in said if sentence.endswith("?")]
        if marked:
            return marked[:_QUESTIONS_LOOKED_AT]
        read = (self._reader.read(sentence) for sentence in said)
        return [reading for reading in read if not self._question_words.isdisjoint(reading.words)][
            :_QUESTIONS_LOOKED_AT
        ]

    def _answers_to(self, asked: list[Reading]) -> dict[str, Verdict]:
        """The sure answers to some questions, by entry, in their order."""
        found: dict[str, Verdict] = {}
        for reading in asked:
            verdict = self._judge(self._scorer.fits(reading), IN_PRIVATE)
            if verdict.decision is Decision.ANSWER and verdict.entries[0].score >= _SURE:
                found.setdefault(verdict.entries[0].entry_id, verdict)
        return found


def _article(entry_id: str) -> str:
    return entry_id.partition("/")[0]

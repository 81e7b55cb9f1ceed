"""What the bot says to a verdict of the search: an answer, a choice, "belum tahu", small talk, help."""

from __future__ import annotations

from dataclasses import replace

from bot.content.library import Library, checklist_name
from bot.replies.buttons import Action, Press
from bot.replies.pages import Pages
from bot.replies.reply import Button, Reply, Row, escape
from bot.search.decide import Decision
from bot.search.engine import Verdict

_NEAREST_TOPICS = 2
_NEAR = 0.05  # score from which an entry's topic is worth showing beside "belum tahu"


class Verdicts:
    """Words a verdict for a private chat; `guest` does it for groups."""

    def __init__(self, library: Library, pages: Pages) -> None:
        self._library = library
        self._texts = library.texts
        self._pages = pages

    def in_private(self, verdict: Verdict, asked: str = "", help_row: tuple[Row, ...] = ()) -> Reply:
        """The whole reply, with everything one tap away.

        `asked` is the key under which the question is kept, `help_row` stands where the bot does not know.
        """
        shown = tuple(entry.entry_id for entry in verdict.entries)
        match verdict.decision:
            case Decision.ANSWER if verdict.second:
                return self._two_answers((shown[0], verdict.second.entry_id), asked)
            case Decision.ANSWER:
                others = tuple(entry.entry_id for entry in verdict.runners_up)
                return self._pages.answer(self._library.entries[shown[0]], alternatives=others, asked=asked)
            case Decision.SUGGEST:
                rows = (*self._pages.entry_buttons(shown, asked=asked), *self._none_of(shown, asked))
                return Reply(self._texts.answer.suggest, (*rows, self._pages.topics_row()))
            case Decision.CRISIS:
                beside = [entry.entry_id for entry in verdict.runners_up]
                return Reply(self._texts.crisis, self._pages.entry_buttons(beside, Action.OPEN))
            case Decision.SMALL_TALK if verdict.small_talk:
                return Reply(escape(verdict.small_talk.reply))
            case _:
                return self._unknown(verdict, help_row)

    def _two_answers(self, entry_ids: tuple[str, str], asked: str) -> Reply:
        """Two questions in one message: both short answers, and a button to each in full."""
        entries = [self._library.entries[entry_id] for entry_id in entry_ids]
        answers = (self._pages.short_answer(entry) for entry in entries)
        rows = self._pages.entry_buttons(entry_ids, asked=asked)
        return Reply("\n\n".join((self._texts.answer.two_questions, *answers)), (*rows, self._pages.topics_row()))

    def second_thoughts(self, press: Press) -> Reply:
        """After "kurang pas": in which way, where the question is known; the next best entries, or a hint."""
        texts = self._texts.feedback
        rows = self._pages.entry_buttons(press.alternatives, asked=press.asked)
        if press.asked:
            return Reply(texts.why, (*self._reasons(press), *rows, self._back_to(press)))
        return Reply(texts.others if rows else texts.no_others, (*rows, self._back_to(press)))

    def off_topic(self, press: Press, help_row: tuple[Row, ...] = ()) -> Reply:
        """After "bukan itu yang kutanya": the next best entries, and who may help."""
        texts = self._texts.feedback
        rows = self._pages.entry_buttons(press.alternatives, asked=press.asked)
        return Reply(texts.off_topic if rows else texts.off_topic_no_others, (*rows, *help_row, self._back_to(press)))

    def none_of_them(self, help_row: tuple[Row, ...] = ()) -> Reply:
        """After a choice in which nothing was right: who may help."""
        return Reply(self._texts.feedback.off_topic_no_others, (*help_row, self._pages.topics_row()))

    def lacking(self, press: Press, help_row: tuple[Row, ...] = ()) -> Reply:
        """After "jawabannya kurang": what stands beside it, and who may help."""
        entry = self._library.entries.get(press.target)
        rows = self._pages.entry_buttons(entry.related if entry else ())
        said = self._texts.feedback.lacking_more if rows else self._texts.feedback.lacking
        return Reply(said, (*rows, *help_row, self._back_to(press)))

    def _reasons(self, press: Press) -> tuple[Row, ...]:
        texts = self._texts.feedback
        said = ((Action.OFF_TOPIC, texts.off_topic_label), (Action.LACKING, texts.lacking_label))
        return tuple((Button(label, replace(press, action=action).data()),) for action, label in said)

    def _none_of(self, shown: tuple[str, ...], asked: str) -> tuple[Row, ...]:
        """The way to say that none of the suggestions is meant, where the question is known."""
        if not asked:
            return ()
        press = Press(Action.NONE, shown[0], asked=asked)
        return ((Button(self._texts.feedback.none_label, press.data()),),)

    def _back_to(self, press: Press) -> Row:
        answer = Press(Action.SHOW, press.target, alternatives=press.alternatives, asked=press.asked)
        return (Button(self._texts.buttons.back, answer.data()), *self._pages.topics_row())

    def welcome(self) -> Reply:
        """The first message: who this is, and where to begin."""
        rows = [self._pages.topics_row()]
        for checklist in self._library.checklists:
            press = Press(Action.SHOW, checklist_name(checklist.name))
            rows.append((Button(f"{checklist.emoji} {checklist.label}", press.data()),))
        return Reply(self._texts.start.hello, tuple(rows))

    def _unknown(self, verdict: Verdict, help_row: tuple[Row, ...]) -> Reply:
        near = (entry for entry in verdict.runners_up if entry.score >= _NEAR)
        slugs = dict.fromkeys(self._library.entries[entry.entry_id].slug for entry in near)
        rows = []
        for slug in list(slugs)[:_NEAREST_TOPICS]:
            article = self._library.article(slug)
            if article:
                press = Press(Action.SHOW, slug)
                rows.append((Button(f"{article.emoji} {article.label}", press.data()),))
        text = self._texts.answer.unknown
        if rows:
            text = f"{text}\n\n{self._texts.answer.nearest}"
        return Reply(text, (*rows, *help_row, self._pages.topics_row()))

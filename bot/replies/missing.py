"""The pages of /belum, and what their buttons carry.

    b!<act><question or draft and article><entry><words>:<page>

A question is written as its key of ten letters, drafts, articles, entries and words as short keys of five.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.content.checks import telegram_length
from bot.content.learned import BY_OPERATORS, LearnedAnswer
from bot.content.library import KEY_LENGTH, Article, Library, short_key
from bot.replies.dates import Dates
from bot.replies.reply import LABEL_LIMIT, Button, Reply, Row, escape, fill
from bot.report.clusters import Cluster

_FORM = re.compile(r"^b!([a-z])([a-z2-7]{10})?([a-z2-7]{5})?([a-z2-7]{5})?(?::(\d{1,3}))?$")
_PAGE = 6  # clusters on one page
_ALIKE = 6  # other wordings that are shown
_SHOWN = 160  # characters of a question in a list
_LINES = 8  # of what the checker says
_ROWS = 20  # entries on one page
_MOST_ROWS = 98  # of one keyboard, beside the way back
_ROOM = 3_300  # UTF-16 units of a draft, beside what is said around it
_NEAREST = 3  # articles that are offered as a source at once


class Act(StrEnum):
    """What a tap does."""

    LIST = "l"
    OPEN = "o"
    ACCEPT = "a"
    ARTICLES = "c"  # whose entry is it?
    ENTRIES = "n"
    IGNORE = "i"
    UNDO = "u"
    WRITE = "w"
    DRAFTS = "d"
    VIEW = "v"
    SOURCES = "s"
    PUBLISH = "t"
    EDIT = "e"
    DISCARD = "x"
    WITHDRAW = "r"  # what is in use becomes a draft again
    CANCEL = "k"  # nothing is written after all
    FILE = "f"


@dataclass(frozen=True)
class MissingTap:
    """A button's meaning; `first` is a question's key, or a draft's and an article's."""

    act: Act
    first: str = ""
    entry: str = ""
    words: str = ""
    page: int = 0

    def data(self) -> str:
        """The tap as button data, at most 64 bytes."""
        page = f":{min(self.page, 999)}" if self.page else ""
        return f"b!{self.act}{self.first}{self.entry}{self.words}{page}"

    @property
    def draft(self) -> str:
        """The short key of the draft that the tap is about."""
        return self.first[:KEY_LENGTH] or self.entry

    @property
    def article(self) -> str:
        """The short key of the article that the draft is to stand in."""
        return self.first[KEY_LENGTH:]


def read_missing_tap(data: str) -> MissingTap | None:
    """The tap behind button data, None where it is none."""
    match = _FORM.match(data)
    if match is None or match[1] not in set(Act):
        return None
    return MissingTap(Act(match[1]), match[2] or "", match[3] or "", match[4] or "", int(match[5] or 0))


class MissingPages:
    """Renders what found no answer, and the drafts of answers."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._texts = library.texts.missing
        self._buttons = library.texts.buttons
        self._dates = Dates(library)

    def list(self, clusters: Sequence[Cluster], days: int, page: int = 0, drafts: int = 0) -> Reply:
        """The clusters, most frequent first."""
        last_row = self._last_row(drafts)
        if not clusters:
            return Reply(self._texts.nothing, (last_row,) if last_row else ())
        pages = -(-len(clusters) // _PAGE)
        page = min(page, pages - 1)
        shown = clusters[page * _PAGE : (page + 1) * _PAGE]
        questions = sum(cluster.times for cluster in clusters)
        heading = fill(self._texts.heading, questions=questions, clusters=len(clusters), days=days)
        numbered = list(enumerate(shown, start=page * _PAGE + 1))
        lines = [self._line(number, cluster) for number, cluster in numbered]
        rows: list[Row] = [
            (Button(_cut(f"{number}. {cluster.text}", LABEL_LIMIT), MissingTap(Act.OPEN, cluster.keys[0]).data()),)
            for number, cluster in numbered
        ]
        if turns := self._turns(page, pages, MissingTap(Act.LIST)):
            rows.append(turns)
        return Reply("\n\n".join((heading, "\n".join(lines))), (*rows, *((last_row,) if last_row else ())))

    def _line(self, number: int, cluster: Cluster) -> str:
        line = fill(self._texts.line, number=number, text=_cut(cluster.text, _SHOWN), times=cluster.times)
        return f"{line}\n{self._given(cluster)}" if cluster.given else line

    def _given(self, cluster: Cluster) -> str:
        return fill(self._texts.wrong, label=self.label(cluster.given[0][0]))

    def _turns(self, page: int, pages: int, to: MissingTap) -> Row:
        """The buttons to the pages beside this one of whatever `to` shows."""
        turns = []
        if page > 0:
            turns.append(Button(self._buttons.previous_page, replace(to, page=page - 1).data()))
        if page + 1 < pages:
            turns.append(Button(self._buttons.next_page, replace(to, page=page + 1).data()))
        return tuple(turns)

    def _last_row(self, drafts: int) -> Row:
        file = Button(self._texts.file, MissingTap(Act.FILE).data())
        if not drafts:
            return (file,)
        return (Button(f"{self._texts.drafts} ({drafts})", MissingTap(Act.DRAFTS).data()), file)

    def cluster(self, cluster: Cluster, key: str, nearest: Sequence[str]) -> Reply:
        """One cluster, and what can be made of it."""
        date, words = self._dates.day(cluster.last_at), short_key(cluster.text)
        parts = [fill(self._texts.cluster, text=cluster.text, times=cluster.times, date=date)]
        if cluster.given:
            parts[0] += "\n" + self._given(cluster)
        others = [text for text, _ in cluster.texts if text != cluster.text][:_ALIKE]
        if others:
            parts.append(self._texts.alike.format(texts="\n".join(f"• {escape(_cut(one, _SHOWN))}" for one in others)))
        parts.append(self._texts.what_now)
        rows: list[Row] = [self._entry_row(key, entry_id, words) for entry_id in nearest]
        rows.append((Button(self._texts.other_entry, MissingTap(Act.ARTICLES, key, words).data()),))
        rows.append(
            (
                Button(self._texts.write, MissingTap(Act.WRITE, key, words).data()),
                Button(self._texts.ignore, MissingTap(Act.IGNORE, key, words).data()),
            )
        )
        return Reply("\n\n".join(parts), (*rows, (self._to_list(),)))

    def articles(self, key: str, words: str) -> Reply:
        """Whose entry answers the question `key`, of the cluster whose text `words` stands for?"""
        rows = [
            (
                Button(
                    _cut(f"{article.emoji} {article.label}", LABEL_LIMIT),
                    MissingTap(Act.ENTRIES, key, short_key(article.slug), words).data(),
                ),
            )
            for article in self._library.articles
        ]
        back = Button(self._buttons.back, MissingTap(Act.OPEN, key).data())
        return Reply(self._texts.choose_article, (*rows[:_MOST_ROWS], (back,)))

    def entries(self, tap: MissingTap, article: Article) -> Reply:
        """Which entry of an article answers it?"""
        rows = [self._entry_row(tap.first, entry.id, tap.words) for entry in article.entries]
        pages = -(-len(rows) // _ROWS)
        page = min(tap.page, pages - 1)
        shown = rows[page * _ROWS : (page + 1) * _ROWS]
        if turns := self._turns(page, pages, tap):
            shown.append(turns)
        back = Button(self._buttons.back, MissingTap(Act.ARTICLES, tap.first, tap.words).data())
        return Reply(fill(self._texts.choose_entry, article=article.title), (*shown, (back,)))

    def _entry_row(self, key: str, entry_id: str, words: str) -> Row:
        article = self._library.article(entry_id.partition("/")[0])
        label = f"✅ {article.emoji if article else ''} {self.label(entry_id)}"
        return (Button(_cut(label, LABEL_LIMIT), MissingTap(Act.ACCEPT, key, short_key(entry_id), words).data()),)

    def taught(self, text: str, key: str, entry_id: str, beside: Sequence[str]) -> Reply:
        """What was learned, with whatever is to be said `beside` it (HTML), and the way back."""
        said = fill(self._texts.taught, text=text, label=self.label(entry_id))
        undo = MissingTap(Act.UNDO, key, short_key(entry_id), short_key(text))
        rows = ((Button(self._texts.undo, undo.data()),), (self._to_list(),))
        return Reply("\n\n".join((said, *beside)), rows)

    def says(self, html: str) -> Reply:
        """A line, and the way back to the list."""
        return Reply(html, ((self._to_list(),),))

    def lines(self, template: str, problems: Sequence[str]) -> str:
        """What the checker says, as much as there is room for."""
        shown = "\n".join(f"• {escape(_cut(problem, 200))}" for problem in problems[:_LINES])
        left = len(problems) - _LINES
        more = f"\n{fill(self._texts.more, count=left)}" if left > 0 else ""
        return template.format(problems=shown + more)

    def drafts(self, drafts: Sequence[LearnedAnswer]) -> Reply:
        """The drafts, the newest first."""
        rows = tuple(
            (Button(_cut(draft.title, LABEL_LIMIT), MissingTap(Act.VIEW, entry=draft_key(draft)).data()),)
            for draft in list(reversed(drafts))[:50]
        )
        return Reply(self._texts.draft_list if rows else self._texts.no_drafts, (*rows, (self._to_list(),)))

    def draft(self, draft: LearnedAnswer, near: Sequence[str], beside: Sequence[str] = ()) -> Reply:
        """A draft as it would read, and where it comes from; `near` are slugs of articles that may be its source."""
        questions = [_cut(one, _SHOWN // 2) for one in draft.questions[:_ALIKE]]
        left = _ROOM - sum(map(telegram_length, (draft.title, draft.short, *questions, *beside)))
        points = [f"\n• {escape(point)}" for point in _fitting(draft.details, left)]
        text = self._texts.draft.format(
            title=escape(draft.title),
            short=escape(draft.short),
            details="".join(points) + ("\n" if points else ""),
            questions="\n".join(f"• {escape(one)}" for one in questions),
        )
        key = draft_key(draft)
        articles = [article for slug in near[:_NEAREST] if (article := self._library.article(slug))]
        rows: list[Row] = [self._source_row(key, article) for article in articles if article.slug != BY_OPERATORS]
        rows += [
            (Button(self._texts.other_article, MissingTap(Act.SOURCES, entry=key).data()),),
            (Button(self._texts.no_article, MissingTap(Act.PUBLISH, key + short_key(BY_OPERATORS)).data()),),
            (
                Button(self._texts.edit, MissingTap(Act.EDIT, entry=key).data()),
                Button(self._texts.discard, MissingTap(Act.DISCARD, entry=key).data()),
            ),
            (self._to_list(),),
        ]
        return Reply("\n\n".join((text, self._texts.choose_source, *beside)), tuple(rows))

    def sources(self, key: str) -> Reply:
        """Every article that a draft may come from."""
        articles = (article for article in self._library.articles if article.slug != BY_OPERATORS)
        rows = tuple(self._source_row(key, article) for article in articles)
        back = Button(self._buttons.back, MissingTap(Act.VIEW, entry=key).data())
        return Reply(self._texts.choose_source_article, (*rows[:_MOST_ROWS], (back,)))

    def _source_row(self, key: str, article: Article) -> Row:
        label = self._texts.from_article.format(label=article.label)
        return (Button(_cut(label, LABEL_LIMIT), MissingTap(Act.PUBLISH, key + short_key(article.slug)).data()),)

    def published(self, answer: LearnedAnswer, beside: Sequence[str]) -> Reply:
        """An answer is in use now."""
        article = self._library.article(answer.article)
        name = article.title if article else self._library.texts.operators.title
        source = self._library.texts.answer.source.format(article=name)
        said = fill(self._texts.published, title=answer.title, source=source)
        withdraw = Button(self._texts.withdraw, MissingTap(Act.WITHDRAW, entry=draft_key(answer)).data())
        return Reply("\n\n".join((said, *beside)), ((withdraw,), (self._to_list(),)))

    def asks_answer(self, about: str) -> Reply:
        """The operator is to write an answer in their next message."""
        cancel = Button(self._texts.cancel, MissingTap(Act.CANCEL).data())
        return Reply(fill(self._texts.ask_answer, text=_cut(about, 500)), ((cancel,),))

    def label(self, entry_id: str) -> str:
        """An entry's label, its id where it is no more."""
        entry = self._library.entries.get(entry_id)
        return entry.label if entry else entry_id

    def _to_list(self) -> Button:
        return Button(self._texts.to_list, MissingTap(Act.LIST).data())


def draft_key(draft: LearnedAnswer) -> str:
    """What stands for an operator's answer in button data, whatever article it comes to stand in."""
    return short_key(f"draft:{draft.section}")


def _fitting(points: Sequence[str], room: int) -> list[str]:
    """The first points that there is room for (UTF-16 units), with an ellipsis where some are left out."""
    shown: list[str] = []
    for point in points:
        room -= telegram_length(point) + 3
        if room < 0:
            return [*shown, "…"]
        shown.append(point)
    return shown


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"

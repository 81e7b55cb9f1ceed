"""The pages that people browse: an answer, the list of topics, one topic, a checklist's card."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.checklist import Checklist
from bot.content.library import Article, Entry, Library, checklist_name
from bot.replies.buttons import TOPICS, Action, Press
from bot.replies.reply import Button, Reply, Row, escape, fill
from bot.replies.taps import Act, Tap

_PAGE = 10  # buttons of a list on one page, at most; pages of a longer list are of one size
_EXPANDABLE_FROM = 240  # characters of details that a phone would not show at once


class Pages:
    """Renders what a name (entry, article, checklist, the topics) looks like."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._texts = library.texts

    def page(self, press: Press) -> Reply:
        """The page that a press asks to be shown."""
        target = press.target
        if entry := self._library.entries.get(target):
            return self.answer(entry, press.trail, press.alternatives, asked=press.asked)
        if article := self._library.article(target):
            return self.topic(article, press.page)
        if checklist := self._library.checklist(target.removeprefix(checklist_name(""))):
            return self.checklist(checklist, press.trail)
        return self.topics(press.page)

    def answer(
        self,
        entry: Entry,
        trail: tuple[str, ...] = (),
        alternatives: tuple[str, ...] = (),
        *,
        feedback: bool = True,
        asked: str = "",
    ) -> Reply:
        """An entry in full; feedback is asked where it answers a question (no way back), whose key is `asked`."""
        behind = (entry.id, *trail)
        related = [self._library.entries[other] for other in entry.related if other not in trail[:1]]
        rows: list[Row] = [
            (self._show(f"{self._emoji(other)} {other.label}", other.id, behind, asked),) for other in related
        ]
        if entry.checklist and (checklist := self._library.checklist(entry.checklist)):
            name = checklist_name(checklist.name)
            rows.append((self._show(f"{checklist.emoji} {checklist.label}", name, behind),))
        if feedback and not trail:
            rows.append(self._feedback(entry, alternatives, asked))
        rows.append(self._way_back(trail, self._page_with(entry, trail), asked))
        return Reply(self.answer_text(entry), tuple(rows))

    def answer_text(self, entry: Entry) -> str:
        """An entry's title, short answer, details (where it has some) and source as HTML."""
        if not entry.details:
            return self.short_answer(entry)
        details = "\n".join(f"• {escape(detail)}" for detail in entry.details)
        if len(details) > _EXPANDABLE_FROM:
            details = f"<blockquote expandable>{details}</blockquote>"
        return "\n\n".join((self._headline(entry), escape(entry.short), details, self._source(entry)))

    def short_answer(self, entry: Entry) -> str:
        """An entry's title, short answer and source as HTML."""
        return "\n\n".join((self._headline(entry), escape(entry.short), self._source(entry)))

    def _headline(self, entry: Entry) -> str:
        return f"<b>{escape(entry.title)}</b>"

    def _source(self, entry: Entry) -> str:
        """The line that names the source article, linked where its address is known."""
        article = self._library.article(entry.slug)
        if article is None:
            raise LookupError(f"entry {entry.id} has no article")
        line = fill(self._texts.answer.source, article=article.title)
        if article.link:
            href = escape(article.link).replace('"', "&quot;")
            line = line.replace(escape(article.title), f'<a href="{href}">{escape(article.title)}</a>', 1)
        return f"<i>{line}</i>"

    def topics(self, page: int = 0) -> Reply:
        """The list of all articles."""
        articles = self._library.articles
        buttons = [self._show(f"{article.emoji} {article.label}", article.slug) for article in articles]
        return self._list(self._texts.topics.heading, buttons, TOPICS, page, ())

    def topic(self, article: Article, page: int = 0) -> Reply:
        """One article with its entries."""
        heading = f"<b>{article.emoji} {escape(article.title)}</b>\n\n{escape(article.intro)}\n\n"
        buttons = [self._show(entry.label, entry.id, (article.slug,)) for entry in article.entries]
        return self._list(heading + self._texts.topics.choose, buttons, article.slug, page, self._way_back((TOPICS,)))

    def checklist(self, checklist: Checklist, trail: tuple[str, ...] = ()) -> Reply:
        """A checklist's card: what it is for, where it begins, and the entries that it leans on."""
        name = checklist_name(checklist.name)
        parts = [f"<b>{checklist.emoji} {escape(checklist.title)}</b>", escape(checklist.intro)]
        if checklist.private:
            parts.append(self._texts.checklist.private)
        start = Button(self._texts.checklist.start, Tap(Act.START, checklist.name).data())
        entries = [self._library.entries[entry_id] for entry_id in checklist.entries]
        rows = tuple((self._show(entry.label, entry.id, (name, *trail)),) for entry in entries)
        text = "\n\n".join((*parts, self._texts.checklist.card))
        return Reply(text, ((start,), *rows, self._way_back(trail)))

    def entry_buttons(self, entry_ids: Sequence[str], action: Action = Action.SHOW, asked: str = "") -> tuple[Row, ...]:
        """One row for each entry; pressed, it answers (in place for SHOW) and keeps the others as alternatives."""
        rows = []
        for entry_id in entry_ids:
            entry = self._library.entries[entry_id]
            others = tuple(other for other in entry_ids if other != entry_id)
            press = Press(action, entry_id, alternatives=others, asked=asked)
            rows.append((Button(f"{self._emoji(entry)} {entry.label}", press.data()),))
        return tuple(rows)

    def topics_row(self) -> Row:
        """The button to the list of topics."""
        return (self._show(self._texts.buttons.topics, TOPICS),)

    def _list(self, heading: str, buttons: list[Button], name: str, page: int, way_back: Row) -> Reply:
        size = _page_size(len(buttons))
        pages = -(-len(buttons) // size)
        page = min(page, pages - 1)
        rows: list[Row] = [(button,) for button in buttons[page * size : (page + 1) * size]]
        turns = []
        if page > 0:
            turns.append(self._turn(self._texts.buttons.previous_page, name, page - 1))
        if page + 1 < pages:
            turns.append(self._turn(self._texts.buttons.next_page, name, page + 1))
        if turns:
            rows.append(tuple(turns))
            heading += "\n\n" + fill(self._texts.topics.page, page=page + 1, pages=pages)
        if way_back:
            rows.append(way_back)
        return Reply(heading, tuple(rows))

    def _feedback(self, entry: Entry, alternatives: tuple[str, ...], asked: str) -> Row:
        texts = self._texts.buttons
        return tuple(
            Button(label, Press(action, entry.id, alternatives=alternatives, asked=asked).data())
            for action, label in ((Action.HELPFUL, texts.helpful), (Action.NOT_HELPFUL, texts.not_helpful))
        )

    def _page_with(self, entry: Entry, trail: tuple[str, ...]) -> int:
        """The page of the list behind that holds an entry; 0 where that is no article's list."""
        article = self._library.article(trail[0]) if trail else None
        if article is None or entry not in article.entries:
            return 0
        return article.entries.index(entry) // _page_size(len(article.entries))

    def _way_back(self, trail: tuple[str, ...], page: int = 0, asked: str = "") -> Row:
        if not trail:
            return self.topics_row()
        back = Button(self._texts.buttons.back, Press(Action.SHOW, trail[0], page, trail[1:], asked=asked).data())
        return (back,) if trail[0] == TOPICS else (back, *self.topics_row())

    def _show(self, label: str, name: str, trail: tuple[str, ...] = (), asked: str = "") -> Button:
        return Button(label, Press(Action.SHOW, name, trail=trail, asked=asked).data())

    def _turn(self, label: str, name: str, page: int) -> Button:
        return Button(label, Press(Action.SHOW, name, page=page).data())

    def _emoji(self, entry: Entry) -> str:
        article = self._library.article(entry.slug)
        return article.emoji if article else ""


def _page_size(items: int) -> int:
    """How many items a page holds so that all pages are of one size, at most _PAGE."""
    return -(-items // max(1, -(-items // _PAGE)))

"""What is seen in the list while somebody types `@bot kata` in any chat, and what is posted when they tap it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.checklists.past import Past
from bot.content.checklist import Area, Checklist
from bot.content.library import Entry, Library, checklist_name, short_key
from bot.replies.dates import Dates
from bot.replies.links import deep_link, payload_for
from bot.replies.pages import Pages
from bot.replies.personal import PersonalPages
from bot.replies.promotion import PromotionText
from bot.replies.reply import Button, Reply, Row, escape, fill

ID_LIMIT = 64  # bytes (Bot API: InlineQueryResult)
DESCRIPTION_LIMIT = 100  # characters that still fit one line or two of a phone
_CRISIS = "crisis"
_OWN = "own"


@dataclass(frozen=True)
class Card:
    """One result: its title and description in the list (plain text), and the message that it posts."""

    id: str
    title: str
    description: str
    reply: Reply

    def __post_init__(self) -> None:
        if not 1 <= len(self.id.encode()) <= ID_LIMIT or not self.title or "\n" in self.title + self.description:
            raise ValueError(f"a result is over Telegram's limits: {self.id!r}, {self.title!r}")


class InlineCards:
    """Renders results; none but `own_result` holds anything of a person."""

    def __init__(self, library: Library, pages: Pages) -> None:
        self._library = library
        self._pages = pages
        self._texts = library.texts.inline
        self._personal = PersonalPages(library)
        self._promotion = PromotionText(library)
        self._dates = Dates(library)

    def card(self, name: str, bot_username: str) -> Card:
        """An entry's or a checklist's card, by the name that `Library.names` has for it; raises KeyError."""
        if checklist := self._library.checklist(name.removeprefix(checklist_name(""))):
            return self._invitation(checklist, bot_username)
        return self._entry(self._library.entries[name], bot_username)

    def _entry(self, entry: Entry, bot_username: str) -> Card:
        """The short answer with its source, and the way to all of it."""
        article = self._library.article(entry.slug)
        title = f"{article.emoji} {entry.title}" if article else entry.title
        more = Button(self._library.texts.buttons.more, url=deep_link(bot_username, payload_for(entry.id)))
        reply = Reply(self._pages.short_answer(entry), self._rows(more))
        return Card(short_key(entry.id), title, in_a_line(entry.short), reply)

    def _invitation(self, checklist: Checklist, bot_username: str) -> Card:
        """What a checklist is for, and the way to it: it is walked in private."""
        name = checklist_name(checklist.name)
        parts = [f"<b>{checklist.emoji} {escape(checklist.title)}</b>", escape(checklist.intro)]
        if checklist.private:
            parts.append(self._library.texts.checklist.private)
        title = f"{checklist.emoji} {self._texts.invite.format(label=checklist.label)}"
        reply = Reply("\n\n".join(parts), self._rows(self._open(checklist, bot_username)))
        return Card(short_key(name), title, in_a_line(checklist.intro), reply)

    def own_result(self, checklist: Checklist, past: Past, bot_username: str) -> Card | None:
        """A person's own result, for nobody's list but theirs.

        None where the checklist's results are nobody else's business, and where there is nothing in it to be told.
        """
        if checklist.private:
            return None
        lines = self._figures(checklist, past)
        if not lines:
            return None
        door = checklist.by_id[checklist.door].by_id.get(past.door or "") if checklist.door else None
        title = door.label if door else checklist.title
        heading = fill(self._library.texts.result.heading, emoji=checklist.emoji, title=title)
        dated = fill(self._texts.own_date, date=self._dates.day(past.at))
        said = "\n\n".join((heading, lines, dated, *self._sources(checklist, past)))
        return Card(
            f"{_OWN}{short_key(checklist_name(checklist.name))}",
            f"{checklist.emoji} {self._texts.own_result.format(title=title)}",
            in_a_line(f"{self._dates.day(past.at)}: {self._personal.summary(checklist, past)}"),
            Reply(said, self._rows(self._open(checklist, bot_username))),
        )

    def crisis(self) -> Card:
        """Where there is help, readable before anything is tapped."""
        return Card(_CRISIS, self._texts.crisis, self._texts.crisis_contacts, Reply(self._library.texts.crisis))

    def _figures(self, checklist: Checklist, past: Past) -> str:
        texts = self._library.texts.result
        if past.per_100:
            return fill(texts.per_100, amount=self._promotion.money(past.per_100, past.currency))
        lines = [
            fill(texts.area_level, label=area.label, score=score, level=_level(checklist, score))
            for area, score in _scores(checklist, past)
        ]
        return "\n".join((texts.areas, *lines)) if lines else ""

    def _sources(self, checklist: Checklist, past: Past) -> tuple[str, ...]:
        """The articles that the areas come from; figures of one's own have no source."""
        slugs = dict.fromkeys(area.entry_id.partition("/")[0] for area, _ in _scores(checklist, past))
        titles = [article.title for slug in slugs if (article := self._library.article(slug))]
        if not titles:
            return ()
        return (f"<i>{fill(self._library.texts.result.sources, articles='; '.join(titles))}</i>",)

    def _open(self, checklist: Checklist, bot_username: str) -> Button:
        return Button(self._texts.open_checklist, url=deep_link(bot_username, checklist.name))

    def _rows(self, way_in: Button) -> tuple[Row, ...]:
        """The way into the private chat, and another search here; empty, as the query is its writer's."""
        return ((way_in, Button(self._texts.again, switch="")),)


def _scores(checklist: Checklist, past: Past) -> list[tuple[Area, int]]:
    return [(area, past.areas[area.id]) for area in checklist.areas if area.id in past.areas]


def _level(checklist: Checklist, score: int) -> str:
    return next((level.label for level in reversed(checklist.levels) if score >= level.low), "")


def in_a_line(text: str) -> str:
    """A text as a description: without line breaks, and cut after a word where it is long."""
    text = " ".join(text.split())
    if len(text) <= DESCRIPTION_LIMIT:
        return text
    cut = text[: DESCRIPTION_LIMIT - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(",;:.") + "…"

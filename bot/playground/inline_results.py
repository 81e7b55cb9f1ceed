"""What comes of an inline query: the query, the bot's answer to it, and each result that a person may choose."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.accounts import Json


@dataclass(frozen=True)
class InlineResult:
    """One result as a person sees it in the list, and the message that it becomes."""

    id: str
    query: str
    title: str
    description: str
    content: Json
    """The message's text and entities, or its photo and caption."""
    keyboard: object = None
    """Its reply_markup, None where it has no buttons."""

    @property
    def text(self) -> str:
        """What the message says: its text, or its caption."""
        return str(self.content.get("text", self.content.get("caption", "")))


@dataclass(frozen=True)
class InlineAnswer:
    """The bot's answer to an inline query; `cache_time` in seconds, `button` an InlineQueryResultsButton."""

    results: tuple[InlineResult, ...]
    next_offset: str
    cache_time: int
    is_personal: bool
    button: Json | None


@dataclass
class InlineQuery:
    """A query that somebody types behind the bot's name, when (Unix seconds), and what it was answered with."""

    text: str
    asked: float
    answer: InlineAnswer | None = None


class UnansweredError(LookupError):
    """The bot let an inline query go without an answer."""

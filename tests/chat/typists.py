"""What somebody types behind the bot's name in any chat, and what a test sees of the answer."""

from __future__ import annotations

from bot.playground.inline_results import InlineAnswer, InlineResult
from bot.playground.world import Person
from tests.chat.scenes import Scene

MOST = 50  # results, by the Bot API


async def typed(talk: Scene, query: str, offset: str = "", person: Person | None = None) -> InlineAnswer:
    return await talk.desk.inline(person or talk.person, query, offset)


async def pages(talk: Scene, query: str) -> list[InlineAnswer]:
    """The whole list, as far as somebody scrolls."""
    answers = [await typed(talk, query)]
    while answers[-1].next_offset:
        answers.append(await typed(talk, query, answers[-1].next_offset))
        assert len(answers) <= MOST
    return answers


def link(result: InlineResult) -> str:
    """The payload of the result's way into the private chat."""
    assert isinstance(result.keyboard, dict)
    return str(result.keyboard["inline_keyboard"][0][0]["url"]).partition("?start=")[2]


def payload(answer: InlineAnswer) -> str:
    assert answer.button is not None
    return str(answer.button["start_parameter"])


def is_result_of_somebody(result: InlineResult) -> bool:
    return result.id.startswith("own") or "Hasil:" in result.text

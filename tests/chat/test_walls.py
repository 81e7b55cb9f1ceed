"""Refusals that mean that the bot may not write there, told from mistakes of its own."""

from __future__ import annotations

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.chat.walls import Wall, wall_of, words_of


@pytest.mark.parametrize(
    "error",
    [
        Forbidden("Forbidden: bot was kicked from the supergroup chat"),
        Forbidden("Forbidden: bot was blocked by the user"),
        Forbidden("Forbidden: user is deactivated"),
        BadRequest("Not enough rights to send text messages to the chat"),
        BadRequest("Have no rights to send a message"),
        BadRequest("CHAT_WRITE_FORBIDDEN"),
        BadRequest("Chat_write_forbidden"),
        BadRequest("Chat not found"),
        BadRequest("Need administrator rights in the channel chat"),
    ],
    ids=str,
)
def test_a_chat_may_be_a_wall(error: Exception) -> None:
    assert wall_of(error) is Wall.CHAT


@pytest.mark.parametrize("words", ["TOPIC_CLOSED", "Topic_closed", "TOPIC_DELETED", "Message thread not found"])
def test_a_topic_may_be_a_wall(words: str) -> None:
    assert wall_of(BadRequest(words)) is Wall.TOPIC


@pytest.mark.parametrize(
    "error",
    [
        BadRequest("Message is too long"),
        BadRequest("Message to be replied not found"),
        BadRequest("Can't parse entities"),
        BadRequest("Message is not modified"),
        RetryAfter(3),
        TimedOut(),
        NetworkError("x"),
        ChatMigrated(-100),
        RuntimeError("not enough rights"),
        None,
    ],
    ids=str,
)
def test_other_mistakes_are_none(error: Exception | None) -> None:
    assert wall_of(error) is None


def test_only_telegrams_words_are_repeated() -> None:
    assert words_of(Forbidden("bot was blocked by the user")) == "bot was blocked by the user"
    assert words_of(RuntimeError("a person's text")) == "RuntimeError"

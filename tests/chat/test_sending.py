"""Keyboards go to Telegram as PTB would write them, however often they are sent."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.sending import keyboard
from bot.replies.reply import Button, Reply


def test_a_keyboard_is_written_as_a_plain_one_each_time() -> None:
    reply = Reply("x", ((Button("a", "b"), Button("c", url="https://t.me/x")), (Button("d", "e"),)))
    plain = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("a", callback_data="b"), InlineKeyboardButton("c", url="https://t.me/x")],
            [InlineKeyboardButton("d", callback_data="e")],
        ]
    )
    made = keyboard(reply)
    assert made is not None
    assert [made.to_dict(), made.to_dict()] == [plain.to_dict()] * 2
    assert made.to_json() == plain.to_json()
    assert keyboard(Reply("x")) is None

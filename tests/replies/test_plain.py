"""A reply reads well in a terminal."""

from __future__ import annotations

from bot.replies.plain import plain_text
from bot.replies.reply import Button, Reply


def test_markup_goes_and_buttons_become_lines() -> None:
    reply = Reply("<b>a &lt; b</b>\n<i>c</i>", ((Button("Satu", "x"),), (Button("Dua", url="https://x.y"),)))
    assert plain_text(reply) == "a < b\nc\n\n  [Satu]\n  [Dua]"
    assert plain_text(Reply("x")) == "x"

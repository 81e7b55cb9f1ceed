"""The terminal shows what the bot says, numbers its buttons, and presses them by number."""

from __future__ import annotations

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.knowledge import Knowledge
from bot.playground.opening import on_desk
from bot.playground.terminal import Terminal
from bot.playground.world import BOT_USERNAME
from tests.playground.test_photos import png


async def test_text_buttons_and_commands(knowledge: Knowledge) -> None:
    lines: list[str] = []
    async with on_desk(knowledge) as (desk, _):
        terminal = Terminal(desk, desk.world.person("Kamu"), lines.append)
        await terminal.take("/topik")
        assert "    [1] 🏦 Pinjaman bank microstocker" in lines
        await terminal.take("3")
        assert any("Cara menghadapi" in line for line in lines)
        await terminal.take("apa itu burnout")
        helpful = next(line for line in reversed(lines) if "Membantu" in line)
        await terminal.take(helpful.strip()[1:].split("]")[0])
        assert any("Senang bisa membantu" in line for line in lines)
        count = len(lines)
        await terminal.take("99")
        assert "belum tahu" in lines[count]


async def test_a_photo_is_shown_by_its_caption(knowledge: Knowledge) -> None:
    lines: list[str] = []
    async with on_desk(knowledge) as (desk, _):
        person = desk.world.person("Kamu")
        terminal = Terminal(desk, person, lines.append)
        for caption in ("Skor 70\nNaik 5", ""):
            await desk.app.bot.send_photo(person.id, png(), caption=caption)
        terminal.show_news()
    assert lines == ["\n  [gambar] Skor 70\n  Naik 5", "\n  [gambar]"]


async def test_buttons_of_a_deleted_message_are_not_pressed(knowledge: Knowledge) -> None:
    lines: list[str] = []
    async with on_desk(knowledge) as (desk, _):
        person = desk.world.person("Kamu")
        terminal = Terminal(desk, person, lines.append)
        await terminal.take("/topik")
        shown = list(desk.world.chats[person.id].messages)[-1]
        await desk.app.bot.delete_message(person.id, shown)
        await terminal.take("1")
        typed = [message["text"] for message in desk.world.chats[person.id].messages.values()]
    assert "1" in typed, "it went out as a message"


async def test_buttons_that_the_bot_is_not_told_of_say_what_an_app_does(knowledge: Knowledge) -> None:
    lines: list[str] = []
    buttons = [
        InlineKeyboardButton("Cari", switch_inline_query_current_chat="burnout"),
        InlineKeyboardButton("Bagikan", switch_inline_query=""),
        InlineKeyboardButton("Salin", copy_text=CopyTextButton("halo")),
        InlineKeyboardButton("Buka", url="https://t.me/contoh"),
    ]
    async with on_desk(knowledge) as (desk, _):
        person = desk.world.person("Kamu")
        terminal = Terminal(desk, person, lines.append)
        await desk.app.bot.send_message(person.id, "x", reply_markup=InlineKeyboardMarkup([buttons]))
        terminal.show_news()
        lines.clear()
        for number in range(1, 5):
            await terminal.take(str(number))
    assert lines == [
        f"  (types @{BOT_USERNAME} burnout)",
        f"  (types @{BOT_USERNAME})",
        "  (copies a text)",
        "  (opens https://t.me/contoh)",
    ]

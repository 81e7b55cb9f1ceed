"""The terminal shows what the bot says, numbers its buttons, and presses them by number."""

from __future__ import annotations

from bot.chat.knowledge import Knowledge
from bot.playground.terminal import Terminal, on_desk


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

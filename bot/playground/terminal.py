"""`python -m bot chat`: a private chat with the bot in a terminal; buttons are pressed by their numbers."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable

from bot.app import App, build
from bot.chat.knowledge import Knowledge
from bot.playground.telegram import DESK_TOKEN, Desk, DeskRequest
from bot.playground.world import Json, Person, World

_HINT = "Type a question, a command, or the number of a button. Ctrl+D or `keluar` ends the chat."
_LEAVING = frozenset({"keluar", "exit", "quit"})


class Terminal:
    """Shows what the bot sends, and turns typed lines into messages and presses."""

    def __init__(self, desk: Desk, person: Person, show: Callable[[str], None] = print) -> None:
        self._desk = desk
        self._person = person
        self._show = show
        self._shown: dict[int, Json] = {}
        self._pressable: Json | None = None

    async def take(self, line: str) -> None:
        """One typed line."""
        buttons = _buttons(self._pressable)
        if line.isdecimal() and 1 <= int(line) <= len(buttons) and self._pressable:
            button = buttons[int(line) - 1]
            if url := button.get("url"):
                self._show(f"  (opens {url})")
                return
            if alert := await self._desk.press(self._person, self._pressable, button["callback_data"]):
                self._show(f"  ({alert})")
        else:
            await self._desk.send(self._person, line)
        self.show_news()

    def show_news(self) -> None:
        """Whatever the bot has sent or changed since the last time."""
        for message_id, message in self._desk.world.chats[self._person.id].messages.items():
            if message["from"] == self._person.json() or self._shown.get(message_id) == message:
                continue
            self._shown[message_id] = dict(message)
            self._pressable = message
            self._show("\n" + "\n".join(f"  {line}" for line in str(message["text"]).splitlines()))
            for number, button in enumerate(_buttons(message), start=1):
                self._show(f"    [{number}] {button['text']}")


def _buttons(message: Json | None) -> list[dict[str, str]]:
    markup = message.get("reply_markup") if message else None
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    return [button for row in rows for button in row]


def on_desk(knowledge: Knowledge) -> tuple[App, Desk, DeskRequest]:
    """The whole bot over an in-memory Telegram."""
    world = World()
    request = DeskRequest(world)
    app = build(DESK_TOKEN, knowledge, request=request)
    return app, Desk(app, world), request


async def chat(knowledge: Knowledge) -> None:
    """Talk on standard input and output until it ends."""
    app, desk, _ = on_desk(knowledge)
    async with app:
        person = desk.world.person("Kamu")
        terminal = Terminal(desk, person)
        print(_HINT)
        await terminal.take("/start")
        while (line := await asyncio.to_thread(_read_line)) is not None:
            if line.casefold() in _LEAVING:
                break
            if line:
                await terminal.take(line)


def _read_line() -> str | None:
    if sys.stdin.isatty():
        print("\n> ", end="", flush=True)
    line = sys.stdin.readline()
    return line.strip() if line else None

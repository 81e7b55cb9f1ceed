"""`python -m bot chat`: a private chat with the bot in a terminal; buttons are pressed by their numbers."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable

from bot.chat.knowledge import Knowledge
from bot.chat.versions import Current
from bot.playground.opening import on_desk, ringing
from bot.playground.telegram import Desk
from bot.playground.world import BOT_USERNAME, Json, Person
from bot.storage.database import in_memory

_HINT = (
    'Type a question, a command, or the number of a button (a number that is an answer goes into quotes: "3"). '
    "Ctrl+D or `keluar` ends the chat."
)
_LEAVING = frozenset({"keluar", "exit", "quit"})


class Terminal:
    """Shows what the bot sends, and turns typed lines into messages and presses."""

    def __init__(self, desk: Desk, person: Person, show: Callable[[str], None] = print) -> None:
        self._desk = desk
        self._person = person
        self._chat = desk.world.chats[person.id]
        self._show = show
        self._shown: dict[int, Json] = {}
        self._pressable: Json | None = None

    async def take(self, line: str) -> None:
        """One typed line."""
        if self._pressable and self._pressable["message_id"] not in self._chat.messages:
            self._pressable = None  # the bot has deleted it
        buttons = _buttons(self._pressable)
        if line.isdecimal() and 1 <= int(line) <= len(buttons) and self._pressable:
            button = buttons[int(line) - 1]
            if "callback_data" not in button:
                self._show(f"  ({_elsewhere(button)})")
                return
            if alert := await self._desk.press(self._person, self._pressable, button["callback_data"]):
                self._show(f"  ({alert})")
        else:
            await self._desk.send(self._person, line.strip('"') or line)
        self.show_news()

    def show_news(self) -> None:
        """Whatever the bot has sent or changed since the last time."""
        for message_id, message in self._chat.messages.items():
            if message["from"] == self._person.json() or self._shown.get(message_id) == message:
                continue
            self._shown[message_id] = dict(message)
            if _buttons(message) or self._pressable is None:  # a picture has none; those above it stay
                self._pressable = message
            self._show("\n" + "\n".join(f"  {line}" for line in _words(message).splitlines()))
            for number, button in enumerate(_buttons(message), start=1):
                self._show(f"    [{number}] {button['text']}")


def _words(message: Json) -> str:
    """A message's text, or its caption behind a sign that there is a picture."""
    return f"[gambar] {message.get('caption', '')}".rstrip() if "photo" in message else str(message["text"])


def _elsewhere(button: dict[str, str]) -> str:
    """What an app does about a button that the bot is not told of."""
    if "url" in button:
        return f"opens {button['url']}"
    if "copy_text" in button:
        return "copies a text"
    query = button.get("switch_inline_query_current_chat", button.get("switch_inline_query", ""))
    return f"types @{BOT_USERNAME} {query}".rstrip()


def _buttons(message: Json | None) -> list[dict[str, str]]:
    markup = message.get("reply_markup") if message else None
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    return [button for row in rows for button in row]


async def chat(knowledge: Knowledge) -> None:
    """Talk on standard input and output until it ends."""
    database = in_memory()
    async with on_desk(knowledge, database) as (desk, _):
        terminal = Terminal(desk, desk.world.person("Kamu"))
        print(_HINT)
        await terminal.take("/start")
        lines = _typed_lines()
        async with ringing(Current(knowledge), desk.app, database, terminal.show_news):
            while (line := await _next_line(lines)) is not None:
                if line.casefold() in _LEAVING:
                    break
                if line:
                    await terminal.take(line)


def _typed_lines() -> asyncio.Queue[str | None]:
    """The lines of standard input, None at its end; read in a daemon thread, so that Ctrl+C need not wait for one."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line.strip())
        loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    return lines


async def _next_line(lines: asyncio.Queue[str | None]) -> str | None:
    if sys.stdin.isatty():
        print("\n> ", end="", flush=True)
    return await lines.get()

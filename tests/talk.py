"""A conversation in a test: say, press, edit; read what the bot shows."""

from __future__ import annotations

from typing import Any

from bot.playground.telegram import Desk, DeskRequest
from bot.playground.world import Chat, Json, Person


class Talk:
    """One person and the bot in one chat."""

    def __init__(self, desk: Desk, request: DeskRequest, person: Person, chat: Chat | None = None) -> None:
        self.desk = desk
        self.request = request
        self.person = person
        self.chat = chat or desk.world.chats[person.id]

    async def say(self, text: str, **content: Any) -> str:
        """Send a message, in any manner that `Desk.send` knows; the text of the bot's last message."""
        await self.desk.send(self.person, text, self.chat, **content)
        return self.text

    async def press(self, label: str, under: Json | None = None) -> str:
        """Press the button whose label contains `label`, by default under the bot's last message; the toast, if any."""
        message = under or self.last
        return await self.desk.press(self.person, message, self.data(label, message))

    def data(self, label: str, under: Json | None = None) -> str:
        """The data of the button whose label contains `label`, by default under the bot's last message."""
        buttons = buttons_of(under or self.last)
        found = [button for button in buttons if label in button["text"]]
        assert len(found) == 1, f"{label!r} names {len(found)} of {[button['text'] for button in buttons]}"
        return str(found[0]["callback_data"])

    @property
    def from_bot(self) -> list[Json]:
        bot = self.desk.world.bot_json()
        return [message for message in self.chat.messages.values() if message.get("from") == bot]

    @property
    def last(self) -> Json:
        return self.from_bot[-1]

    @property
    def text(self) -> str:
        """What the bot's last message says: its text, or its caption where it is a photo."""
        return words_of(self.last) if self.from_bot else ""

    @property
    def texts(self) -> list[str]:
        """What the bot's messages say, oldest first."""
        return [words_of(message) for message in self.from_bot]

    @property
    def photos(self) -> list[Json]:
        """The bot's messages that are photos, oldest first."""
        return [message for message in self.from_bot if "photo" in message]

    @property
    def picture(self) -> bytes:
        """The bytes of the bot's last photo."""
        sizes = self.photos[-1]["photo"]
        assert isinstance(sizes, list)
        return self.desk.world.files[sizes[-1]["file_id"]]

    @property
    def buttons(self) -> list[dict[str, Any]]:
        return buttons_of(self.last)

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons]

    @property
    def errors(self) -> list[str]:
        """What Telegram refused."""
        return [f"{call.method}: {call.error}" for call in self.request.calls if call.error]


def words_of(message: Json) -> str:
    """A message's text or caption."""
    return str(message.get("text", message.get("caption", "")))


def buttons_of(message: Json) -> list[dict[str, Any]]:
    """The buttons under a message, row by row."""
    markup = message.get("reply_markup")
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    return [button for row in rows for button in row]

"""A conversation in a test: say, press, edit; read what the bot shows."""

from __future__ import annotations

from bot.playground.telegram import Desk, DeskRequest
from bot.playground.world import Chat, Json, Person


class Talk:
    """One person and the bot in one chat."""

    def __init__(self, desk: Desk, request: DeskRequest, person: Person, chat: Chat | None = None) -> None:
        self.desk = desk
        self.request = request
        self.person = person
        self.chat = chat or desk.world.chats[person.id]

    async def say(self, text: str, **content: object) -> str:
        """Send a message; the text of the bot's last message."""
        await self.desk.send(self.person, text, self.chat, **content)
        return self.text

    async def press(self, label: str) -> str:
        """Press the button whose label contains `label` under the bot's last message; the toast, if any."""
        return await self.desk.press(self.person, self.last, self.data(label))

    def data(self, label: str) -> str:
        """The data of the button whose label contains `label`."""
        found = [button for button in self.buttons if label in button["text"]]
        assert len(found) == 1, f"{label!r} names {len(found)} of {self.labels}"
        return found[0]["callback_data"]

    @property
    def from_bot(self) -> list[Json]:
        bot = self.desk.world.bot_json()
        return [message for message in self.chat.messages.values() if message["from"] == bot]

    @property
    def last(self) -> Json:
        return self.from_bot[-1]

    @property
    def text(self) -> str:
        return str(self.last["text"]) if self.from_bot else ""

    @property
    def buttons(self) -> list[dict[str, str]]:
        markup = self.last.get("reply_markup")
        rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
        return [button for row in rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons]

    @property
    def errors(self) -> list[str]:
        """What Telegram refused."""
        return [f"{call.method}: {call.error}" for call in self.request.calls if call.error]

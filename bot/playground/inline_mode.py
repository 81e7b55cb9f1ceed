"""What people do with the bot in any chat, by its name and a query: see results, send one, press its buttons."""

from __future__ import annotations

from bot.playground.accounts import Json, Person, bot_json
from bot.playground.chats import Chat
from bot.playground.inline_results import InlineAnswer, InlineQuery, InlineResult, UnansweredError
from bot.playground.people import People

_LONGEST_QUERY = 256  # characters; an app sends no more
_ELSEWHERE = 9_000_000_001  # a chat of two people, which the bot never hears of


class InlineMode(People):
    """What people do in inline mode."""

    async def inline(self, person: Person, query: str, offset: str = "", chat_type: str = "sender") -> InlineAnswer:
        """Type a query behind the bot's name; raises UnansweredError. An answer that comes later is refused."""
        query_id = f"inline{self.world.new_id('query')}"
        asked = self.world.inline_queries[query_id] = InlineQuery(query[:_LONGEST_QUERY], self.world.clock())
        about: Json = {"id": query_id, "from": person.json(), "query": asked.text}
        about.update(offset=offset, chat_type=chat_type)
        await self.deliver(self.world.update("inline_query", about))
        del self.world.inline_queries[query_id]
        if asked.answer is None:
            raise UnansweredError("the bot did not answer this inline query")
        return asked.answer

    async def choose(self, person: Person, result: InlineResult, chat: Chat | None = None, **content: object) -> Json:
        """Send a result to a chat, by default to one that the bot is not in; the message, whose buttons can be pressed.

        `content` adds fields (reply_to_message, message_thread_id, ...).
        """
        chat = chat or Chat(_ELSEWHERE, "private", "Seorang teman")
        sent: Json = {"via_bot": bot_json(), **result.content, **content}
        chosen: Json = {"result_id": result.id, "from": person.json(), "query": result.query}
        if result.keyboard:
            sent["reply_markup"] = result.keyboard
            chosen["inline_message_id"] = f"desk-inline-{len(self.world.inline_messages) + 1}"
        message = self.world.add_message(chat, person.json(), sent)
        if result.keyboard:
            self.world.inline_messages[str(chosen["inline_message_id"])] = message
        if chat.id in self.world.chats:
            await self.tell(chat, message)
        await self.deliver(self.world.update("chosen_inline_result", chosen))
        return message

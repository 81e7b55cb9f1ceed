"""What happens in and to groups and channels: members come and go, topics open and close, a group grows."""

from __future__ import annotations

from bot.playground.accounts import ANONYMOUS_ADMIN, BOT_ID, Json, Person, bot_json
from bot.playground.chats import GENERAL, Chat, Topic
from bot.playground.people import People


class GroupLife(People):
    """What people do in groups, to each other and to the bot."""

    async def add_bot(self, chat: Chat, by: Person, as_admin: bool = False, **rights: object) -> None:
        """Somebody adds the bot, as an administrator with these rights where `as_admin`; only so to a channel.

        A group that it was in from the start counts as one that it had left.
        """
        if chat.bot.present:
            chat.set_member(BOT_ID, "left")
        administers = as_admin or chat.kind == "channel"
        added = self.world.add_message(chat, by.json(), {"new_chat_members": [bot_json()]}) if chat.is_group else None
        await self.change_bot(chat, by, "administrator" if administers else "member", **rights)
        if added:
            await self.tell(chat, added)

    async def remove_bot(self, chat: Chat, by: Person) -> None:
        """Somebody takes the bot out; it may not be written to any more."""
        if chat.is_group:
            self.world.add_message(chat, by.json(), {"left_chat_member": bot_json()})
        await self.change_bot(chat, by, "kicked")

    async def promote_bot(self, chat: Chat, by: Person, **rights: object) -> None:
        """Somebody makes the bot an administrator, with all the usual rights where `rights` do not say otherwise."""
        await self.change_bot(chat, by, "administrator", **rights)

    async def demote_bot(self, chat: Chat, by: Person) -> None:
        """Somebody makes the bot, an administrator or restricted before, a plain member again."""
        await self.change_bot(chat, by, "member")

    async def restrict_bot(self, chat: Chat, by: Person, **rights: object) -> None:
        """Somebody forbids the bot to send anything to a supergroup but what `rights` allow."""
        await self.change_bot(chat, by, "restricted", **rights)

    async def join(self, chat: Chat, *people: Person, by: Person | None = None) -> list[Json]:
        """People come into a group: each by themselves, with a message each, or in one message, added by somebody."""
        for person in people:
            chat.set_member(person, "member")
        if by is not None:
            return [await self.post(chat, by.json(), {"new_chat_members": [person.json() for person in people]})]
        return [await self.post(chat, person.json(), {"new_chat_members": [person.json()]}) for person in people]

    async def leave(self, chat: Chat, person: Person, by: Person | None = None) -> Json:
        """Somebody leaves a group, or is removed by somebody."""
        chat.set_member(person, "kicked" if by else "left")
        return await self.post(chat, (by or person).json(), {"left_chat_member": person.json()})

    async def migrate(self, chat: Chat, by: Person | None = None) -> Chat:
        """A group becomes a supergroup with another id, no messages and the same members; that supergroup."""
        if chat.kind != "group" or chat.migrated_to is not None:
            raise ValueError("only a group becomes a supergroup, and once")
        new = self.world.group(chat.title)
        for user_id, member in chat.members.items():
            new.set_member(user_id, member.status, **member.rights)
        chat.migrated_to = new.id
        await self.post(chat, self._somebody(chat, by), {"migrate_to_chat_id": new.id})
        moved = {"migrate_from_chat_id": chat.id, "sender_chat": new.json()}
        await self.post(new, ANONYMOUS_ADMIN, moved)
        return new

    async def open_topic(self, chat: Chat, name: str, by: Person | None = None) -> Topic:
        """Somebody opens a forum topic."""
        topic = self.world.open_topic(chat, name, self._somebody(chat, by))
        await self.tell(chat, chat.messages[topic.id])
        return topic

    async def close_topic(self, chat: Chat, topic: Topic, by: Person | None = None) -> Json:
        """Somebody closes a topic: only administrators may write there now."""
        topic.closed = True
        return await self.post(chat, self._somebody(chat, by), {"forum_topic_closed": {}, **_inside(topic)})

    async def reopen_topic(self, chat: Chat, topic: Topic, by: Person | None = None) -> Json:
        """Somebody lets everybody write in a topic again."""
        topic.closed = False
        return await self.post(chat, self._somebody(chat, by), {"forum_topic_reopened": {}, **_inside(topic)})

    def delete_topic(self, chat: Chat, topic: Topic) -> None:
        """Somebody deletes a topic with all that was said in it; nobody is told."""
        del chat.topics[topic.id]
        inside = [key for key, message in chat.messages.items() if _inside(topic).items() <= message.items()]
        for message_id in inside:
            del chat.messages[message_id]

    def _somebody(self, chat: Chat, person: Person | None) -> Json:
        """The person, or one who is in the chat, as a Bot API User."""
        present = (user_id for user_id, member in chat.members.items() if member.present and user_id != BOT_ID)
        found = person or next((self.world.people[user_id] for user_id in present), None)
        return (found or self.world.person("Admin")).json()


def _inside(topic: Topic) -> Json:
    """What a message in a topic says of it; nothing in the General one."""
    return {} if topic.id == GENERAL else {"message_thread_id": topic.id, "is_topic_message": True}

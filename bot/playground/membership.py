"""The methods about a chat and those in it."""

from __future__ import annotations

from bot.playground.access import Access, chat_of
from bot.playground.accounts import BOT_ID, Json, bot_json
from bot.playground.chats import Chat
from bot.playground.members import Member
from bot.playground.refusals import bad
from bot.playground.world import World

_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


class Membership:
    """The methods that tell of a chat's members and that leave it; each takes its parameters and raises ApiError."""

    def __init__(self, world: World) -> None:
        self._world = world

    def chat(self, params: Json) -> Json:
        """The method getChat."""
        fixed: Json = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
        return {**chat_of(self._world, params, Access.READ).json(), **fixed}

    def member(self, params: Json) -> Json:
        """The method getChatMember; whoever was never in the chat has left it, as the real one tells it."""
        user_id = int(str(params.get("user_id", 0)))
        if user_id <= 0:
            raise bad("invalid user_id specified")
        chat = chat_of(self._world, params, Access.READ if user_id == BOT_ID else Access.READ_MEMBERS)
        user = self._user(user_id)
        private = chat.kind == "private"
        if user is None or (private and user_id not in {chat.id, BOT_ID}):
            raise bad("PARTICIPANT_ID_INVALID" if chat.kind in {"supergroup", "channel"} else "member not found")
        return member_of(chat, user_id).json(user)

    def administrators(self, params: Json) -> list[Json]:
        """The method getChatAdministrators, which leaves out other bots."""
        chat = chat_of(self._world, params, Access.READ_MEMBERS)
        if chat.kind == "private":
            raise bad("there are no administrators in the private chat")
        found = ((self._user(user_id), member) for user_id, member in chat.members.items() if member.administers)
        return [member.json(user) for user, member in found if user]

    def leave(self, params: Json) -> bool:
        """The method leaveChat; Telegram tells the bot of that as of any other change."""
        chat = chat_of(self._world, params, Access.READ)
        if chat.kind == "private":
            raise bad("chat member status can't be changed in private chats")
        if not chat.bot.present:
            return True  # a group that it had left
        change = change_of_bot(chat, bot_json(), "left", int(self._world.clock()))
        self._world.pending.append(self._world.update("my_chat_member", change))
        return True

    def _user(self, user_id: int) -> Json | None:
        if user_id == BOT_ID:
            return bot_json()
        return self._world.people[user_id].json() if user_id in self._world.people else None


def member_of(chat: Chat, user_id: int) -> Member:
    """What somebody who exists is in a chat."""
    if user_id == BOT_ID:
        return chat.bot
    return chat.member(user_id) or Member("member" if chat.kind == "private" else "left", chat.kind)


def change_of_bot(chat: Chat, by: Json, status: str, date: int, **rights: object) -> Json:
    """Change what our bot is in a chat; the ChatMemberUpdated that tells of it (`by` a User, `date` in Unix time)."""
    old = chat.bot
    new = chat.set_member(BOT_ID, status, **rights)
    chat.blocks_bot = chat.kind == "private" and not new.present
    members = {"old_chat_member": old.json(bot_json()), "new_chat_member": new.json(bot_json())}
    return {"chat": chat.json(), "from": by, "date": date, **members}

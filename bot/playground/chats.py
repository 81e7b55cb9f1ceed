"""The chats of the in-memory Telegram: private ones, groups, supergroups with or without topics, channels."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.playground.accounts import BOT_ID, Json, Person
from bot.playground.members import Member

GENERAL = 1
"""The topic of a forum that messages without a message_thread_id stand in."""


@dataclass
class Topic:
    """A forum topic; `created` is the service message that began it, as a reply quotes it, None where there is none."""

    id: int
    name: str
    closed: bool = False
    created: Json | None = None


@dataclass
class Chat:
    """A chat with every message in it, its members by their ids, and its topics by theirs."""

    id: int
    kind: str
    title: str
    messages: dict[int, Json] = field(default_factory=dict)
    blocks_bot: bool = False
    username: str | None = None
    forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    """Those that were opened, whether by `open_topic` or by writing in them."""
    general: Topic = field(default_factory=lambda: Topic(GENERAL, "General"))
    members: dict[int, Member] = field(default_factory=dict)
    migrated_to: int | None = None

    @property
    def is_group(self) -> bool:
        """Whether it is a group of either kind."""
        return self.kind in {"group", "supergroup"}

    @property
    def bot(self) -> Member:
        """What our bot is here."""
        return self.member(BOT_ID) or Member("member", self.kind)

    def member(self, user_id: int) -> Member | None:
        """What somebody is here, None for those who never were."""
        return self.members.get(user_id)

    def set_member(self, who: Person | int, status: str, **rights: object) -> Member:
        """Make somebody (BOT_ID for our bot) what they are here, without a word of it to anybody; raises ValueError.

        `status` is creator, administrator, member, restricted, left or kicked; `rights` are fields of that ChatMember.
        """
        member = self.members[who if isinstance(who, int) else who.id] = Member(status, self.kind, rights)
        return member

    def json(self) -> Json:
        """The chat as a Bot API Chat."""
        found: Json = {"id": self.id, "type": self.kind}
        found["first_name" if self.kind == "private" else "title"] = self.title
        if self.username:
            found["username"] = self.username
        if self.forum:
            found["is_forum"] = True
        return found

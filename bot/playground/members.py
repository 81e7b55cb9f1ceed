"""What somebody is in a chat, and what that allows; every ChatMember comes with all the fields of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.playground.accounts import Json

_ADMINISTRATOR: Json = {
    "can_be_edited": False,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": True,
    "can_restrict_members": True,
    "can_promote_members": False,
    "can_change_info": True,
    "can_invite_users": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
}
_ADMINISTRATOR_OF: dict[str, Json] = {
    "group": {"can_pin_messages": True, "can_manage_tags": True},
    "supergroup": {"can_pin_messages": True, "can_manage_topics": True, "can_manage_tags": True},
    "channel": {"can_post_messages": True, "can_edit_messages": True, "can_manage_direct_messages": False},
}
_RESTRICTED: Json = {
    "is_member": True,
    "can_send_messages": False,
    "can_send_audios": False,
    "can_send_documents": False,
    "can_send_photos": False,
    "can_send_videos": False,
    "can_send_video_notes": False,
    "can_send_voice_notes": False,
    "can_send_polls": False,
    "can_send_other_messages": False,
    "can_add_web_page_previews": False,
    "can_react_to_messages": True,
    "can_edit_tag": False,
    "can_change_info": False,
    "can_invite_users": True,
    "can_pin_messages": False,
    "can_manage_topics": False,
    "until_date": 0,
}
_FIELDS: dict[str, Json] = {
    "creator": {"is_anonymous": False},
    "administrator": _ADMINISTRATOR,
    "member": {},
    "restricted": _RESTRICTED,
    "left": {},
    "kicked": {"until_date": 0},
}


@dataclass(frozen=True)
class Member:
    """A status in a chat of a kind ("private", "group", "supergroup", "channel"), with what is not usual for it."""

    status: str
    kind: str
    rights: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.status not in _FIELDS:
            raise ValueError(f"nobody is {self.status!r} in a chat; there are {', '.join(_FIELDS)}")
        if self.status == "restricted" and self.kind != "supergroup":
            raise ValueError("only a supergroup restricts single members")
        if unknown := set(self.rights) - set(self._usual):
            raise ValueError(f"{self.status} in a {self.kind} has no {', '.join(sorted(unknown))}")

    @property
    def _usual(self) -> Json:
        more = _ADMINISTRATOR_OF.get(self.kind, {}) if self.status == "administrator" else {}
        return {**_FIELDS[self.status], **more}

    @property
    def present(self) -> bool:
        """Whether they are in the chat."""
        return self.status not in {"left", "kicked"} and self.rights.get("is_member", True) is True

    @property
    def administers(self) -> bool:
        """Whether they are an administrator or the owner."""
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        """Whether they have a right, by its name in the Bot API (can_send_messages, can_delete_messages...)."""
        told = {**self._usual, **self.rights}.get(right)
        if told is not None:
            return self.present and told is True
        sending = right.startswith("can_send") and self.status in {"administrator", "member"}
        return self.status == "creator" or sending

    def json(self, user: Json) -> Json:
        """The Bot API ChatMember of a User."""
        return {"status": self.status, "user": user, **self._usual, **self.rights}

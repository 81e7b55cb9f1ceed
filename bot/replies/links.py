"""Deep links into the private chat (`t.me/<bot>?start=<payload>`), payloads of at most 64 of A-Z a-z 0-9 _ -."""

from __future__ import annotations

from bot.content.library import Library, checklist_name

PAYLOAD_LIMIT = 64
_TOPIC = "topik_"


def payload_for(name: str) -> str:
    """The start payload of an entry (`slug_section`) or an article (`topik_slug`)."""
    return name.replace("/", "_") if "/" in name else f"{_TOPIC}{name}"


def name_behind(payload: str, library: Library) -> str | None:
    """The entry, article or checklist that a start payload means, or None where it means nothing (any more)."""
    entry_id = payload.replace("_", "/", 1)
    if entry_id in library.entries:
        return entry_id
    if library.checklist(payload):
        return checklist_name(payload)
    slug = payload.removeprefix(_TOPIC)
    return slug if library.article(slug) else None


def deep_link(bot_username: str, payload: str) -> str:
    """The address that opens the private chat with a payload."""
    return f"https://t.me/{bot_username}?start={payload}"

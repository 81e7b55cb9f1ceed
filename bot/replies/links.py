"""Deep links into the private chat (`t.me/<bot>?start=<payload>`), payloads of at most 64 of A-Z a-z 0-9 _ -.

A payload names a page, or carries a question: as it is where it fits, else the key under which it is parked.
"""

from __future__ import annotations

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b

from bot.content.library import Library, checklist_name

PAYLOAD_LIMIT = 64
ASK = "tanya"  # the payload that only opens the private chat
_TOPIC = "topik_"
_QUESTION, _PARKED = "q_", "k_"
_KEY_BYTES = 15  # of a digest; 20 characters
_CARRYING = re.compile(rf"{_QUESTION}([A-Za-z0-9_-]{{1,{PAYLOAD_LIMIT - 2}}})")
_KEYED = re.compile(rf"{_PARKED}([A-Za-z0-9_-]{{20}})")


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


def payload_asking(question: str) -> str:
    """The start payload that asks a question; one that is too long must be parked under `key_in` the payload."""
    if not question:
        return ASK
    payload = _QUESTION + _encoded(question.encode())
    if len(payload) <= PAYLOAD_LIMIT:
        return payload
    return _PARKED + _encoded(blake2b(question.encode(), digest_size=_KEY_BYTES).digest())


def question_in(payload: str) -> str | None:
    """The question that a start payload carries, or None where it carries none."""
    match = _CARRYING.fullmatch(payload)
    if match is None:
        return None
    try:
        return urlsafe_b64decode(match[1] + "=" * (-len(match[1]) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def key_in(payload: str) -> str | None:
    """The key of the parked question that a start payload means, or None where it means none."""
    match = _KEYED.fullmatch(payload)
    return match[1] if match else None


def deep_link(bot_username: str, payload: str = "") -> str:
    """The address that opens the private chat, with a payload where there is one."""
    return f"https://t.me/{bot_username}?start={payload}" if payload else f"https://t.me/{bot_username}"


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")

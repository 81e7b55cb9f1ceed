"""Who speaks to the bot in a group and what they ask, read from single messages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Message, User

from bot.chat.addressing import (
    Address,
    FromPerson,
    How,
    is_among_people,
    is_anonymous_admin,
    read_address,
    replied_to,
    sender_of,
    text_of,
    topic_of,
)
from bot.playground.accounts import ANONYMOUS_ADMIN, BOT_USERNAME, CHANNEL_WRITER, Json, another_bot, bot_json
from bot.playground.entities import entities_in
from bot.playground.markup import utf16_length

US = f"@{BOT_USERNAME}"
BOT = User.de_json(bot_json(), None)
GROUP: Json = {"id": -100, "type": "supergroup", "title": "G"}
CHANNEL: Json = {"id": -200, "type": "channel", "title": "K"}
SARI: Json = {"id": 1, "is_bot": False, "first_name": "Sari"}
BUDI: Json = {"id": 2, "is_bot": False, "first_name": "Budi"}


def raw(text: str, **fields: Any) -> Json:
    """A message's JSON, with what Telegram marks in its text."""
    entities = entities_in(text)
    words = {"text": text, **({"entities": entities} if entities else {})}
    return {"message_id": 7, "date": 1, "chat": GROUP, "from": SARI, **words, **fields}


def message(text: str, **fields: Any) -> Message:
    """The same as the bot reads it."""
    return Message.de_json(raw(text, **fields), None)


def address(text: str, **fields: Any) -> Address | None:
    return read_address(message(text, **fields), BOT)


def how_and_what(text: str, **fields: Any) -> tuple[How, str] | None:
    found = address(text, **fields)
    return (found.how, found.question) if found else None


# Commands and mentions


@pytest.mark.parametrize(
    ("text", "how", "question"),
    [
        ("/tanya apa itu burnout", How.COMMAND, "apa itu burnout"),
        (f"/tanya{US} apa", How.COMMAND, "apa"),
        (f"/TaNyA{US.upper()}   apa\n itu ", How.COMMAND, "apa itu"),
        ("/tanya", How.COMMAND, ""),
        ("/tanya kata @budi_santoso apa?", How.COMMAND, "kata @budi_santoso apa?"),
        (f"{US} apa", How.MENTION, "apa"),
        (f"apa {US}", How.MENTION, "apa"),
        (f"  {US}  ", How.MENTION, ""),
        (f"apa {US} itu", How.ASIDE, "apa itu"),
        (f"😀😀 {US} 😀", How.ASIDE, "😀😀 😀"),
        (f"{US} apa {US}", How.MENTION, f"apa {US}"),
        (f"@budi_santoso {US} apa", How.ASIDE, "@budi_santoso apa"),
        (f"apa /tanya {US}", How.MENTION, "apa /tanya"),
    ],
)
def test_a_command_or_a_mention_is_an_address(text: str, how: How, question: str) -> None:
    assert how_and_what(text) == (how, question)


@pytest.mark.parametrize(
    "text",
    [
        "apa itu burnout?",
        "/tanya@quiz_bot apa",
        "/tanyakan apa",
        "/tanya2 apa",
        "/bantuan",
        f"/ask {US} apa",
        f"/ask{US} apa",
        "kata /tanya apa",
        "@budi_santoso apa",
        f"{US}s apa",
        f"x{US} apa",
        "",
    ],
)
def test_others_are_not_addressing_it(text: str) -> None:
    assert address(text) is None


def test_what_is_not_marked_by_telegram_is_no_address() -> None:
    assert address(f"{US} apa", entities=[{"type": "code", "offset": 0, "length": 20}]) is None


def test_a_bot_without_a_username_is_named_by_a_text_mention() -> None:
    entity: Json = {"type": "text_mention", "offset": 0, "length": 5, "user": bot_json()}
    assert how_and_what("Kawan apa itu?", entities=[entity]) == (How.MENTION, "apa itu?")
    assert address("Kawan apa itu?", entities=[{**entity, "user": BUDI}]) is None


def test_captions_are_read_like_texts() -> None:
    caption = f"{US} apa"
    found = Message.de_json(
        {
            "message_id": 7,
            "date": 1,
            "chat": GROUP,
            "from": SARI,
            "caption": caption,
            "caption_entities": entities_in(caption),
        },
        None,
    )
    assert text_of(found) == caption
    assert read_address(found, BOT) == Address(How.MENTION, "apa", found)


_WORDS = st.lists(st.text(st.characters(exclude_categories=["Cs", "Zs", "Cc", "Zl", "Zp"]), min_size=1, max_size=6))


@given(before=_WORDS, after=_WORDS)
def test_the_question_is_the_message_without_the_mention(before: list[str], after: list[str]) -> None:
    text = " ".join([*before, US, *after])
    mention: Json = {"type": "mention", "offset": utf16_length(" ".join([*before, ""])), "length": len(US)}
    found = address(text, entities=[mention])
    assert found is not None
    assert found.question == " ".join(" ".join([*before, *after]).split())
    assert (found.how is How.ASIDE) == bool(before and after)


_UNCUT = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=60)  # one unit each


@given(_UNCUT, st.integers(0, 70), st.integers(1, 70))
def test_marks_that_do_not_fit_the_text_do_no_harm(text: str, offset: int, length: int) -> None:
    for kind in ("mention", "bot_command", "text_mention"):
        user = {"user": bot_json()} if kind == "text_mention" else {}
        found = address(text or "x", entities=[{"type": kind, "offset": offset, "length": length, **user}])
        assert found is None or len(found.question) <= len(text or "x")


# Replies


def test_a_reply_to_the_bot_is_an_address_unless_it_names_somebody_else() -> None:
    ours = raw("jawaban", **{"from": bot_json()})
    assert how_and_what("kenapa?", reply_to_message=ours) == (How.REPLY, "kenapa?")
    assert address("@budi_santoso kenapa?", reply_to_message=ours) is None
    assert how_and_what(f"{US} kenapa?", reply_to_message=ours) == (How.MENTION, "kenapa?")


@pytest.mark.parametrize("author", [BUDI, another_bot("quiz_bot")], ids=["person", "bot"])
def test_a_reply_to_somebody_else_is_none(author: Json) -> None:
    assert address("kenapa?", reply_to_message=raw("jawaban", **{"from": author})) is None


def test_the_first_message_of_a_topic_is_not_replied_to() -> None:
    created = raw("", **{"from": bot_json()}, forum_topic_created={"name": "T", "icon_color": 1})
    inside = message("kenapa?", reply_to_message=created, message_thread_id=7, is_topic_message=True)
    assert replied_to(inside) is None
    assert read_address(inside, BOT) is None
    assert not is_among_people(inside, BOT)


@pytest.mark.parametrize("call", ["/tanya", f"/tanya{US}", US, f" {US} "])
def test_a_bare_call_points_to_what_it_replies_to(call: str) -> None:
    found = address(call, reply_to_message=raw("apa itu burnout?", message_id=3, **{"from": BUDI}))
    assert found is not None
    assert (found.question, found.asked_in.message_id, found.own) == ("apa itu burnout?", 3, False)


def test_a_call_with_words_asks_those() -> None:
    found = address("/tanya apa?", reply_to_message=raw("halo", message_id=3, **{"from": BUDI}))
    assert found is not None
    assert (found.question, found.asked_in.message_id, found.own) == ("apa?", 7, True)


def test_a_bare_call_at_the_bots_own_words_asks_nothing() -> None:
    assert how_and_what("/tanya", reply_to_message=raw("jawaban", **{"from": bot_json()})) == (How.COMMAND, "")


@pytest.mark.parametrize(("by_hand", "question"), [(True, "apa itu burnout?"), (False, "halo, apa itu burnout?")])
def test_a_part_that_was_marked_by_hand_is_what_is_pointed_to(by_hand: bool, question: str) -> None:
    quote: Json = {"text": "apa itu burnout?", "position": 6, **({"is_manual": True} if by_hand else {})}
    other = raw("halo, apa itu burnout?", **{"from": BUDI})
    assert how_and_what("/tanya", reply_to_message=other, quote=quote) == (How.COMMAND, question)


# Who and where


def test_people_are_told_from_who_stands_before_them() -> None:
    assert sender_of(message("x")) == 1
    anonymous = message("x", **{"from": ANONYMOUS_ADMIN}, sender_chat=GROUP)
    assert sender_of(anonymous) is None
    assert is_anonymous_admin(anonymous)
    channel = message("x", **{"from": CHANNEL_WRITER}, sender_chat=CHANNEL)
    assert sender_of(channel) is None
    assert not is_anonymous_admin(channel)
    assert not is_anonymous_admin(message("x"))


@pytest.mark.parametrize(
    ("fields", "is_person"),
    [
        ({}, True),
        ({"from": ANONYMOUS_ADMIN, "sender_chat": GROUP}, True),
        ({"from": CHANNEL_WRITER, "sender_chat": CHANNEL}, True),
        ({"from": another_bot("quiz_bot")}, False),
        ({"via_bot": another_bot("quiz_bot")}, False),
        ({"via_bot": bot_json()}, False),
        ({"forward_origin": {"type": "user", "date": 1, "sender_user": BUDI}}, False),
        ({"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"}}, False),
        ({"sender_chat": CHANNEL, "is_automatic_forward": True}, False),
    ],
)
def test_messages_of_people_are_told_from_others(fields: dict[str, Any], is_person: bool) -> None:
    assert FromPerson().filter(message("x", **fields)) is is_person


@pytest.mark.parametrize(
    ("text", "fields", "among"),
    [
        ("apa?", {}, False),
        (f"apa {US}?", {}, False),
        ("@budi_santoso apa?", {}, True),
        (f"{US} @budi_santoso apa?", {}, True),
        ("apa?", {"reply_to_message": raw("x", **{"from": BUDI})}, True),
        ("apa?", {"external_reply": {"origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"}}}, True),
        ("Budi apa?", {"entities": [{"type": "text_mention", "offset": 0, "length": 4, "user": BUDI}]}, True),
    ],
)
def test_talk_among_people_is_told_from_open_messages(text: str, fields: dict[str, Any], among: bool) -> None:
    assert is_among_people(message(text, **fields), BOT) is among


def test_only_a_forum_has_topics() -> None:
    assert topic_of(message("x", message_thread_id=9, is_topic_message=True)) == 9
    assert topic_of(message("x", message_thread_id=9)) == 0
    assert topic_of(message("x")) == 0

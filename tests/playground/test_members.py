"""Members come with every field of their kind, and may do what their kind allows."""

from __future__ import annotations

import pytest
from telegram import (
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberOwner,
    ChatMemberRestricted,
)
from telegram.error import BadRequest, Forbidden

from bot.playground.chats import Chat
from bot.playground.members import Member
from bot.playground.world import BOT_ID
from tests.playground.watching import Watched

ADMINISTRATOR_ONLY = {"channel": {"can_post_messages"}, "group": set[str](), "supergroup": {"can_manage_topics"}}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("creator", ChatMemberOwner),
        ("administrator", ChatMemberAdministrator),
        ("member", ChatMemberMember),
        ("restricted", ChatMemberRestricted),
        ("left", ChatMemberLeft),
        ("kicked", ChatMemberBanned),
    ],
)
async def test_a_member_of_every_status_is_told_in_full(seen: Watched, status: str, kind: type[ChatMember]) -> None:
    group, sari = seen.world.group("G"), seen.world.person("Sari")
    group.set_member(sari, status)
    member = await seen.member(group.id, sari.id)
    assert type(member) is kind
    assert member.user.id == sari.id
    assert not member.api_kwargs, "PTB knows each field"


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_an_administrators_fields_are_those_of_the_kind_of_chat(seen: Watched, kind: str) -> None:
    sari = seen.world.person("Sari")
    chat = seen.world.channel("K", bot="administrator") if kind == "channel" else seen.world.group("G", kind=kind)
    chat.set_member(sari, "administrator", can_delete_messages=False)
    (member, *_) = [one for one in await seen.bot.get_chat_administrators(chat.id) if one.user.id == sari.id]
    assert isinstance(member, ChatMemberAdministrator)
    assert member.can_delete_messages is False
    assert member.can_restrict_members is True
    told = set(member.to_dict())
    for other, fields in ADMINISTRATOR_ONLY.items():
        assert (fields <= told) is (other == kind or not fields)


async def test_the_bot_is_a_member_where_nothing_else_is_said(seen: Watched) -> None:
    group, sari = seen.world.group("G"), seen.world.person("Sari")
    assert (await seen.member(group.id, BOT_ID)).status == "member"
    assert (await seen.member(sari.id, sari.id)).status == "member"
    assert await seen.bot.get_chat_administrators(group.id) == ()


async def test_whoever_writes_is_a_member_and_whoever_never_came_has_left(seen: Watched) -> None:
    group, sari, budi = seen.world.group("G"), seen.world.person("Sari"), seen.world.person("Budi")
    await seen.desk.send(sari, "halo", group)
    assert (await seen.member(group.id, sari.id)).status == "member"
    assert (await seen.member(group.id, budi.id)).status == "left"


async def test_an_anonymous_writer_is_an_administrator(seen: Watched) -> None:
    group, sari, owner = seen.world.group("G"), seen.world.person("Sari"), seen.world.person("Budi")
    group.set_member(owner, "creator")
    for person in (sari, owner):
        await seen.desk.send(person, "halo", group, anonymous=True)
    assert (await seen.member(group.id, sari.id)).status == "administrator"
    assert (await seen.member(group.id, owner.id)).status == "creator"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("supergroup", "Participant_id_invalid"), ("group", "Member not found"), ("private", "Member not found")],
)
async def test_somebody_whom_nobody_knows_is_no_member(seen: Watched, kind: str, reason: str) -> None:
    budi = seen.world.person("Budi")
    chat = seen.world.chats[budi.id] if kind == "private" else seen.world.group("G", kind=kind)
    with pytest.raises(BadRequest, match=reason):
        await seen.member(chat.id, 1)


async def test_in_a_private_chat_there_are_two_and_nobody_administers(seen: Watched) -> None:
    sari, budi = seen.world.person("Sari"), seen.world.person("Budi")
    with pytest.raises(BadRequest, match="not found"):
        await seen.member(sari.id, budi.id)
    with pytest.raises(BadRequest, match="no administrators"):
        await seen.bot.get_chat_administrators(sari.id)
    with pytest.raises(BadRequest, match="private chats"):
        await seen.bot.leave_chat(sari.id)


async def test_a_chat_is_told_with_what_it_has(seen: Watched) -> None:
    forum = seen.world.group("F", forum=True, username="kontributor_id")
    for chat_id in (forum.id, "@Kontributor_ID"):
        chat = await seen.bot.get_chat(chat_id)
        assert (chat.id, chat.is_forum, chat.username) == (forum.id, True, "kontributor_id")
    plain = await seen.bot.get_chat(seen.world.group("G").id)
    assert (plain.is_forum, plain.username) == (None, None)
    with pytest.raises(BadRequest, match="Chat not found"):
        await seen.bot.get_chat("@nobody")


async def test_the_bot_leaves_is_told_so_and_is_out(seen: Watched) -> None:
    group = seen.world.group("G")
    await seen.bot.leave_chat(group.id)
    await seen.desk.send(seen.world.person("Sari"), "/tanya")
    change, private = seen.updates[0].my_chat_member, seen.updates[1].message
    assert change
    assert private
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "left")
    assert change.from_user.id == BOT_ID
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await seen.bot.get_chat(group.id)


def test_rights_follow_from_the_status() -> None:
    assert Member("creator", "supergroup").may("can_delete_messages")
    assert Member("administrator", "supergroup").may("can_delete_messages")
    assert not Member("administrator", "supergroup", {"can_delete_messages": False}).may("can_delete_messages")
    assert Member("member", "supergroup").may("can_send_photos")
    assert not Member("member", "supergroup").may("can_delete_messages")
    assert not Member("left", "supergroup").may("can_send_messages")
    restricted = Member("restricted", "supergroup", {"can_send_messages": True})
    assert restricted.may("can_send_messages")
    assert not restricted.may("can_send_photos")
    gone = Member("restricted", "supergroup", {"can_send_messages": True, "is_member": False})
    assert not gone.present
    assert not gone.may("can_send_messages")


@pytest.mark.parametrize(
    ("kind", "status", "rights"),
    [
        ("supergroup", "friend", {}),
        ("group", "restricted", {}),
        ("supergroup", "member", {"can_delete_messages": True}),
        ("group", "administrator", {"can_manage_topics": True}),
    ],
)
def test_a_membership_that_telegram_does_not_know_is_refused(kind: str, status: str, rights: dict[str, bool]) -> None:
    with pytest.raises(ValueError, match=r"has no|restricts|nobody is"):
        Chat(-1, kind, "G").set_member(BOT_ID, status, **rights)

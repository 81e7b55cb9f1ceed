"""What happens in groups reaches the bot as the updates that Telegram makes of it."""

from __future__ import annotations

import pytest
from telegram import ChatMemberAdministrator, ChatMemberRestricted
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.playground.world import BOT_ID, BOT_USERNAME
from tests.playground.watching import Watched


@pytest.mark.parametrize(
    ("kind", "as_admin", "status"),
    [("supergroup", False, "member"), ("group", True, "administrator"), ("channel", False, "administrator")],
)
async def test_adding_the_bot_tells_it(seen: Watched, kind: str, as_admin: bool, status: str) -> None:
    sari = seen.world.person("Sari")
    chat = seen.world.channel("K") if kind == "channel" else seen.world.group("G", kind=kind)
    await seen.desk.add_bot(chat, sari, as_admin=as_admin)
    assert (seen.change.chat.id, seen.change.chat.type) == (chat.id, kind)
    assert seen.change.from_user.id == sari.id
    assert (seen.change.old_chat_member.status, seen.change.new_chat_member.status) == ("left", status)
    assert seen.change.new_chat_member.user.username == BOT_USERNAME
    assert seen.change.date
    assert chat.bot.status == status
    if kind == "channel":
        assert len(seen.updates) == 1
    else:
        assert [user.id for user in seen.message.new_chat_members] == [BOT_ID]


async def test_the_bot_comes_back_from_where_it_was(seen: Watched) -> None:
    group, sari = seen.world.group("G", bot="kicked"), seen.world.person("Sari")
    await seen.desk.add_bot(group, sari, as_admin=True, can_delete_messages=False)
    assert seen.change.old_chat_member.status == "kicked"
    member = seen.change.new_chat_member
    assert isinstance(member, ChatMemberAdministrator)
    assert (member.can_delete_messages, member.can_invite_users) == (False, True)


async def test_removing_promoting_restricting_and_demoting_the_bot_tell_it(seen: Watched) -> None:
    group, sari = seen.world.group("G"), seen.world.person("Sari")
    await seen.desk.restrict_bot(group, sari)
    assert isinstance(seen.change.new_chat_member, ChatMemberRestricted)
    assert seen.change.new_chat_member.can_send_messages is False
    await seen.desk.promote_bot(group, sari)
    await seen.desk.demote_bot(group, sari)
    await seen.desk.remove_bot(group, sari)
    told = [update.my_chat_member for update in seen.updates]
    assert [(one.old_chat_member.status, one.new_chat_member.status) for one in told if one] == [
        ("member", "restricted"),
        ("restricted", "administrator"),
        ("administrator", "member"),
        ("member", "kicked"),
    ]
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await seen.bot.send_message(group.id, "x")


async def test_blocking_tells_the_bot_and_shuts_it_out_until_it_is_taken_back(seen: Watched) -> None:
    sari = seen.world.person("Sari")
    await seen.desk.block(sari)
    assert seen.change.chat.id == sari.id
    assert (seen.change.old_chat_member.status, seen.change.new_chat_member.status) == ("member", "kicked")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await seen.bot.send_message(sari.id, "x")
    await seen.desk.unblock(sari)
    assert (seen.change.old_chat_member.status, seen.change.new_chat_member.status) == ("kicked", "member")
    assert await seen.bot.send_message(sari.id, "x")


async def test_whoever_joins_is_announced_one_by_one_or_by_who_added_them(seen: Watched) -> None:
    group = seen.world.group("G")
    sari, budi, wati = (seen.world.person(name) for name in ("Sari", "Budi", "Wati"))
    await seen.desk.join(group, sari, budi)
    await seen.desk.join(group, wati, budi, by=sari)
    messages = [update.message for update in seen.updates]
    joined = [
        (one.from_user.id, [user.id for user in one.new_chat_members]) for one in messages if one and one.from_user
    ]
    assert joined == [(sari.id, [sari.id]), (budi.id, [budi.id]), (sari.id, [wati.id, budi.id])]
    assert (await seen.member(group.id, wati.id)).status == "member"


async def test_whoever_leaves_or_is_removed_is_announced(seen: Watched) -> None:
    group, sari, budi = seen.world.group("G"), seen.world.person("Sari"), seen.world.person("Budi")
    await seen.desk.join(group, sari, budi)
    await seen.desk.leave(group, budi)
    assert seen.message.left_chat_member
    assert seen.message.left_chat_member.id == budi.id
    assert (await seen.member(group.id, budi.id)).status == "left"
    await seen.desk.leave(group, sari, by=budi)
    assert seen.message.from_user
    assert seen.message.from_user.id == budi.id
    assert (await seen.member(group.id, sari.id)).status == "kicked"


async def test_a_group_that_grows_tells_both_ids_and_takes_no_more_calls(seen: Watched) -> None:
    group, sari = seen.world.group("G", kind="group"), seen.world.person("Sari")
    group.set_member(sari, "creator")
    group.set_member(BOT_ID, "administrator", can_delete_messages=False)
    await seen.desk.send(sari, "/tanya", group)
    new = await seen.desk.migrate(group)
    old_message, new_message = (update.message for update in seen.updates[-2:])
    assert old_message
    assert new_message
    assert (old_message.chat.id, old_message.migrate_to_chat_id) == (group.id, new.id)
    assert old_message.from_user
    assert old_message.from_user.id == sari.id
    assert (new_message.chat.id, new_message.migrate_from_chat_id) == (new.id, group.id)
    assert (new.kind, new.title) == ("supergroup", "G")
    assert str(new.id).startswith("-100")
    with pytest.raises(ChatMigrated) as caught:
        await seen.bot.send_message(group.id, "x")
    assert caught.value.new_chat_id == new.id
    assert seen.request.calls[-1].error == "Bad Request: group chat was upgraded to a supergroup chat"
    assert await seen.bot.send_message(new.id, "x")
    assert (await seen.member(new.id, sari.id)).status == "creator"
    assert not new.bot.may("can_delete_messages")
    count = len(seen.updates)
    await seen.desk.send(sari, "/tanya", group)
    assert len(seen.updates) == count, "nobody writes in the old one"


async def test_only_a_group_grows_and_once(seen: Watched) -> None:
    with pytest.raises(ValueError, match="once"):
        await seen.desk.migrate(seen.world.group("G"))
    group = seen.world.group("G", kind="group")
    await seen.desk.migrate(group, seen.world.person("Sari"))
    with pytest.raises(ValueError, match="once"):
        await seen.desk.migrate(group)


@pytest.mark.parametrize("options", [{"kind": "channel"}, {"kind": "group", "forum": True}])
def test_a_group_is_of_a_kind_that_exists(seen: Watched, options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="supergroup"):
        seen.world.group("G", **options)  # type: ignore[arg-type]


# Topics


async def test_a_topic_opens_with_a_service_message_that_what_is_said_there_hangs_on(seen: Watched) -> None:
    forum, sari = seen.world.group("F", forum=True), seen.world.person("Sari")
    topic = await seen.desk.open_topic(forum, "Pajak", sari)
    assert seen.message.forum_topic_created
    assert seen.message.forum_topic_created.name == "Pajak"
    assert seen.message.message_id == seen.message.message_thread_id == topic.id
    await seen.desk.send(sari, "/tanya", forum, message_thread_id=topic.id, is_topic_message=True)
    assert seen.message.chat.is_forum
    assert (seen.message.message_thread_id, seen.message.is_topic_message) == (topic.id, True)
    opening = seen.message.reply_to_message
    assert opening
    assert opening.message_id == topic.id
    assert opening.forum_topic_created
    assert opening.reply_to_message is None
    answer = await seen.bot.send_message(forum.id, "x", message_thread_id=topic.id)
    assert answer.reply_to_message
    assert answer.reply_to_message.message_id == topic.id


async def test_a_reply_in_a_topic_hangs_on_what_it_replies_to_and_stays_there(seen: Watched) -> None:
    forum, sari = seen.world.group("F", forum=True), seen.world.person("Sari")
    asked = await seen.desk.send(sari, "/tanya", forum, message_thread_id=7, is_topic_message=True)
    assert seen.message.reply_to_message
    assert seen.message.reply_to_message.forum_topic_created, "writing in a topic of a forum opens it"
    await seen.desk.send(sari, "/topik", forum, reply_to_message=asked)
    assert seen.message.message_thread_id == 7
    assert seen.message.reply_to_message
    assert seen.message.reply_to_message.message_id == asked["message_id"]
    assert seen.message.reply_to_message.reply_to_message is None


async def test_in_general_nothing_tells_of_a_topic(seen: Watched) -> None:
    forum, sari = seen.world.group("F", forum=True), seen.world.person("Sari")
    asked = await seen.desk.send(sari, "/tanya", forum)
    await seen.desk.send(sari, "/topik", forum, reply_to_message=asked)
    for update in seen.updates:
        assert update.message
        assert (update.message.message_thread_id, update.message.is_topic_message) == (None, None)
    with pytest.raises(BadRequest, match="thread not found"):
        await seen.bot.send_message(forum.id, "x", message_thread_id=1)
    assert await seen.bot.send_chat_action(forum.id, "typing", message_thread_id=1)
    with pytest.raises(BadRequest, match="thread not found"):
        await seen.bot.send_chat_action(forum.id, "typing", message_thread_id=2)


async def test_a_reply_in_a_plain_supergroup_is_in_a_thread_but_in_no_topic(seen: Watched) -> None:
    group, sari = seen.world.group("G"), seen.world.person("Sari")
    asked = await seen.desk.send(sari, "/tanya", group)
    reply = await seen.desk.send(sari, "/topik", group, reply_to_message=asked)
    assert (seen.message.message_thread_id, seen.message.is_topic_message) == (asked["message_id"], None)
    await seen.desk.send(sari, "/topik", group, reply_to_message=reply)
    assert seen.message.message_thread_id == asked["message_id"]
    basic = seen.world.group("G", kind="group")
    asked = await seen.desk.send(sari, "/tanya", basic)
    await seen.desk.send(sari, "/topik", basic, reply_to_message=asked)
    assert seen.message.message_thread_id is None


@pytest.mark.parametrize("where", ["topic", "general"])
async def test_a_closed_topic_is_for_administrators(seen: Watched, where: str) -> None:
    forum, sari = seen.world.group("F", forum=True), seen.world.person("Sari")
    topic = await seen.desk.open_topic(forum, "Pajak", sari) if where == "topic" else forum.general
    thread = topic.id if where == "topic" else None
    await seen.desk.close_topic(forum, topic, sari)
    assert seen.message.forum_topic_closed is not None
    assert seen.message.message_thread_id == thread
    with pytest.raises(BadRequest, match="Topic_closed"):
        await seen.bot.send_message(forum.id, "x", message_thread_id=thread)
    forum.set_member(BOT_ID, "administrator")
    assert await seen.bot.send_message(forum.id, "x", message_thread_id=thread)
    forum.set_member(BOT_ID, "member")
    await seen.desk.reopen_topic(forum, topic, sari)
    assert seen.message.forum_topic_reopened is not None
    assert await seen.bot.send_message(forum.id, "x", message_thread_id=thread)


async def test_a_deleted_topic_takes_its_messages_along(seen: Watched) -> None:
    forum, sari = seen.world.group("F", forum=True), seen.world.person("Sari")
    topic = await seen.desk.open_topic(forum, "Pajak", sari)
    asked = await seen.desk.send(sari, "/tanya", forum, message_thread_id=topic.id, is_topic_message=True)
    elsewhere = await seen.desk.send(sari, "/tanya", forum)
    seen.desk.delete_topic(forum, topic)
    assert list(forum.messages.values()) == [elsewhere]
    with pytest.raises(BadRequest, match="thread not found"):
        await seen.bot.send_message(forum.id, "x", message_thread_id=topic.id)
    with pytest.raises(BadRequest, match="replied not found"):
        await seen.bot.send_message(forum.id, "x", reply_to_message_id=int(str(asked["message_id"])))

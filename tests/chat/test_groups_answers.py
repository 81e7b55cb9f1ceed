"""What an answer in a group is: short, once in ten minutes, with buttons for its asker, and gone with one tap."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.chat.knowledge import Knowledge
from bot.chat.memory import REPEATED_AFTER
from bot.playground.world import BOT_USERNAME
from bot.replies.guest_taps import GuestAct, GuestTap
from bot.storage.tables import asked
from tests.chat.guests import MINUTE, US, Guest, labels_of, links_of, quoted_id, visiting
from tests.chat.scenes import DAY, refusing, said
from tests.talk import words_of

BURNOUT, ISTOCK = "burnout/apa-itu", "sejarah/awal-mula"
ASK_BURNOUT, ASK_ISTOCK = "/tanya apa itu burnout", "/tanya siapa pendiri istockphoto"
UNCLEAR, UNCLEAR_TOO, UNKNOWN = "/tanya kredit freelance", "/tanya promosi gig", "/tanya siapa presiden prancis"


@pytest.fixture
async def group(knowledge: Knowledge) -> AsyncIterator[Guest]:
    """Sari in a supergroup."""
    async with visiting(knowledge) as sari:
        yield sari


# Short


async def test_an_answer_is_title_short_answer_source_and_two_buttons(group: Guest) -> None:
    texts = group.library.texts
    entry = group.library.entries[BURNOUT]
    await group.ask(ASK_BURNOUT)
    title, short, source = group.text.split("\n\n")
    assert (title, short) == (entry.title, entry.short)
    assert source.startswith("Sumber: ")
    assert labels_of(group.last) == [texts.buttons.more, texts.group.remove]
    assert links_of(group.last) == [f"https://t.me/{BOT_USERNAME}?start=burnout_apa-itu"]


async def test_selengkapnya_opens_the_whole_answer_in_private(group: Guest) -> None:
    await group.ask(ASK_BURNOUT)
    payload = links_of(group.last)[0].partition("start=")[2]
    entry = group.library.entries[BURNOUT]
    text = await group.alone.say(f"/start {payload}")
    assert all(detail in text for detail in entry.details)


async def test_two_questions_get_two_short_answers_with_a_link_each(group: Guest) -> None:
    text = await group.say("/tanya apa itu burnout? terus siapa pendiri istockphoto?")
    assert text.count("Sumber:") == 2
    assert [link.split("start=")[1] for link in links_of(group.last)] == ["burnout_apa-itu", "sejarah_awal-mula"]


async def test_what_it_does_not_know_is_one_short_line_without_a_list(group: Guest) -> None:
    texts = group.library.texts.group
    assert await group.say(UNKNOWN) == said(texts.unknown)
    assert "\n" not in group.text
    assert labels_of(group.last) == [texts.remove]


async def test_small_talk_to_it_is_answered_in_a_line(group: Guest) -> None:
    question = await group.ask(f"makasih ya {US}")
    assert len(group.reply_to(question)) < 200


# Suggestions


async def test_suggestions_are_buttons_that_answer_in_their_place(group: Guest) -> None:
    question = await group.ask(UNCLEAR)
    taps = [button.get("callback_data", "") for button in group.buttons]
    assert len([tap for tap in taps if tap.startswith("ga")]) >= 2
    label = group.labels[0]
    (entry_id,) = [entry.id for entry in group.library.entries.values() if entry.label == label]
    assert await group.press(label) == ""
    assert group.is_answer(group.reply_to(question), entry_id)
    assert group.labels == [group.library.texts.buttons.more, group.library.texts.group.remove]


async def test_only_the_asker_may_choose_and_others_get_an_alert(group: Guest) -> None:
    await group.ask(UNCLEAR)
    page, before = group.last, group.texts
    boss = group.beside("Bu Rina", status="creator")
    for stranger in (group.beside("Budi"), boss):
        assert await stranger.press(group.labels[0], page) == group.library.texts.group.not_yours
        assert group.request.calls[-1].params["show_alert"] is True
    assert group.texts == before


async def test_a_suggestion_pressed_twice_does_the_same(group: Guest) -> None:
    await group.ask(UNCLEAR)
    page = dict(group.last)
    await group.press(group.labels[0], page)
    before = group.texts
    assert await group.press(labels_of(page)[0], page) == ""
    assert group.texts == before
    await group.press(labels_of(page)[1], page)
    assert len(group.from_bot) == 1
    assert group.texts != before, "they may look at the others too"


@pytest.mark.parametrize("manner", ["anonymous", "channel"])
async def test_who_writes_as_a_group_or_channel_gets_suggestions_as_links(group: Guest, manner: str) -> None:
    channel = group.desk.world.channel("Kanal")
    await group.ask(UNCLEAR, **({"anonymous": True} if manner == "anonymous" else {"as_channel": channel}))
    assert len(links_of(group.last)) >= 2
    assert labels_of(group.last)[-1] == group.library.texts.group.remove


@pytest.mark.parametrize("data", ["gaaaaaa:3ux", "ga:3ux", "gz:1", "g", "gmaaaaa:", "gawie3n:" + "z" * 30])
async def test_an_old_or_foreign_button_says_so_or_does_nothing(group: Guest, data: str) -> None:
    await group.ask(ASK_BURNOUT)
    before = group.texts
    toast = await group.desk.press(group.person, group.last, data)
    assert toast in (group.library.texts.group.stale_button, group.library.texts.group.not_yours)
    assert group.texts == before
    assert group.errors == []


@pytest.mark.parametrize("act", [GuestAct.REMOVE, GuestAct.MUTE])
async def test_a_button_that_the_message_does_not_carry_makes_nobody_its_owner(group: Guest, act: GuestAct) -> None:
    await group.ask(ASK_BURNOUT)
    budi = group.beside("Budi").person
    forged = GuestTap(act, (budi.id,), BURNOUT if act is GuestAct.MUTE else None).data()
    assert await group.desk.press(budi, group.last, forged) == group.library.texts.group.not_yours_to_remove
    assert group.is_answer(group.text, BURNOUT)
    assert await group.settings() == {}


async def test_a_choice_that_was_not_offered_is_nobodys(group: Guest) -> None:
    await group.ask(UNCLEAR)
    before = group.texts
    forged = GuestTap(GuestAct.ANSWER, (group.person.id,), BURNOUT).data()
    assert await group.desk.press(group.person, group.last, forged) == group.library.texts.group.not_yours
    assert group.texts == before


async def test_the_choice_counts_as_said_in_the_group(group: Guest) -> None:
    await group.ask(UNCLEAR)
    await group.press(group.labels[0])
    answer = group.last
    again = await group.beside("Budi").ask(f"/tanya {words_of(answer).partition('?')[0]}?")
    (reply,) = group.replies_to(again)
    assert links_of(reply)[0].endswith(f"/{answer['message_id']}")


# Gone with one tap


@pytest.mark.parametrize("question", [ASK_BURNOUT, UNCLEAR, UNKNOWN, f"halo {US}", f"{US} pengen mati aja rasanya"])
async def test_the_asker_removes_a_reply_with_one_tap(group: Guest, question: str) -> None:
    texts = group.library.texts.group
    await group.ask(question)
    assert await group.press(texts.remove) == texts.removed
    assert group.from_bot == []
    assert group.errors == []


@pytest.mark.parametrize("status", ["creator", "administrator"])
async def test_an_admin_removes_it_and_others_are_told_that_they_may_not(group: Guest, status: str) -> None:
    texts = group.library.texts.group
    await group.ask(ASK_BURNOUT)
    answer = group.last
    assert await group.beside("Budi").press(texts.remove, answer) == texts.not_yours_to_remove
    assert len(group.from_bot) == 1
    assert await group.beside("Bu Rina", status=status).press(texts.remove, answer) == texts.removed
    assert group.from_bot == []


async def test_an_anonymous_admin_removes_what_the_group_asked(group: Guest) -> None:
    texts = group.library.texts.group
    budi = group.beside("Budi")
    await group.ask(ASK_BURNOUT, anonymous=True)
    answer = group.last
    assert await budi.press(texts.remove, answer) == texts.not_yours_to_remove
    assert await group.press(texts.remove, answer) == texts.removed


async def test_somebody_who_left_may_still_remove_theirs_and_an_unknown_one_may_not(group: Guest) -> None:
    texts = group.library.texts.group
    await group.ask(ASK_BURNOUT)
    answer = group.last
    gone = group.beside("Budi", status="left")
    with refusing(group.request, "getChatMember", description="Bad Request: PARTICIPANT_ID_INVALID"):
        assert await gone.press(texts.remove, answer) == texts.not_yours_to_remove
    group.chat.set_member(group.person, "left")
    assert await group.press(texts.remove, answer) == texts.removed


async def test_what_is_too_old_to_be_deleted_loses_its_words(group: Guest) -> None:
    texts = group.library.texts.group
    await group.ask(ASK_BURNOUT)
    group.clock.pass_by(3 * DAY)
    assert await group.press(texts.remove) == texts.removed
    assert group.texts == [said(texts.removed_here)]
    assert group.buttons == []


async def test_removing_twice_is_no_failure(group: Guest) -> None:
    await group.ask(ASK_BURNOUT)
    answer = group.last
    for _ in range(2):
        assert await group.press(group.library.texts.group.remove, answer) == group.library.texts.group.removed
    assert group.from_bot == []


async def test_what_was_removed_may_be_asked_again(group: Guest) -> None:
    await group.ask(ASK_BURNOUT)
    await group.press(group.library.texts.group.remove)
    question = await group.beside("Budi").ask(ASK_BURNOUT)
    assert group.is_answer(group.reply_to(question), BURNOUT)


# Once in ten minutes


async def test_the_same_entry_links_to_its_earlier_answer_for_ten_minutes(group: Guest) -> None:
    budi = group.beside("Budi")
    await group.ask(ASK_BURNOUT)
    answer = group.last
    group.clock.pass_by(REPEATED_AFTER - 1)
    again = await budi.ask("/tanya burnout itu apa")
    assert budi.reply_to(again) == said(group.library.texts.group.again)
    internal = str(group.chat.id).removeprefix("-100").lstrip("0")
    assert links_of(group.last) == [f"https://t.me/c/{internal}/{answer['message_id']}"]
    group.clock.pass_by(1)
    anew = await budi.ask("/tanya burnout itu apa")
    assert budi.is_answer(budi.reply_to(anew), BURNOUT)


async def test_a_public_group_links_by_its_name(knowledge: Knowledge) -> None:
    async with visiting(knowledge, username="microstock_id") as group:
        await group.ask(ASK_BURNOUT)
        answer = group.last
        await group.ask(ASK_BURNOUT)
        assert links_of(group.last) == [f"https://t.me/microstock_id/{answer['message_id']}"]


async def test_a_basic_group_has_no_links_to_messages_and_says_where_it_stands(knowledge: Knowledge) -> None:
    async with visiting(knowledge, kind="group") as group:
        await group.ask(ASK_BURNOUT)
        assert await group.say(ASK_BURNOUT) == said(group.library.texts.group.again_above)
        assert links_of(group.last) == [f"https://t.me/{BOT_USERNAME}?start=burnout_apa-itu"]


async def test_only_where_all_of_an_answer_was_said_it_is_not_said_again(group: Guest) -> None:
    await group.ask(ASK_BURNOUT)
    both = await group.beside("Budi").ask("/tanya apa itu burnout? terus siapa pendiri istockphoto?")
    assert "iStock" in group.reply_to(both)


async def test_other_groups_have_their_own_answers(group: Guest) -> None:
    await group.ask(ASK_BURNOUT)
    other = Guest(group, group.desk.world.group("Grup lain"), group.clock)
    question = await other.ask(ASK_BURNOUT)
    assert other.is_answer(other.reply_to(question), BURNOUT)


async def test_an_answer_that_could_not_be_sent_is_not_linked_to(group: Guest) -> None:
    with refusing(group.request, "sendMessage", 500, "Internal Server Error"):
        await group.ask(ASK_BURNOUT)
    assert group.from_bot == []
    question = await group.beside("Budi").ask(ASK_BURNOUT)
    assert group.is_answer(group.reply_to(question), BURNOUT)


async def test_an_answer_lost_with_its_process_is_given_again(group: Guest) -> None:
    await group.put_memory({"answers": {BURNOUT: [0, 0, group.clock() - MINUTE]}})
    question = await group.ask(ASK_BURNOUT)
    assert group.is_answer(group.reply_to(question), BURNOUT)


async def test_choosing_what_was_just_said_links_to_it_too(group: Guest) -> None:
    await group.ask(UNCLEAR)
    first = group.last
    label = labels_of(first)[0]
    await group.press(label, first)
    budi = group.beside("Budi")
    await budi.ask(UNCLEAR)
    second = budi.last
    await budi.press(label, second)
    assert words_of(second) == said(group.library.texts.group.again)


# What is kept


async def test_questions_are_kept_once_without_a_name_and_commands_of_others_not_at_all(group: Guest) -> None:
    await group.ask(f"{ASK_BURNOUT}, aku Sari 0812-3456-7890")
    await group.ask("/tanya@other_bot apa itu burnout")
    (kept,) = await group.rows(asked)
    assert "0812" not in kept["text"]
    assert str(group.person.id) not in str(kept)


@pytest.mark.parametrize(
    ("text", "kept"),
    [("kemarin aku ribut sama tetangga gara-gara pagar", False), ("burnout itu apa sih?", True)],
    ids=["talk", "question"],
)
async def test_of_what_somebody_else_wrote_only_a_question_is_kept(group: Guest, text: str, kept: bool) -> None:
    other = await group.beside("Ani").ask(text)
    await group.ask("/tanya", reply_to_message=other)
    assert len(group.replies_to(other)) == 1
    assert [row["text"] for row in await group.rows(asked)] == ([text] if kept else [])


async def test_between_the_steps_of_a_checklist_the_same_is_not_said_again(group: Guest) -> None:
    await group.ask(ASK_BURNOUT)
    await group.ask("/harga")
    question = await group.ask("apa itu burnout?", reply_to_message=group.steps[-1])
    assert said(group.library.texts.group.again) in map(words_of, group.replies_to(question))
    group.clock.pass_by(REPEATED_AFTER)
    anew = await group.ask("apa itu burnout?", reply_to_message=group.steps[-1])
    assert group.is_answer(words_of(group.replies_to(anew)[0]), BURNOUT)
    assert group.steps, "and the step is shown again"


async def test_every_reply_to_a_question_quotes_it(group: Guest) -> None:
    for text in (ASK_BURNOUT, ASK_BURNOUT, UNCLEAR, UNKNOWN):
        question = await group.ask(text)
        assert quoted_id(group.last) == question["message_id"]

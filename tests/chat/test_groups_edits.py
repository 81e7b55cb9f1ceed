"""Edited messages in a group: another question gets another answer in the same place, a mended slip changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.chat.addressing import SAME_AS_NOW
from bot.chat.knowledge import Knowledge
from bot.chat.pace import MOST_QUESTIONS
from tests.chat.guests import US, Guest, labels_of, links_of, visiting
from tests.chat.scenes import said

BURNOUT, ISTOCK = "burnout/apa-itu", "sejarah/awal-mula"
ASK_BURNOUT, ASK_ISTOCK = "/tanya apa itu burnout", "/tanya siapa pendiri istockphoto"


@pytest.fixture
async def group(knowledge: Knowledge) -> AsyncIterator[Guest]:
    """Sari in a supergroup, where the bot hears everything."""
    async with visiting(knowledge, privacy=False) as sari:
        yield sari


def edits(group: Guest) -> int:
    """How often the bot changed one of its messages."""
    return sum(call.method == "editMessageText" for call in group.request.calls)


@pytest.mark.parametrize("call", ["/tanya", US])
async def test_another_question_edits_the_answer(group: Guest, call: str) -> None:
    question = await group.ask(f"{call} apa itu burnout")
    await group.edit(question, f"{call} siapa pendiri istockphoto")
    assert group.is_answer(group.reply_to(question), ISTOCK)
    assert len(group.from_bot) == 1
    assert links_of(group.last)[0].endswith("sejarah_awal-mula")
    assert group.errors == []


@pytest.mark.parametrize("edited", [f"{ASK_BURNOUT}?", "/tanya apa ituu burnout", f"/tanya{US} Apa itu burnout"])
async def test_a_small_change_changes_nothing(group: Guest, edited: str) -> None:
    question = await group.ask(ASK_BURNOUT)
    await group.edit(question, edited)
    assert edits(group) == 0
    assert len(group.from_bot) == 1


async def test_a_small_change_of_a_question_that_was_linked_to_its_answer_changes_nothing(group: Guest) -> None:
    await group.ask(ASK_BURNOUT)
    again = await group.beside("Budi").ask(ASK_BURNOUT)
    assert group.reply_to(again) == said(group.library.texts.group.again)
    await group.edit(again, f"{ASK_BURNOUT}?")
    assert group.reply_to(again) == said(group.library.texts.group.again)


async def test_an_edit_to_what_was_just_said_to_somebody_links_to_it(group: Guest) -> None:
    await group.ask(ASK_BURNOUT)
    answer = group.last
    question = await group.beside("Budi").ask(ASK_ISTOCK)
    await group.edit(question, ASK_BURNOUT)
    assert group.reply_to(question) == said(group.library.texts.group.again)
    assert links_of(group.last)[0].endswith(f"/{answer['message_id']}")


async def test_an_unclear_question_that_becomes_another_gets_other_suggestions(group: Guest) -> None:
    question = await group.ask("/tanya kredit freelance")
    before = labels_of(group.last)
    await group.edit(question, "/tanya promosi gig")
    assert group.reply_to(question) == said(group.library.texts.answer.suggest)
    assert labels_of(group.last) != before


async def test_an_edit_back_and_forth_follows_each_time(group: Guest) -> None:
    question = await group.ask(ASK_BURNOUT)
    for text, entry_id in ((ASK_ISTOCK, ISTOCK), (ASK_BURNOUT, BURNOUT), (ASK_ISTOCK, ISTOCK)):
        await group.edit(question, text)
        assert group.is_answer(group.reply_to(question), entry_id)


async def test_an_edited_answer_is_where_later_askers_are_led(group: Guest) -> None:
    question = await group.ask(ASK_BURNOUT)
    answer = group.last
    await group.edit(question, ASK_ISTOCK)
    budi = group.beside("Budi")
    same = await budi.ask(ASK_ISTOCK)
    assert links_of(budi.replies_to(same)[0])[0].endswith(f"/{answer['message_id']}")
    gone = await budi.ask(ASK_BURNOUT)
    assert budi.is_answer(budi.reply_to(gone), BURNOUT), "what it said before stands nowhere any more"


async def test_a_forgotten_call_that_is_added_soon_is_answered(group: Guest) -> None:
    question = await group.ask("apa itu burnout")
    await group.edit(question, ASK_BURNOUT, after=20)
    assert group.is_answer(group.reply_to(question), BURNOUT)


async def test_an_old_message_is_no_question_by_an_edit(group: Guest) -> None:
    question = await group.ask("apa itu burnout")
    await group.edit(question, ASK_BURNOUT, after=SAME_AS_NOW + 1)
    assert group.from_bot == []


async def test_edited_chatter_is_left_alone_even_where_the_bot_listens(group: Guest) -> None:
    await group.choose_settings(listening=True)
    message = await group.ask("wkwk iya")
    await group.edit(message, "apa itu burnout?")
    assert group.from_bot == []


async def test_an_edit_that_takes_the_question_away_leaves_the_answer(group: Guest) -> None:
    question = await group.ask(ASK_BURNOUT)
    for text in ("nggak jadi deh", "/tanya"):
        await group.edit(question, text)
    assert group.is_answer(group.reply_to(question), BURNOUT)
    assert len(group.from_bot) == 1


async def test_an_edit_of_a_question_whose_answer_was_removed_brings_back_nothing_but_another_answer(
    group: Guest,
) -> None:
    question = await group.ask(ASK_BURNOUT)
    await group.press(group.library.texts.group.remove)
    await group.edit(question, f"{ASK_BURNOUT}?")
    assert group.from_bot == []
    await group.edit(question, ASK_ISTOCK)
    assert group.is_answer(group.reply_to(question), ISTOCK)


async def test_an_edited_reply_to_the_bot_edits_its_answer(group: Guest) -> None:
    await group.ask(ASK_BURNOUT)
    budi = group.beside("Budi")
    question = await budi.ask("siapa pendiri istockphoto?", reply_to_message=group.last)
    assert budi.is_answer(budi.reply_to(question), ISTOCK)
    await budi.edit(question, "portofolio itu penting nggak buat ngajuin pinjaman bank?")
    assert not budi.is_answer(budi.reply_to(question), ISTOCK)
    assert len(group.from_bot) == 2


async def test_two_edits_at_once_stay_with_their_questions(group: Guest) -> None:
    budi = group.beside("Budi")
    first, second = await group.ask(ASK_BURNOUT), await budi.ask(ASK_ISTOCK)
    group.clock.pass_by(11 * 60)
    await asyncio.gather(group.edit(first, ASK_ISTOCK), budi.edit(second, ASK_BURNOUT))
    assert group.is_answer(group.reply_to(first), ISTOCK)
    assert group.is_answer(group.reply_to(second), BURNOUT)


async def test_an_edit_into_danger_is_met_with_help(group: Guest) -> None:
    question = await group.ask(ASK_BURNOUT)
    await group.edit(question, "/tanya aku pengen mati aja rasanya")
    assert group.reply_to(question) == said(group.library.texts.group.crisis)


async def test_anonymous_admins_edit_too(group: Guest) -> None:
    question = await group.ask(ASK_BURNOUT, anonymous=True)
    await group.edit(question, ASK_ISTOCK)
    assert group.is_answer(group.reply_to(question), ISTOCK)


async def test_edits_are_no_way_around_the_limits(group: Guest) -> None:
    for number in range(30):
        question = await group.ask("halo semua")
        await group.edit(question, ASK_BURNOUT if number % 2 else ASK_ISTOCK)
    assert len(group.sent) == 6, "five questions, and the word that it is too much"


async def test_an_edit_of_a_question_whose_answer_is_gone_counts_once(group: Guest) -> None:
    question = await group.ask(ASK_BURNOUT)
    for number in range(1, MOST_QUESTIONS):
        await group.press(group.library.texts.group.remove)
        await group.edit(question, ASK_ISTOCK if number % 2 else ASK_BURNOUT)
        assert group.is_answer(group.reply_to(question), ISTOCK if number % 2 else BURNOUT)


async def test_an_edit_into_danger_is_met_with_help_however_much_was_asked(group: Guest) -> None:
    questions = [await group.ask(ASK_BURNOUT) for _ in range(7)]
    await group.edit(questions[0], "/tanya aku pengen mati aja rasanya")
    assert group.reply_to(questions[0]) == said(group.library.texts.group.crisis)

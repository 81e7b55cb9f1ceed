"""Manners: how much the bot says in a group and to a person, how it says that it is too much, and what comes first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.chat.knowledge import Knowledge
from bot.chat.memory import MOST_REPLIES
from bot.chat.pace import MOST_QUESTIONS
from bot.storage.tables import asked
from tests.chat.guests import MINUTE, US, Guest, visiting
from tests.chat.scenes import HOUR, refusing, said
from tests.clock import NOON
from tests.talk import words_of

BURNOUT, ISTOCK = "burnout/apa-itu", "sejarah/awal-mula"
ASK_BURNOUT = "/tanya apa itu burnout"
UNKNOWN = "/tanya siapa presiden prancis"
CRY = "aku pengen mati aja rasanya"


@pytest.fixture
async def group(knowledge: Knowledge) -> AsyncIterator[Guest]:
    """Sari in a supergroup, where the bot hears everything."""
    async with visiting(knowledge, privacy=False) as sari:
        yield sari


def crowd(group: Guest, size: int) -> list[Guest]:
    return [group.beside(f"Anggota {number}") for number in range(size)]


# One person


async def test_five_questions_a_minute_then_one_line_then_silence(group: Guest) -> None:
    questions = [await group.ask(UNKNOWN) for _ in range(MOST_QUESTIONS + 4)]
    replies = [[words_of(one) for one in group.replies_to(question)] for question in questions]
    texts = group.library.texts.group
    assert replies == [[said(texts.unknown)]] * 5 + [[said(texts.too_fast)]] + [[]] * 3
    assert group.sent[-1].params["disable_notification"] is True
    question = await group.beside("Budi").ask(UNKNOWN)
    assert group.reply_to(question) == said(texts.unknown), "others may go on asking"
    group.clock.pass_by(MINUTE)
    question = await group.ask(UNKNOWN)
    assert group.reply_to(question) == said(texts.unknown)


async def test_the_line_is_not_repeated_within_five_minutes(group: Guest) -> None:
    for _ in range(3):
        for _ in range(MOST_QUESTIONS + 2):
            await group.ask(UNKNOWN)
        group.clock.pass_by(MINUTE)
    assert group.texts.count(said(group.library.texts.group.too_fast)) == 1


async def test_commands_and_mentions_count_together_and_chatter_does_not(group: Guest) -> None:
    for text in ("/tanya", "/bantuan", f"{US} siapa presiden prancis", UNKNOWN, "/lanjut"):
        for _ in range(3):
            await group.ask("halo semua")
        await group.ask(text)
    assert len(group.from_bot) == MOST_QUESTIONS
    question = await group.ask(UNKNOWN)
    assert group.reply_to(question) == said(group.library.texts.group.too_fast)


async def test_one_person_is_counted_in_each_group_by_itself(group: Guest) -> None:
    for _ in range(MOST_QUESTIONS):
        await group.ask(UNKNOWN)
    other = Guest(group, group.desk.world.group("Grup lain"), group.clock)
    assert await other.say(UNKNOWN) == said(group.library.texts.group.unknown)


async def test_who_writes_as_the_group_is_counted_together(group: Guest) -> None:
    bosses = [group, *(group.beside(f"Admin {number}", status="administrator") for number in range(5))]
    for boss in bosses:
        await boss.ask(UNKNOWN, anonymous=True)
    assert group.text == said(group.library.texts.group.too_fast)


async def test_many_questions_of_one_person_at_once_are_counted_too(group: Guest) -> None:
    await asyncio.gather(*(group.ask(UNKNOWN) for _ in range(12)))
    texts = group.library.texts.group
    assert sorted(group.texts) == sorted([said(texts.unknown)] * 5 + [said(texts.too_fast)])


# One group


async def test_a_busy_group_gets_twenty_messages_a_minute_and_the_last_says_so(group: Guest) -> None:
    guests = crowd(group, MOST_REPLIES + 5)
    questions = [await guest.ask(UNKNOWN) for guest in guests]
    texts = group.library.texts.group
    told = [len(group.replies_to(question)) for question in questions]
    assert told == [1] * MOST_REPLIES + [0] * 5
    assert group.reply_to(questions[MOST_REPLIES - 1]) == said(texts.too_busy)
    assert group.sent[-1].params["disable_notification"] is True
    group.clock.pass_by(MINUTE)
    question = await guests[-1].ask(UNKNOWN)
    assert group.reply_to(question) == said(texts.unknown)
    assert group.errors == []


async def test_a_busy_group_at_once(group: Guest) -> None:
    await asyncio.gather(*(guest.ask(UNKNOWN) for guest in crowd(group, 3 * MOST_REPLIES)))
    assert len(group.sent) == MOST_REPLIES
    assert group.texts.count(said(group.library.texts.group.too_busy)) == 1
    assert group.errors == []


async def test_the_line_for_a_group_is_not_repeated_within_five_minutes(group: Guest) -> None:
    guests = crowd(group, MOST_REPLIES + 2)
    for _ in range(5):
        for guest in guests:
            await guest.ask(UNKNOWN)
        group.clock.pass_by(MINUTE)
    assert group.texts.count(said(group.library.texts.group.too_busy)) == 1
    assert group.errors == []


async def test_who_is_too_fast_in_a_busy_group_does_not_swallow_its_line(group: Guest) -> None:
    for _ in range(MOST_QUESTIONS):
        await group.ask(UNKNOWN)
    for guest in crowd(group, MOST_REPLIES - MOST_QUESTIONS - 1):
        await guest.ask(UNKNOWN)
    question = await group.ask(UNKNOWN)
    assert group.reply_to(question) == said(group.library.texts.group.too_busy)
    assert len(group.sent) == MOST_REPLIES


async def test_links_to_earlier_answers_count_too(group: Guest) -> None:
    for guest in crowd(group, MOST_REPLIES + 3):
        await guest.ask(ASK_BURNOUT)
    assert len(group.sent) == MOST_REPLIES
    assert group.text == said(group.library.texts.group.too_busy)


async def test_what_a_busy_group_is_not_told_is_not_kept(group: Guest) -> None:
    await group.fill_minute()
    await group.ask(ASK_BURNOUT)
    assert group.from_bot == []
    assert await group.rows(asked) == []


@pytest.mark.parametrize("command", ["/tanya", "/bantuan", "/topik", "/harga", "/pengaturan", "/lanjut", "/riwayat"])
async def test_no_command_passes_the_limit(group: Guest, command: str) -> None:
    await group.fill_minute()
    for guest in crowd(group, 3):
        await guest.ask(command)
    assert group.from_bot == []


async def test_steps_and_results_of_checklists_keep_the_limit(group: Guest) -> None:
    guests = crowd(group, 15)
    for guest in guests:
        await guest.ask("/harga")
        for place in (1, 4, 4, 4, 4, 4, 6) if guest.steps else ():
            await guest.choose(place)
    assert group.errors == []
    assert len(group.sent) <= MOST_REPLIES


async def test_a_question_between_two_steps_takes_a_turn_and_so_does_the_step_after_it(group: Guest) -> None:
    await group.ask("/harga")
    before = len(group.sent)
    await group.ask("apa itu burnout?", reply_to_message=group.steps[-1])
    assert len(group.sent) == before + 2
    assert len((await group.memory())["said"]) == before + 2
    for _ in range(MOST_REPLIES):
        await group.ask("siapa presiden prancis?", reply_to_message=group.steps[-1])
    assert len(group.sent) == MOST_REPLIES
    assert group.errors == []


async def test_edits_of_a_checklists_answer_count_as_questions(group: Guest) -> None:
    texts = group.library.texts
    await group.ask("/harga")
    answer = await group.ask("perang harga", reply_to_message=group.steps[-1])
    for number in range(2 * MOST_QUESTIONS):
        await group.edit(answer, f"perang harga {number}")
    assert group.texts.count(said(texts.checklist.edited)) == MOST_QUESTIONS - 1
    assert group.texts.count(said(texts.group.too_fast)) == 1


async def test_an_admin_who_opens_the_settings_again_and_again_keeps_the_limit(group: Guest) -> None:
    boss = group.beside("Bu Rina", status="administrator")
    for _ in range(MOST_REPLIES + 5):
        await boss.ask("/pengaturan")
    assert group.errors == []


async def test_apologies_keep_the_limit(group: Guest, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: object) -> None:
        raise RuntimeError("search is broken")

    monkeypatch.setattr("bot.search.engine.Search.ask", explode)
    for guest in crowd(group, MOST_REPLIES + 5):
        await guest.ask(ASK_BURNOUT)
    assert 0 < len(group.sent) <= MOST_REPLIES
    assert group.errors == []


# Quiet hours and bells


async def test_who_asks_in_quiet_hours_is_answered_without_a_sound(group: Guest) -> None:
    await group.ask(ASK_BURNOUT)
    assert group.sent[-1].params.get("disable_notification") is None
    group.clock.now = NOON + 11 * HOUR
    await group.choose_settings(quiet=[22, 6])
    question = await group.ask(ASK_BURNOUT)
    assert group.is_answer(group.reply_to(question), BURNOUT)
    assert group.sent[-1].params["disable_notification"] is True


# Danger comes first


@pytest.mark.parametrize("text", [f"/tanya {CRY}", f"{US} {CRY}", CRY], ids=["command", "mention", "overheard"])
async def test_danger_comes_before_every_limit(group: Guest, text: str) -> None:
    group.clock.now = NOON + 11 * HOUR
    await group.choose_settings(listening=True, quiet=[22, 6])
    for _ in range(MOST_QUESTIONS + 2):
        await group.ask(UNKNOWN)
    await group.fill_minute(MOST_REPLIES - 1)
    question = await group.ask(text)
    assert group.reply_to(question) == said(group.library.texts.group.crisis)
    assert CRY not in await group.everything()


async def test_danger_in_a_reply_to_the_bot_or_under_somebodys_pointing_comes_first(group: Guest) -> None:
    await group.ask(ASK_BURNOUT)
    await group.fill_minute(MOST_REPLIES - 2)
    budi = group.beside("Budi")
    reply = await budi.ask(CRY, reply_to_message=group.last)
    assert group.reply_to(reply) == said(group.library.texts.group.crisis)
    message = await budi.ask(CRY)
    await group.ask("/tanya", reply_to_message=message)
    assert group.reply_to(message) == said(group.library.texts.group.crisis)


async def test_danger_while_somebody_walks_a_checklist_comes_before_the_limit_of_the_group(group: Guest) -> None:
    await group.ask("/harga")
    await group.choose(1)
    await group.fill_minute(MOST_REPLIES - 1)
    await group.ask(CRY, reply_to_message=group.steps[0])
    assert said(group.library.texts.crisis) in group.texts


async def test_everybody_in_danger_is_met_with_help_and_nobody_again_and_again_past_the_limits(group: Guest) -> None:
    await group.choose_settings(listening=True)
    for number in range(3):
        guest = group.beside(f"Anggota {number}")
        questions = [await guest.ask(text) for text in (CRY, f"/tanya {CRY}") for _ in range(8)]
        replies = [len(group.replies_to(question)) for question in questions]
        assert replies[0] == 1
        assert sum(replies) <= 1 + MOST_QUESTIONS + 1, "and what is asked of it counts as a question"
    assert len(group.sent) <= MOST_REPLIES


async def test_danger_is_not_overheard_where_it_does_not_listen(group: Guest) -> None:
    await group.ask(CRY)
    assert group.from_bot == []


# Where things go wrong


async def test_a_failed_answer_leaves_the_next_one_possible(group: Guest) -> None:
    guests = crowd(group, 2)
    with refusing(group.request, "sendMessage", 500, "Internal Server Error", lambda time: time == 0):
        questions = await asyncio.gather(*(guest.ask(ASK_BURNOUT) for guest in guests))
    assert sorted(len(group.replies_to(question)) for question in questions) == [0, 1]
    assert group.is_answer(group.text, BURNOUT)


async def test_a_clock_that_was_set_back_does_not_silence_it(group: Guest) -> None:
    await group.fill_minute()
    group.clock.pass_by(-HOUR)
    question = await group.ask(ASK_BURNOUT)
    assert group.is_answer(group.reply_to(question), BURNOUT)

"""Listening: only where an admin wants it, only sure answers, never among people, rarely, and it can be taught away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Any

import pytest

from bot.chat.addressing import SAME_AS_NOW
from bot.chat.knowledge import Knowledge
from bot.chat.memory import REPEATED_AFTER, UNASKED_AFTER
from bot.playground.world import Json
from bot.storage.tables import asked, sessions
from tests import samples
from tests.chat.guests import Guest, labels_of, visiting
from tests.chat.scenes import HOUR, refusing, said
from tests.clock import NOON
from tests.talk import words_of

BURNOUT, QUIET_SALES, LOAN = "burnout/apa-itu", "sepi-download/ringkasan", "pinjaman-bank/bisa-atau-tidak"
OPEN = "burnout itu apa sih?"
OPEN_TOO = "kenapa download sepi ya?"
OPEN_THREE = "microstocker bisa ngajuin pinjaman ke bank nggak ya?"


@pytest.fixture
async def group(knowledge: Knowledge) -> AsyncIterator[Guest]:
    """Sari in a group that the bot listens to."""
    async with visiting(knowledge, privacy=False) as sari:
        await sari.choose_settings(listening=True)
        yield sari


# When


async def test_an_open_question_is_answered_as_a_reply_without_a_sound(group: Guest) -> None:
    texts = group.library.texts
    question = await group.ask(OPEN)
    assert group.is_answer(group.reply_to(question), BURNOUT)
    assert labels_of(group.last) == [texts.group.mute, texts.buttons.more, texts.group.remove]
    assert group.sent[-1].params["disable_notification"] is True


@pytest.mark.parametrize("privacy", [True, False], ids=["privacy mode", "hears all"])
async def test_it_does_not_listen_until_an_admin_wants_it(knowledge: Knowledge, privacy: bool) -> None:
    async with visiting(knowledge, privacy=privacy) as sari:
        await sari.ask(OPEN)
        assert sari.from_bot == []


async def test_in_privacy_mode_it_hears_nothing_even_where_that_is_wanted(knowledge: Knowledge) -> None:
    async with visiting(knowledge) as sari:
        await sari.choose_settings(listening=True)
        await sari.ask(OPEN)
        assert sari.from_bot == []


@pytest.mark.parametrize(
    "text",
    [
        "halo semua",
        "wkwkwk iya bener",
        "burnout",
        "aku lagi burnout nih, cape banget",
        "ada yang punya link template nggak?",
        "besok jadi kopdar jam berapa?",
        "siapa presiden prancis?",
        "/burnoutt itu apa sih?",
        "@budi_santoso burnout itu apa sih?",
        "burnout itu apa sih @budi_santoso?",
        "eh @quiz_bot burnout itu apa sih?",
    ],
)
async def test_what_is_no_sure_open_question_is_met_with_silence(group: Guest, text: str) -> None:
    await group.ask(text)
    assert group.from_bot == []


async def test_it_stays_out_of_talk_among_people(group: Guest) -> None:
    budi = group.beside("Budi")
    message = await group.ask("akhir-akhir ini cape banget")
    await budi.ask(OPEN, reply_to_message=message)
    entity: Json = {"type": "text_mention", "offset": 0, "length": 4, "user": budi.person.json()}
    await group.ask(f"Budi {OPEN}", entities=[entity])
    elsewhere: Json = {"origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"}}
    await group.ask(OPEN, external_reply=elsewhere)
    assert group.from_bot == []


@pytest.mark.parametrize("manner", ["another bot", "forwarded", "via", "copied"])
async def test_it_answers_no_bots_and_no_forwards(group: Guest, manner: str) -> None:
    manners: dict[str, dict[str, Any]] = {
        "another bot": {"another_bot": "quiz_bot"},
        "forwarded": {"forwarded": group.beside("Budi").person},
        "via": {"via": "quiz_bot"},
        "copied": {"automatic_forward": group.desk.world.channel("Kanal")},
    }
    await group.ask(OPEN, **manners[manner])
    assert group.from_bot == []


@pytest.mark.parametrize("manner", ["anonymous", "channel"])
async def test_who_writes_as_a_group_or_channel_is_heard_too(group: Guest, manner: str) -> None:
    channel = group.desk.world.channel("Kanal")
    question = await group.ask(OPEN, **({"anonymous": True} if manner == "anonymous" else {"as_channel": channel}))
    assert group.is_answer(group.reply_to(question), BURNOUT)


# How often


async def test_there_is_one_unasked_answer_in_five_minutes(group: Guest) -> None:
    await group.ask(OPEN)
    group.clock.pass_by(UNASKED_AFTER - 1)
    await group.beside("Budi").ask(OPEN_TOO)
    assert len(group.from_bot) == 1
    group.clock.pass_by(1)
    question = await group.beside("Budi").ask(OPEN_TOO)
    assert group.is_answer(group.reply_to(question), QUIET_SALES)


async def test_many_open_questions_at_once_get_one_answer(group: Guest) -> None:
    texts = (OPEN, OPEN_TOO, OPEN_THREE)
    guests = [group.beside(f"Anggota {number}") for number in range(6)]
    await asyncio.gather(*(guest.ask(texts[number % 3]) for number, guest in enumerate(guests)))
    assert len(group.from_bot) == 1


async def test_asked_answers_do_not_use_up_the_unasked_one_nor_the_other_way_round(group: Guest) -> None:
    await group.ask(f"/tanya {OPEN_TOO}")
    assert group.is_answer(group.reply_to(await group.ask(OPEN)), BURNOUT)
    assert group.is_answer(group.reply_to(await group.ask(f"/tanya {OPEN_THREE}")), LOAN)


async def test_what_was_just_said_is_not_said_again_nor_linked_to_unasked(group: Guest) -> None:
    await group.ask(f"/tanya {OPEN}")
    await group.beside("Budi").ask(OPEN)
    assert len(group.from_bot) == 1
    group.clock.pass_by(REPEATED_AFTER)
    await group.beside("Budi").ask(OPEN)
    assert len(group.from_bot) == 2


async def test_a_group_at_its_limit_is_not_told_of_it_by_an_open_question(group: Guest) -> None:
    await group.put_memory({"said": [group.clock()] * 19})
    await group.ask(OPEN)
    assert group.from_bot == []


async def test_open_questions_do_not_count_as_somebodys_questions(group: Guest) -> None:
    for _ in range(10):
        await group.ask(OPEN)
    question = await group.ask(f"/tanya {OPEN_TOO}")
    assert group.is_answer(group.reply_to(question), QUIET_SALES)


async def test_in_quiet_hours_it_answers_who_asks_and_nobody_else(group: Guest) -> None:
    group.clock.now = NOON + 11 * HOUR
    await group.choose_settings(listening=True, quiet=[22, 6])
    await group.ask(OPEN)
    assert group.from_bot == []
    assert group.is_answer(group.reply_to(await group.ask(f"/tanya {OPEN}")), BURNOUT)
    group.clock.now = NOON + 18 * HOUR
    assert group.is_answer(group.reply_to(await group.ask(OPEN_TOO)), QUIET_SALES)


async def test_an_open_question_that_is_not_answered_is_not_kept(group: Guest) -> None:
    await group.ask("halo semua")
    await group.ask(OPEN)
    await group.ask(OPEN_TOO)
    (kept,) = await group.rows(asked)
    assert kept["entry_id"] == BURNOUT
    assert OPEN_TOO not in await group.everything()


async def test_of_who_did_not_ask_the_bot_no_session_is_kept(group: Guest) -> None:
    question = await group.ask(OPEN)
    assert group.is_answer(group.reply_to(question), BURNOUT)
    assert await group.rows(sessions) == []


async def test_an_open_question_from_while_the_bot_was_away_is_left_alone(group: Guest) -> None:
    late, just = [await bring(group, OPEN, after) for after in (SAME_AS_NOW + 1, SAME_AS_NOW)]
    assert group.replies_to(late) == []
    assert group.is_answer(group.reply_to(just), BURNOUT)


async def test_a_cry_for_help_from_while_the_bot_was_away_is_met_with_help(group: Guest) -> None:
    late = await bring(group, "aku pengen mati aja rasanya", 2 * HOUR)
    assert group.reply_to(late) == said(group.library.texts.group.crisis)


async def bring(group: Guest, text: str, after: float) -> Json:
    """A message that reaches the bot some seconds after it was written."""
    world = group.desk.world
    message = world.add_message(group.chat, group.person.json(), world.text_content(text))
    group.clock.pass_by(after)
    await group.desk.tell(group.chat, message)
    return message


# Taught away


async def test_a_question_that_is_taught_away_is_met_with_silence_here_and_only_there(group: Guest) -> None:
    texts = group.library.texts.group
    await group.ask(OPEN)
    assert await group.press(texts.mute) == texts.muted
    assert group.from_bot == []
    group.clock.pass_by(REPEATED_AFTER)
    for text in (OPEN, "burnout tuh apa sih guys?"):
        await group.beside("Budi").ask(text)
    assert group.from_bot == []
    assert group.is_answer(group.reply_to(await group.ask(f"/tanya {OPEN}")), BURNOUT), "whoever asks gets it"
    other = Guest(group, group.desk.world.group("Grup lain"), group.clock)
    await other.choose_settings(listening=True)
    assert other.is_answer(other.reply_to(await other.ask(OPEN)), BURNOUT)
    assert "burnout itu" not in str(await group.settings())


async def test_other_questions_are_still_answered_after_one_was_taught_away(group: Guest) -> None:
    await group.ask(OPEN)
    await group.press(group.library.texts.group.mute)
    group.clock.pass_by(UNASKED_AFTER)
    assert group.is_answer(group.reply_to(await group.ask(OPEN_TOO)), QUIET_SALES)


async def test_only_the_asker_or_an_admin_teaches(group: Guest) -> None:
    texts = group.library.texts.group
    await group.ask(OPEN)
    answer = group.last
    assert await group.beside("Budi").press(texts.mute, answer) == texts.not_yours_to_remove
    assert "muted" not in await group.settings()
    assert await group.beside("Bu Rina", status="administrator").press(texts.mute, answer) == texts.muted
    assert len((await group.settings())["muted"]) == 1
    await group.press(texts.mute, answer)
    assert len((await group.settings())["muted"]) == 1, "pressed twice, it is taught once"


async def test_where_the_question_is_gone_the_whole_entry_is_taught_away(group: Guest) -> None:
    question = await group.ask(OPEN)
    answer = group.last
    del group.chat.messages[int(str(question["message_id"]))]
    answer.pop("reply_to_message")
    await group.press(group.library.texts.group.mute, answer)
    group.clock.pass_by(REPEATED_AFTER)
    await group.ask("kreator kok bisa kena burnout, apa sih artinya?")
    await group.ask(OPEN)
    assert group.from_bot == []


async def test_what_was_taught_away_can_be_undone_by_an_admin(group: Guest) -> None:
    await group.ask(OPEN)
    await group.press(group.library.texts.group.mute)
    boss = group.beside("Bu Rina", status="administrator")
    await boss.ask("/pengaturan")
    await boss.press(group.library.texts.panel.unmute)
    group.clock.pass_by(REPEATED_AFTER)
    assert group.is_answer(group.reply_to(await group.ask(OPEN)), BURNOUT)


async def test_an_answer_that_may_not_be_sent_leaves_nothing_behind(group: Guest) -> None:
    with refusing(group.request, "sendMessage", 500, "Internal Server Error"):
        await group.ask(OPEN)
    assert group.from_bot == []
    assert BURNOUT not in str((await group.memory()).get("answers"))


# The project's own samples, as one conversation


async def test_it_is_silent_on_chatter_and_right_where_it_answers(group: Guest) -> None:
    """The bar of this is the longest silence: whatever it may say, nothing but what is meant keeps it from it."""
    people = [group, *(group.beside(f"Anggota {number}") for number in range(7))]
    chatter = [(item, False) for item in samples.group("chatter")]
    questions = [(item, True) for item in samples.group("open_questions")]
    lines = [*chatter, *questions]
    lines.sort(key=lambda line: hash_of(line[0].question))  # mixed, and always the same
    broken, right, answered = [], 0, 0
    for number, (item, is_question) in enumerate(lines):
        group.clock.pass_by(REPEATED_AFTER)
        message = await people[number % len(people)].ask(item.question)
        replies = group.replies_to(message)
        if replies and not is_question:
            broken.append(item.question)
        if replies and is_question:
            answered += 1
            right += any(group.is_answer(words_of(replies[0]), one) for one in item.accept)
    assert len(chatter) >= 150
    assert len(broken) <= 0.02 * len(chatter), broken
    assert answered >= 0.6 * len(questions)
    assert right >= 0.97 * answered
    assert group.errors == []


async def test_the_same_conversation_in_an_hour_hears_of_it_twelve_times_at_most(group: Guest) -> None:
    lines = [item.question for kind in ("chatter", "open_questions") for item in samples.group(kind)]
    lines.sort(key=hash_of)
    for line in lines:
        await group.ask(line)
        group.clock.pass_by(HOUR / len(lines))
    answers = [one for one in group.from_bot if words_of(one) != said(group.library.texts.group.crisis)]
    assert 3 <= len(answers) <= 12
    told = [float(str(message["date"])) for message in answers]  # in whole seconds
    assert all(later - earlier >= UNASKED_AFTER - 1 for earlier, later in pairwise(told))


def hash_of(text: str) -> int:
    return sum(place * ord(sign) for place, sign in enumerate(text, start=1)) % 9973

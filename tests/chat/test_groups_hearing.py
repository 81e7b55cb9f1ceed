"""What somebody means in a group: a suggestion chosen by typing, a few words that only point, a follow-up, a smile."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.chat.knowledge import Knowledge
from bot.search.decide import Decision, Scored
from bot.search.engine import Search, Verdict
from tests import samples
from tests.chat.guests import US, Guest, labels_of, visiting
from tests.chat.scenes import said
from tests.talk import words_of

BURNOUT, ISTOCK = "burnout/apa-itu", "sejarah/awal-mula"
UNCLEAR = "/tanya kredit freelance"


@pytest.fixture
async def group(knowledge: Knowledge) -> AsyncIterator[Guest]:
    """Sari in a supergroup, where the bot hears everything."""
    async with visiting(knowledge, privacy=False) as sari:
        yield sari


def entry_labelled(group: Guest, label: str) -> str:
    (entry_id,) = [entry.id for entry in group.library.entries.values() if entry.label == label]
    return entry_id


# Suggestions


@pytest.mark.parametrize("place", [1, 2])
async def test_a_number_in_a_reply_chooses_a_suggestion(group: Guest, place: int) -> None:
    await group.ask(UNCLEAR)
    page = group.last
    chosen = entry_labelled(group, labels_of(page)[place - 1])
    question = await group.ask(str(place), reply_to_message=page)
    assert group.is_answer(group.reply_to(question), chosen)


async def test_a_few_words_of_a_suggestion_choose_it(group: Guest) -> None:
    await group.ask(UNCLEAR)
    page = group.last
    (label,) = [label for label in labels_of(page) if "NPWP" in label]
    question = await group.ask("npwp sama pajak", reply_to_message=page)
    assert group.is_answer(group.reply_to(question), entry_labelled(group, label))


@pytest.mark.parametrize("text", ["1", "npwp"])
async def test_somebody_else_chooses_nothing_of_them(group: Guest, text: str) -> None:
    await group.ask(UNCLEAR)
    page = group.last
    await group.beside("Budi").ask(text, reply_to_message=page)
    assert len(group.from_bot) == 1


@pytest.mark.parametrize("text", ["9", "0", "1 juta", "oke makasih"])
async def test_what_names_no_suggestion_chooses_none(group: Guest, text: str) -> None:
    await group.ask(UNCLEAR)
    await group.ask(text, reply_to_message=group.last)
    assert len(group.from_bot) == 1


async def test_a_cry_is_no_choice_even_where_it_sounds_like_one(group: Guest, monkeypatch: pytest.MonkeyPatch) -> None:
    await group.ask(UNCLEAR)
    page = group.last
    offered = Scored(entry_labelled(group, labels_of(page)[0]), 1.0)
    cry = Verdict(Decision.CRISIS, runners_up=(offered,))
    monkeypatch.setattr(Search, "ask", lambda self, question, after=None: cry)
    question = await group.ask("jaminan, pengen mati", reply_to_message=page)
    assert group.reply_to(question) == said(group.library.texts.group.crisis)


# Pointing with a few words


@pytest.mark.parametrize("call", ["/tanya tolong dong", f"{US} bantu jawab dong", f"{US} 🙏", f"tolong {US} ya"])
async def test_a_few_words_that_ask_nothing_point_to_the_question(group: Guest, call: str) -> None:
    asked = await group.beside("Budi").ask("siapa pendiri istockphoto?")
    await group.ask(call, reply_to_message=asked)
    assert group.is_answer(group.reply_to(asked), ISTOCK)


async def test_a_question_of_ones_own_is_asked_even_in_a_reply(group: Guest) -> None:
    other = await group.beside("Budi").ask("siapa pendiri istockphoto?")
    question = await group.ask(f"{US} apa itu burnout?", reply_to_message=other)
    assert group.is_answer(group.reply_to(question), BURNOUT)
    assert group.replies_to(other) == []


# Nothing said


@pytest.mark.parametrize("text", [f"{US} 😂", f"😂 {US} 😂", f"{US} !!"])
async def test_a_smile_is_no_question(group: Guest, text: str) -> None:
    await group.ask(text)
    assert group.from_bot == []


@pytest.mark.parametrize("text", ["/tanya", "/tanya 😂", f"{US} ?", f"{US}??"])
async def test_a_call_without_words_is_asked_what_it_asks(group: Guest, text: str) -> None:
    question = await group.ask(text)
    assert group.reply_to(question) == said(group.library.texts.answer.ask_in_group)


# The project's own samples


@pytest.mark.parametrize("place", ["before", "after", "in the midst"])
async def test_sample_questions_with_a_mention_get_the_answer_that_they_get_in_private(
    group: Guest, knowledge: Knowledge, place: str
) -> None:
    """Every tenth question, by a person of its own, in a minute of its own."""
    found = [item.question for item in samples.entry_questions()][::10]
    asked = answered = 0
    for number, question in enumerate(found):
        verdict = knowledge.search.ask(question)
        if verdict.decision != "answer":
            continue
        asked += 1
        group.clock.pass_by(11 * 60)
        words = question.split()
        middle = {"before": 0, "after": len(words), "in the midst": 1}[place]
        text = " ".join([*words[:middle], US, *words[middle:]])
        message = await group.beside(f"Anggota {number}").ask(text)
        replies = group.replies_to(message)
        answered += bool(replies) and group.is_answer(words_of(replies[0]), verdict.entries[0].entry_id)
    assert asked >= 30
    assert answered >= (0.9 if place == "in the midst" else 1) * asked


async def test_sample_chatter_in_replies_to_it_is_mostly_left_alone(group: Guest) -> None:
    await group.ask("/tanya apa itu burnout")
    answer, before = group.last, len(group.from_bot)
    lines = [item.question for item in samples.group("chatter")][::4]
    for number, line in enumerate(lines):
        group.clock.pass_by(11 * 60)
        await group.beside(f"Anggota {number}").ask(line, reply_to_message=answer)
    crises = group.texts.count(said(group.library.texts.group.crisis))
    assert len(group.from_bot) - before - crises <= 0.1 * len(lines)

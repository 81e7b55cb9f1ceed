"""A checklist in a group: one person's own, answered by taps and by replies to its message, never a private one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.playground.world import BOT_USERNAME, Json
from bot.replies.reply import fill
from bot.replies.taps import Act, Tap
from bot.storage.database import open_database
from bot.storage.migrate import migrate
from bot.storage.tables import asked
from tests.chat.scenes import Scene, changed, finish_loan, said, scene
from tests.chat.walkers import start
from tests.talk import buttons_of, words_of

TOPIC: dict[str, object] = {"message_thread_id": 11, "is_topic_message": True}


@pytest.fixture
async def group(knowledge: Knowledge) -> AsyncIterator[Scene]:
    """Sari in a group with the bot."""
    async with scene(knowledge) as alone:
        yield alone.in_chat(alone.desk.world.group("Microstock ID"))


async def answers(talk: Scene) -> dict[str, object]:
    """What the person has answered to /harga in this chat."""
    found: dict[str, object] = (await talk.state())["walks"]["harga"]["answers"]
    return found


async def finish_war(talk: Scene) -> None:
    """The price war door from its first step to its result, by taps."""
    for place in (1, 4, 4, 4, 4, 4, 6):
        await talk.choose(place)


# Typed answers


async def test_a_reply_to_the_step_answers_it_and_the_next_one_stands_below(group: Scene) -> None:
    await group.say("/harga")
    await group.say("perang harga", reply_to_message=group.steps[0])
    assert await answers(group) == {"pintu": "perang"}
    assert group.at("harga", "tekan-persaingan")
    await group.say("terasa sekali", reply_to_message=group.steps[0])
    assert (await answers(group))["tekan-persaingan"] == "berat"


async def test_what_is_no_reply_to_the_step_is_no_answer_and_gets_none(group: Scene) -> None:
    other = await group.desk.send(group.desk.world.person("Budi"), "halo semua", group.chat)
    await group.say("/tanya apa itu burnout")
    told = group.last
    await group.say("/harga")
    await group.choose(1)
    before = group.texts
    for to in (None, other, told):
        await group.say("terasa sekali", **({"reply_to_message": to} if to else {}))
    assert await answers(group) == {"pintu": "perang"}
    assert group.texts == before


async def test_a_reply_to_a_step_that_is_past_is_no_answer(group: Scene) -> None:
    await group.say("/harga")
    past = dict(group.steps[0])
    await group.say("perang harga", reply_to_message=past)
    before = group.texts
    await group.say("terasa sekali", reply_to_message=past)
    assert await answers(group) == {"pintu": "perang"}
    assert group.texts == before


async def test_nobody_else_answers_by_replying(group: Scene) -> None:
    await group.say("/harga")
    step, before = group.steps[0], group.texts
    budi = group.in_chat(group.chat, group.desk.world.person("Budi"))
    await budi.say("perang harga", reply_to_message=step)
    assert group.texts == before
    assert await answers(group) == {}
    await budi.say("/harga")
    await budi.say("promote gig", reply_to_message=step)
    assert await answers(budi) == {}
    assert await answers(group) == {}
    await group.say("perang harga", reply_to_message=step)
    assert await answers(group) == {"pintu": "perang"}


async def test_a_question_in_a_reply_is_answered_as_a_reply_and_not_kept(group: Scene) -> None:
    await group.say("/harga")
    await group.choose(1)
    question = await group.desk.send(group.person, "apa itu perang harga?", group.chat, reply_to_message=group.steps[0])
    answer = group.from_bot[-2]
    quoted = answer["reply_to_message"]
    assert isinstance(quoted, dict)
    assert quoted["message_id"] == question["message_id"]
    assert group.at("harga", "tekan-persaingan")
    assert await group.rows(asked) == []


async def test_how_to_answer_by_typing_is_told_where_that_is_needed(group: Scene, library: Library) -> None:
    hint = said(library.texts.checklist.in_group)
    await group.say("/harga")
    for place in (2, 1, 1, 1, 1, 1):
        assert hint not in group.text
        await group.choose(place)
    assert hint in words_of(group.steps[0])


async def test_a_cry_in_a_reply_is_met_with_help_and_only_its_writer_may_go_on(group: Scene, library: Library) -> None:
    texts = library.texts
    await group.say("/harga")
    await group.choose(1)
    await group.say("aku pengen mati aja rasanya", reply_to_message=group.steps[0])
    assert group.text == said(texts.crisis)
    page, resume = dict(group.last), group.data(texts.checklist.resume)
    budi = group.desk.world.person("Budi")
    assert await group.desk.press(budi, page, resume) == texts.checklist.not_yours
    assert group.steps == []
    await group.desk.press(group.person, page, resume)
    assert group.at("harga", "tekan-persaingan")
    assert said(texts.crisis) in group.texts


# Who may start


@pytest.mark.parametrize("name", ["harga", "pinjaman", "burnout"])
async def test_whoever_writes_as_a_group_or_a_channel_gets_the_private_link(
    group: Scene, library: Library, name: str
) -> None:
    checklist = library.checklist(name)
    assert checklist
    anonymous: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    await group.say(f"/{name}", sender_chat=group.chat.json(), **{"from": anonymous})
    assert group.text == said(fill(library.texts.checklist.private_only, title=checklist.title))
    (button,) = group.buttons
    assert button["url"].endswith(f"start={name}")
    assert group.steps == []


# A forum's topics


async def test_a_checklist_stays_in_its_topic_whatever_happens_to_its_messages(group: Scene) -> None:
    await group.say("/harga", **TOPIC)
    for number, place in enumerate((1, 4, 4, 4, 4, 4, 6)):
        message = dict(group.steps[-1])
        if number % 2:
            del group.chat.messages[int(str(message["message_id"]))]  # somebody has deleted it
        await group.desk.press(group.person, message, buttons_of(message)[place - 1]["callback_data"])
    assert len(group.results) == 1
    assert len(group.photos) == 1
    assert {message.get("message_thread_id") for message in group.from_bot} == {11}
    assert not [error for error in group.errors if "not found" not in error]


async def test_a_command_that_is_deleted_at_once_is_still_answered_in_its_topic(group: Scene) -> None:
    world = group.desk.world
    await group.say("halo", **TOPIC)
    message = world.add_message(group.chat, group.person.json(), {**world.text_content("/harga"), **TOPIC})
    del group.chat.messages[int(str(message["message_id"]))]
    await group.desk.deliver(world.update("message", message))
    assert group.steps[0]["message_thread_id"] == 11
    assert "reply_to_message" not in group.steps[0]


async def test_a_typed_answer_in_a_topic_is_followed_by_the_next_step_there(group: Scene) -> None:
    await group.say("/harga", **TOPIC)
    await group.say("perang harga", reply_to_message=group.steps[0], **TOPIC)
    assert group.at("harga", "tekan-persaingan")
    assert group.steps[0]["message_thread_id"] == 11


# Results


async def test_a_result_in_a_group_is_recorded_for_its_person_alone(knowledge: Knowledge, database_url: str) -> None:
    database = open_database(database_url)
    await migrate(database)
    async with scene(knowledge, database) as alone:
        group = alone.in_chat(alone.desk.world.group("Microstock ID"))
        budi = group.in_chat(group.chat, group.desk.world.person("Budi"))
        await budi.say("/harga")
        await group.say("/harga")
        await finish_war(group)
        (kept,) = await group.recorded()
        assert kept["door"] == "perang"
        assert await budi.recorded() == []
        assert said(alone.library.texts.personal.history) in await alone.say("/riwayat")


async def test_steps_and_results_in_a_group_offer_nothing_that_is_private(knowledge: Knowledge) -> None:
    texts = knowledge.library.texts
    later = changed(knowledge, "harga", lambda checklist: replace(checklist, remind=True))
    async with scene(later) as alone:
        private = {texts.checklist.explain, texts.result.remind, texts.result.pomodoro}
        for talk in (alone.in_chat(alone.desk.world.group("Microstock ID")), alone):
            seen: set[str] = set()
            await (start(talk, "harga") if talk is alone else talk.say("/harga"))
            for place in (1, 4, 4, 4, 4, 4, 6):
                seen.update(button["text"] for button in buttons_of(talk.steps[-1]))
                await talk.choose(place)
            seen.update(button["text"] for button in buttons_of(talk.results[-1]))
            assert seen & private == (private if talk is alone else set())


async def test_resuming_and_cancelling_in_a_group_are_about_what_runs_there(group: Scene, library: Library) -> None:
    texts = library.texts.checklist
    alone = group.in_chat(group.desk.world.chats[group.person.id])
    await finish_loan(alone)
    await start(alone, "burnout")
    assert await group.say("/lanjut") == said(texts.nothing_to_resume)
    await group.say("/harga")
    await group.choose(1)
    await group.say("/lanjut")
    assert group.at("harga", "tekan-persaingan")
    await group.say("/batal")
    budi = group.desk.world.person("Budi")
    assert await group.desk.press(budi, group.last, group.data(texts.cancel_yes)) == texts.not_yours
    await group.press(texts.cancel_yes)
    assert await group.say("/lanjut") == said(texts.nothing_to_resume)


@pytest.mark.parametrize("owned", [True, False], ids=["with an owner", "without"])
@pytest.mark.parametrize("name", ["pinjaman", "burnout"])
async def test_no_button_shows_a_private_check_in_a_group_even_where_it_was_begun_there(
    group: Scene, library: Library, name: str, owned: bool
) -> None:
    alone = group.in_chat(group.desk.world.chats[group.person.id])
    await finish_loan(alone)
    await start(alone, "burnout")
    await alone.choose(2)
    state = await alone.state()
    await group.say("/bantuan")
    await group.put_state(state)  # as an earlier version of the bot may have left it
    before = group.texts
    owner = group.person.id if owned else None
    checklist = library.checklist(name)
    assert checklist
    for act in Act:
        for step in ("", checklist.steps[0].id, "itu-itu-saja" if name == "burnout" else "npwp"):
            tap = Tap(act, name, state["walks"][name]["run"], step, "jarang" if name == "burnout" else "punya", owner)
            toast = await group.desk.press(group.person, group.last, tap.data())
            assert toast == library.texts.checklist.only_private
    assert group.texts == before
    assert group.photos == []
    assert await group.state() == state


async def test_resuming_in_a_group_shows_no_private_check_that_was_begun_there(group: Scene) -> None:
    alone = group.in_chat(group.desk.world.chats[group.person.id])
    await start(alone, "burnout")
    await alone.choose(2)
    state = await alone.state()
    await group.say("/bantuan")
    await group.put_state(state)  # as an earlier version of the bot may have left it
    await group.say("/lanjut")
    assert group.steps == []


async def test_cancelling_where_nothing_runs_is_answered_only_by_name(group: Scene, library: Library) -> None:
    assert await group.say("/batal") == "", "it may be another bot's command"
    assert await group.say(f"/batal@{BOT_USERNAME}") == said(library.texts.checklist.nothing_to_cancel)

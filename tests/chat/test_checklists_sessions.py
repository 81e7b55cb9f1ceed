"""Whose a typed message is and for how long, and sessions that another version or another checklist has left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.chat import session
from bot.chat.knowledge import Knowledge
from bot.content.checklist import Checklist
from bot.content.library import Library
from bot.replies.reply import fill
from bot.replies.taps import Act, Tap
from bot.storage.database import open_database
from bot.storage.migrate import migrate
from tests.chat.scenes import HOUR, Scene, changed, finish_loan, said, scene
from tests.chat.walkers import LOAN, finish_burnout, start, walk
from tests.talk import words_of

# Words that are typed instead of pressed


async def test_a_checklist_is_begun_and_put_off_in_words(sari: Scene, library: Library) -> None:
    await sari.say("/burnout")
    await sari.say("mulai")
    assert sari.at("burnout", "tanpa-jeda")
    await sari.say("jarang")
    await sari.say("nanti dulu")
    assert sari.steps == []
    checklist = library.checklist("burnout")
    assert checklist
    assert said(fill(library.texts.checklist.saved, title=checklist.title)) == sari.text
    await sari.say("jarang")
    assert set((await sari.state())["walks"]["burnout"]["answers"]) == {"tanpa-jeda"}


async def test_beginning_in_words_asks_where_answers_would_be_lost(sari: Scene, library: Library) -> None:
    texts = library.texts.checklist
    await start(sari, "burnout")
    await sari.choose(2)
    await sari.say("/burnout")
    await sari.say("mulai")
    assert sari.labels == [texts.resume, texts.restart]


# Typed answers: whose they are, how long, mended


async def test_typed_answers_go_to_the_open_checklist_when_another_has_ended(sari: Scene, library: Library) -> None:
    await start(sari, "pinjaman")
    await walk(sari, LOAN[:4])
    await start(sari, "burnout")
    await sari.say("jarang")
    assert (await sari.state())["walks"]["burnout"]["answers"] == {"tanpa-jeda": "jarang"}
    for _ in range(11):
        await sari.choose(2)
    assert len(sari.results) == 1
    await sari.say("belum punya")
    assert (await sari.state())["walks"]["pinjaman"]["answers"]["npwp"] == "belum"


@pytest.mark.parametrize("why", ["put off", "long ago"])
async def test_typed_answers_do_not_go_to_what_was_put_off_or_long_ago(sari: Scene, library: Library, why: str) -> None:
    await start(sari, "pinjaman")
    await walk(sari, LOAN[:4])
    if why == "put off":
        await sari.press(library.texts.checklist.later)
    else:
        await sari.let_pass(13 * HOUR)
    await finish_burnout(sari, library)
    await sari.say("belum punya")
    assert "npwp" not in (await sari.state())["walks"]["pinjaman"]["answers"]


async def test_what_is_typed_under_another_checklists_card_answers_neither(sari: Scene) -> None:
    await start(sari, "pinjaman")
    await walk(sari, LOAN[:4])
    before = (await sari.state())["walks"]
    await sari.say("/burnout")
    await sari.say("belum punya")
    assert (await sari.state())["walks"] == before
    await sari.say("/lanjut")
    assert sari.at("pinjaman", "npwp")


@pytest.mark.parametrize(("hours", "taken"), [(11, True), (13, False)])
async def test_a_typed_message_answers_within_twelve_hours(sari: Scene, hours: int, taken: bool) -> None:
    await start(sari, "burnout")
    await sari.choose(2)
    await sari.let_pass(hours * HOUR)
    await sari.say("jarang")
    assert ("itu-itu-saja" in (await sari.state())["walks"]["burnout"]["answers"]) is taken
    await sari.choose(2)
    assert (await sari.state())["walks"]["burnout"]["answers"]["itu-itu-saja"] == "jarang", "a button counts for ever"


async def test_an_edit_mends_the_message_that_was_no_answer_once(sari: Scene, library: Library) -> None:
    await start(sari, "pinjaman")
    await walk(sari, LOAN[:3])
    typed = await sari.desk.send(sari.person, "4 5 6")
    assert said(library.texts.checklist.unit_missing) in sari.text
    await sari.desk.edit(typed, "4jt 5jt 6jt")
    assert sari.at("pinjaman", "npwp")
    answers = (await sari.state())["walks"]["pinjaman"]["answers"]
    await sari.desk.edit(typed, "7jt 8jt 9jt")
    assert sari.text == said(library.texts.checklist.edited)
    assert (await sari.state())["walks"]["pinjaman"]["answers"] == answers


async def test_an_edit_comes_too_late_once_the_step_is_answered(sari: Scene) -> None:
    await start(sari, "pinjaman")
    await walk(sari, LOAN[:3])
    typed = await sari.desk.send(sari.person, "4 5 6")
    await sari.say("lewati")
    assert sari.at("pinjaman", "npwp")
    await sari.desk.edit(typed, "belum punya")
    assert "npwp" not in (await sari.state())["walks"]["pinjaman"]["answers"]


# Sessions that were kept by other versions

WALKS_LOST = pytest.mark.xfail(strict=True, reason="Goings.keep writes into whatever `walks` is")


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"v": 1, "walks": {}, "walking": "burnout"},
        {"v": 1, "walks": {"burnout": "x"}, "walking": "burnout"},
        {"v": 1, "walks": {"burnout": {}}, "walking": "burnout"},
        {"v": 1, "walks": {"of old": {"run": "a"}}, "walking": "of old"},
        pytest.param({"v": 1, "walks": [], "walking": "burnout"}, marks=WALKS_LOST),
        {"v": 99, "walks": ["of", "a", "form", "to", "come"], "walking": 5},
    ],
    ids=["empty", "no walk", "walk of no form", "walk without parts", "of no checklist", "walks of no form", "newer"],
)
async def test_whatever_a_session_holds_the_bot_answers_and_a_checklist_can_be_walked(
    sari: Scene, library: Library, state: object
) -> None:
    await sari.put_state(state)
    await sari.say("apa itu burnout?")
    assert words_of(sari.last).startswith(library.entries["burnout/apa-itu"].title)
    await sari.say("/lanjut")
    await finish_burnout(sari, library)
    assert len(await sari.recorded()) == 1
    assert not sari.errors


async def test_a_session_of_a_newer_version_starts_anew(sari: Scene, library: Library) -> None:
    await start(sari, "burnout")
    await sari.choose(2)
    await sari.put_state({**await sari.state(), "v": 2})
    assert await sari.choose(2) == library.texts.checklist.gone
    await sari.put_state({"v": 2, "walks": {"burnout": {"run": "a", "touched": 9e12}}, "walking": "burnout"})
    await sari.say("jarang")
    assert "walks" not in await sari.state()


async def test_a_session_of_an_older_version_is_brought_up_before_anybody_reads_it(
    sari: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start(sari, "burnout")
    await sari.choose(2)
    kept = await sari.state()
    assert kept["v"] == 1
    monkeypatch.setattr(session, "_VERSION", 2)
    monkeypatch.setattr(session, "_STEPS", {1: lambda state: state.update(walks=state.pop("walked"))})
    await sari.put_state({**{part: value for part, value in kept.items() if part != "walks"}, "walked": kept["walks"]})
    await sari.say("jarang")
    after = await sari.state()
    assert after["v"] == 2
    assert set(after["walks"]["burnout"]["answers"]) == {"tanpa-jeda", "itu-itu-saja"}


# Answers that the checklist does not take any more


def without_choice(step: str, choice: str) -> Callable[[Checklist], Checklist]:
    def change(checklist: Checklist) -> Checklist:
        left = tuple(one for one in checklist.by_id[step].choices if one.id != choice)
        found = replace(checklist.by_id[step], choices=left)
        return replace(checklist, steps=tuple(found if one.id == step else one for one in checklist.steps))

    return change


def without_step(step: str) -> Callable[[Checklist], Checklist]:
    return lambda checklist: replace(checklist, steps=tuple(one for one in checklist.steps if one.id != step))


async def test_an_answer_that_no_longer_fits_is_asked_again_and_the_others_stay(
    knowledge: Knowledge, database_url: str
) -> None:
    database = open_database(database_url)
    await migrate(database)
    async with scene(knowledge, database) as before:
        await start(before, "burnout")
        for _ in range(3):
            await before.choose(2)
    later = changed(knowledge, "burnout", without_choice("itu-itu-saja", "jarang"))
    async with scene(later, open_database(database_url), before.desk.world, before.person) as after:
        await after.say("/lanjut")
        assert after.at("burnout", "itu-itu-saja")
        await after.choose(1)
        assert after.at("burnout", "kurang-tidur"), "the others stay"


async def test_a_finished_checklist_with_a_new_gap_asks_only_that(knowledge: Knowledge, database_url: str) -> None:
    database = open_database(database_url)
    await migrate(database)
    async with scene(knowledge, database) as before:
        await finish_loan(before)
    later = changed(knowledge, "pinjaman", without_choice("bank", "cari"))
    async with scene(later, open_database(database_url), before.desk.world, before.person) as after:
        await after.say("/lanjut")
        assert after.at("pinjaman", "bank")
        await after.choose(1)
        assert after.done("bank")
        assert len(await after.recorded()) == 2


async def test_a_tick_whose_step_is_gone_cannot_be_taken_back_into_it(knowledge: Knowledge, database_url: str) -> None:
    database = open_database(database_url)
    await migrate(database)
    async with scene(knowledge, database) as before:
        await finish_loan(before)
        await before.tick("bank")
    later = changed(knowledge, "pinjaman", without_step("kontrak"))
    async with scene(later, open_database(database_url), before.desk.world, before.person) as after:
        await after.press(later.library.texts.result.untick, after.results[-1])
        assert not after.done("bank")
        assert "kontrak" not in (await after.state())["walks"]["pinjaman"]["answers"]
        stale = Tap(Act.ANSWER, "pinjaman", "", "kontrak", "ada").data()
        assert await after.desk.press(after.person, after.last, stale) == later.library.texts.faults.stale_button

"""Whose a typed message is and for how long, and sessions that another version or another checklist has left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.chat import session
from bot.chat.going import Goings
from bot.chat.knowledge import Knowledge
from bot.content.checklist import Checklist
from bot.content.library import Library
from bot.replies.reply import fill
from bot.replies.taps import Act, Tap
from bot.storage.database import open_database
from bot.storage.migrate import migrate
from tests.chat.scenes import HOUR, Scene, changed, finish_loan, said, scene
from tests.chat.walkers import LOAN, finish_burnout, start, walk

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


async def test_the_word_to_begin_counts_once_and_only_after_a_card(sari: Scene, library: Library) -> None:
    nothing = said(library.texts.checklist.nothing_to_resume)
    assert await sari.say("mulai") != nothing
    await sari.say("/burnout")
    await sari.say("mulai")
    while sari.steps:
        await sari.choose(2)
    assert await sari.say("mulai") != nothing
    assert sari.steps == []


# Typed answers: whose they are, how long, mended


@pytest.mark.parametrize("resumed", [False, True], ids=["open", "put off and resumed"])
async def test_typed_answers_go_to_the_open_checklist_when_another_has_ended(
    sari: Scene, library: Library, resumed: bool
) -> None:
    await start(sari, "pinjaman")
    await walk(sari, LOAN[:4])
    if resumed:
        await sari.press(library.texts.checklist.later)
        await sari.say("/lanjut")
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

STATES = {
    "empty": {},
    "no walk": {"v": 1, "walks": {}, "walking": "burnout"},
    "walk of no form": {"v": 1, "walks": {"burnout": "x"}, "walking": "burnout"},
    "walk without parts": {"v": 1, "walks": {"burnout": {}}, "walking": "burnout"},
    "of no checklist": {"v": 1, "walks": {"of old": {"run": "a"}}, "walking": "of old"},
    "walks of no form": {"v": 1, "walks": ["burnout"], "walking": "burnout"},
    "newer": {"v": 99, "walks": ["of", "a", "form", "to", "come"], "walking": 5},
}
WRITABLE = [
    pytest.param(
        state,
        id=name,
    )
    for name, state in STATES.items()
]


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
async def test_whatever_a_session_holds_a_question_is_answered(sari: Scene, library: Library, state: object) -> None:
    await sari.put_state(state)
    for _ in range(2):
        await sari.say("apa itu burnout?")
        assert any(words.startswith(library.entries["burnout/apa-itu"].title) for words in sari.texts[-2:])


@pytest.mark.parametrize("state", WRITABLE)
async def test_whatever_a_session_holds_a_checklist_can_be_walked(sari: Scene, library: Library, state: object) -> None:
    await sari.put_state(state)
    await sari.say("/lanjut")
    await finish_burnout(sari, library)
    assert len(await sari.recorded()) == 1
    assert not sari.errors


async def test_a_session_that_only_a_checklist_has_written_tells_its_version(sari: Scene) -> None:
    await sari.say("/privasi")
    await sari.desk.press(sari.person, sari.last, Tap(Act.START, "burnout").data())
    assert set(await sari.state()) == {"v", "walks", "walking"}


def test_a_run_is_never_called_like_the_one_before(library: Library) -> None:
    checklist = library.checklist("burnout")
    assert checklist
    goings = Goings({}, library, lambda: 36**4 / 10 - 0.05)  # the last number there is
    runs = []
    for _ in range(3):
        going = goings.begin(checklist)
        goings.keep(going, walking=True)
        runs.append(going.run)
    assert runs[0] != runs[1] != runs[2]
    assert all(Tap(Act.BACK, "burnout", run).data() for run in runs)


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

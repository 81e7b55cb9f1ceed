"""A cry for help comes before everything else in a checklist, stays in the chat, and leaves no trace behind."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from structlog.testing import capture_logs

from bot.chat.knowledge import Knowledge
from bot.checklists.reading import NOTHING, read_answer
from bot.content.checklist import Checklist, Choice, Kind, Step
from bot.content.library import Library
from bot.search.decide import Decision
from bot.search.engine import Search
from bot.storage.tables import asked, sessions
from tests import samples
from tests.chat.scenes import Scene, changed, said, scene
from tests.chat.walkers import LOAN, finish_burnout, start, walk
from tests.talk import buttons_of, words_of

CRY = "aku pengen mati aja rasanya"
FIGURES_AND_CRY = "4jt 5jt 6jt mending mati"  # an answer to how much one earns a month, and more than that


def shows_help(talk: Scene) -> bool:
    """Whether one message, not more, says where there is help."""
    texts = talk.library.texts
    return [words in (said(texts.crisis), said(texts.crisis_answer)) for words in talk.texts].count(True) == 1


def alarming(library: Library) -> tuple[Step, Choice]:
    """The step and choice that call for the words on help."""
    checklist = library.checklist("burnout")
    assert checklist is not None
    return next((step, choice) for step in checklist.steps for choice in step.choices if choice.alarm)


async def to_alarm(talk: Scene) -> None:
    """The burnout check up to the step that may alarm."""
    await start(talk, "burnout")
    while alarming(talk.library)[0].ask not in words_of(talk.steps[-1]):
        await talk.choose(2)


# A cry comes first


@pytest.mark.parametrize("cry", samples.read("crisis")["crisis"][:6])
async def test_a_cry_is_met_with_help_and_the_checklist_waits(sari: Scene, library: Library, cry: str) -> None:
    texts = library.texts.checklist
    await start(sari, "burnout")
    await sari.choose(2)
    await sari.say(cry)
    assert sari.text == said(library.texts.crisis)
    assert sari.labels == [texts.resume, texts.stop]
    assert sari.steps == []
    assert set((await sari.state())["walks"]["burnout"]["answers"]) == {"tanpa-jeda"}


async def test_a_cry_in_a_caption_counts_too(sari: Scene, library: Library) -> None:
    await start(sari, "burnout")
    photo = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
    await sari.say("", photo=photo, caption=CRY)
    assert sari.text == said(library.texts.crisis)


async def test_a_cry_comes_before_the_answer_that_stands_beside_it(sari: Scene, library: Library) -> None:
    checklist = library.checklist("pinjaman")
    assert checklist
    assert read_answer(FIGURES_AND_CRY, checklist.by_id["pendapatan"], library.words.slang) is not NOTHING
    await start(sari, "pinjaman")
    await walk(sari, LOAN[:3])
    await sari.say(FIGURES_AND_CRY)
    assert sari.text == said(library.texts.crisis)
    assert "pendapatan" not in (await sari.state())["walks"]["pinjaman"]["answers"]


@pytest.fixture(scope="module")
def wary(knowledge: Knowledge) -> Knowledge:
    """A knowledge whose owner takes words for a cry that are commands and answers too."""
    library = knowledge.library
    phrases = (*library.crisis.phrases, "berhenti", "sering banget")
    return Knowledge.of(replace(library, crisis=replace(library.crisis, phrases=phrases)))


@pytest.mark.parametrize("word", ["berhenti", "sering banget"], ids=["command", "answer"])
async def test_what_holds_a_phrase_is_a_cry_even_where_it_is_a_command_or_an_answer(wary: Knowledge, word: str) -> None:
    async with scene(wary) as talk:
        await start(talk, "burnout")
        await talk.choose(2)
        await talk.say(word)
        assert talk.text == said(wary.library.texts.crisis)
        assert len((await talk.state())["walks"]["burnout"]["answers"]) == 1


# A plain answer is no cry


def every_saying(library: Library) -> Iterator[tuple[Checklist, Step, str, object]]:
    """Every label of every step, and every way to type it, with the answer that it is."""
    for checklist in library.checklists:
        for step in checklist.steps:
            for choice in step.choices:
                for saying in (choice.label, *choice.says):
                    yield checklist, step, saying, [choice.id] if step.kind is Kind.MANY else choice.id


def test_every_label_and_saying_of_every_step_is_read_as_its_answer_and_holds_no_cry(
    library: Library, search: Search
) -> None:
    wrong = [
        (checklist.name, step.id, saying)
        for checklist, step, saying, answer in every_saying(library)
        if read_answer(saying, step, library.words.slang) != answer or search.cries(saying)
    ]
    assert wrong == []


async def test_every_way_to_type_an_answer_is_taken_as_that_by_the_bot(knowledge: Knowledge, library: Library) -> None:
    typed: dict[str, tuple[Checklist, Step, object]] = {}
    for checklist, step, saying, answer in every_saying(library):
        typed.setdefault(saying, (checklist, step, answer))
    wrong = []
    async with scene(knowledge) as talk:
        for saying, (checklist, step, answer) in typed.items():
            await talk.put_state(standing_at(checklist, step))
            await talk.say(saying)
            if (await talk.state())["walks"][checklist.name]["answers"].get(step.id) != answer:
                wrong.append((checklist.name, step.id, saying))
        assert wrong == []
        assert said(library.texts.crisis) not in talk.texts


def standing_at(checklist: Checklist, step: Step) -> dict[str, object]:
    """The session of somebody who is to answer a step now."""
    answers: dict[str, object] = {name: sorted(wanted)[0] for name, wanted in step.when.items()}
    going = {"run": "a", "answers": answers, "at": step.id, "touched": 9e12}
    return {"v": 1, "walks": {checklist.name: going}, "walking": checklist.name}


async def test_an_answer_that_only_leans_towards_a_cry_is_an_answer(knowledge: Knowledge, library: Library) -> None:
    search = knowledge.search
    leaning = next(
        cry
        for cry in samples.read("crisis_heldout")["crisis"]
        if search.ask(cry).decision is Decision.CRISIS and not search.cries(cry) and "?" not in cry and len(cry) < 60
    )

    def change(checklist: Checklist) -> Checklist:
        first, *others = checklist.steps
        told = replace(first.choices[3], says=(leaning,))
        return replace(checklist, steps=(replace(first, choices=(*first.choices[:3], told)), *others))

    later = changed(knowledge, "burnout", change)
    async with scene(later) as talk:
        await start(talk, "burnout")
        await talk.say(leaning)
        assert (await talk.state())["walks"]["burnout"]["answers"] == {"tanpa-jeda": "sering"}
        await talk.say(leaning)
        assert talk.text == said(library.texts.crisis), "where it is no answer it is a cry"


# The words on help stay


@pytest.mark.parametrize("way", ["resume", "stop", "/lanjut", "lanjut"])
async def test_the_words_on_help_stay_in_the_chat(sari: Scene, library: Library, way: str) -> None:
    texts = library.texts.checklist
    await start(sari, "burnout")
    await sari.choose(2)
    await sari.say(CRY)
    cared = sari.last
    if way in ("resume", "stop"):
        await sari.press(getattr(texts, way))
        assert buttons_of(cared) == [], "nothing under them leads back in time"
    else:
        await sari.say(way)
    assert shows_help(sari)
    if way == "stop":
        await sari.say("/lanjut")
    assert sari.at("burnout", "itu-itu-saja")
    await sari.choose(2)
    await sari.say("jarang")
    await finish_rest(sari)
    assert len(sari.results) == 1
    assert shows_help(sari)


async def finish_rest(talk: Scene) -> None:
    """Answer what is left, seldom to everything."""
    while talk.steps:
        await talk.choose(2)


async def test_nothing_typed_after_a_cry_is_an_answer_until_one_goes_on(sari: Scene, library: Library) -> None:
    await start(sari, "burnout")
    await sari.say(CRY)
    await sari.say("jarang")
    assert (await sari.state())["walks"]["burnout"]["answers"] == {}
    await sari.say("/lanjut")
    await sari.say("jarang")
    assert (await sari.state())["walks"]["burnout"]["answers"] == {"tanpa-jeda": "jarang"}


async def test_pressing_a_button_of_the_words_on_help_twice_shows_one_step(sari: Scene, library: Library) -> None:
    await start(sari, "burnout")
    await sari.say(CRY)
    page, resume = dict(sari.last), sari.data(library.texts.checklist.resume)
    for _ in range(2):
        await sari.desk.press(sari.person, page, resume)
        assert sari.at("burnout", "tanpa-jeda")
        assert shows_help(sari)


async def test_a_finished_checklist_put_off_from_the_words_on_help_shows_its_result(
    sari: Scene, library: Library
) -> None:
    await start(sari, "burnout")
    await sari.say(CRY)
    page, stop = dict(sari.last), sari.data(library.texts.checklist.stop)
    await sari.press(library.texts.checklist.resume)
    await finish_rest(sari)
    await sari.desk.press(sari.person, page, stop)
    assert len(sari.results) == 2
    assert len(await sari.recorded()) == 1
    assert shows_help(sari)


# An answer that alarms


@pytest.mark.parametrize("typed", [False, True], ids=["pressed", "typed"])
@pytest.mark.parametrize("way", ["resume", "stop"])
async def test_an_answer_that_alarms_is_kept_and_met_with_help_that_stays(
    anywhere: Scene, library: Library, typed: bool, way: str
) -> None:
    talk = anywhere
    step, choice = alarming(library)
    await to_alarm(talk)
    await (talk.say(choice.label) if typed else talk.press(choice.label, talk.steps[-1]))
    assert talk.text == said(library.texts.crisis_answer)
    assert talk.steps == []
    assert (await talk.state())["walks"]["burnout"]["answers"][step.id] == choice.id
    await talk.press(getattr(library.texts.checklist, way))
    if way == "stop":
        await talk.say("/lanjut")
    await finish_rest(talk)
    assert len(talk.results) == 1
    assert len(await talk.recorded()) == 1
    assert shows_help(talk)


def alarm_last(checklist: Checklist) -> Checklist:
    """The same with the step that may alarm as its last."""
    ordered = sorted(checklist.steps, key=lambda step: any(choice.alarm for choice in step.choices))
    return replace(checklist, steps=tuple(ordered))


@pytest.mark.parametrize("way", ["resume", "stop", "/lanjut"])
async def test_where_the_last_answer_alarms_the_result_comes_after_the_help(knowledge: Knowledge, way: str) -> None:
    async with scene(changed(knowledge, "burnout", alarm_last)) as talk:
        texts = talk.library.texts
        await to_alarm(talk)
        await talk.press(alarming(talk.library)[1].label)
        assert talk.text == said(texts.crisis_answer)
        assert talk.results == []
        if way in ("resume", "stop"):
            await talk.press(getattr(texts.checklist, way))
        else:
            await talk.say(way)
        assert len(talk.results) == 1
        assert len(await talk.recorded()) == 1
        assert shows_help(talk)
        assert talk.texts.index(said(texts.crisis_answer)) < talk.texts.index(talk.result)


async def test_other_answers_do_not_alarm(sari: Scene, library: Library) -> None:
    await finish_burnout(sari, library, alarming(library)[0].choices[-2].label)
    assert len(sari.results) == 1
    assert said(library.texts.crisis_answer) not in sari.texts


# Edits


@pytest.mark.parametrize("first", ["satu rekening", "zzzz qqqq"], ids=["an answer", "no answer"])
async def test_an_edit_into_a_cry_is_met_with_help(sari: Scene, library: Library, first: str) -> None:
    await start(sari, "pinjaman")
    typed = await sari.desk.send(sari.person, first)
    await sari.desk.edit(typed, CRY)
    assert sari.text == said(library.texts.crisis)
    assert CRY not in await sari.everything()
    assert await sari.rows(asked) == []


# Nothing of it is kept


async def test_nothing_of_a_cry_is_kept_or_logged(anywhere: Scene, caplog: pytest.LogCaptureFixture) -> None:
    talk = anywhere
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logs:
        await start(talk, "pinjaman")
        await walk(talk, LOAN[:3])
        for cry in (CRY, FIGURES_AND_CRY):
            await talk.say(cry)
            await talk.press(talk.library.texts.checklist.resume)
        typed = await talk.desk.send(talk.person, "lewati")
        await talk.desk.edit(typed, CRY)
        await talk.say("/lanjut")
    kept = await talk.everything()
    assert "pinjaman" in kept
    assert str(talk.person.id) in kept
    for word in ("mati", "pengen"):
        assert word not in kept
        assert word not in caplog.text
        assert word not in str(logs)


@pytest.mark.parametrize("private", ["terapi", "dipecat"])
async def test_nothing_typed_between_steps_is_kept(anywhere: Scene, private: str) -> None:
    talk = anywhere
    told = f"apa itu burnout? aku {private} soalnya"
    await start(talk, "burnout")
    await talk.say(told)
    await talk.say(f"{private} zzzz qqqq")
    typed = await talk.desk.send(talk.person, f"qqqq {private}")
    await talk.desk.edit(typed, f"{private} lagi")
    await talk.say("jarang")
    assert talk.at("burnout", "itu-itu-saja")
    assert await talk.rows(asked) == []
    assert private not in await talk.everything()


async def test_the_same_question_is_kept_without_a_name_where_no_checklist_is_walked(anywhere: Scene) -> None:
    talk = anywhere
    await start(talk, "burnout")
    await talk.say("apa itu burnout?")
    await talk.press(talk.library.texts.checklist.later)
    await talk.say("apa itu burnout?")
    (row,) = await talk.rows(asked)
    assert row["entry_id"] == "burnout/apa-itu"
    assert "user_id" not in row


async def test_figures_stay_in_the_session_alone(anywhere: Scene) -> None:
    talk = anywhere
    await start(talk, "pinjaman")
    await walk(talk, LOAN[:3])
    typed = await talk.desk.send(talk.person, "4 5 6")
    await talk.desk.edit(typed, "4jt 5jt 6jt")
    await walk(talk, LOAN[4:])
    assert len(talk.results) == 1
    holding = partial(filter, lambda row: "5000000" in str(row))
    kept = await talk.everything()
    assert len(list(holding(kept.splitlines()))) == 1
    assert any("5000000" in row["state"] for row in await talk.rows(sessions))

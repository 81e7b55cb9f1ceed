"""Nothing that was answered is lost, and no result is kept twice, whatever is pressed again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.knowledge import Knowledge
from bot.content.checklist import Checklist
from bot.content.library import Library
from bot.playground.world import Json
from bot.replies.dates import Dates
from bot.replies.reply import fill
from bot.replies.taps import Act, Tap
from bot.storage.tables import results
from tests.chat.scenes import DAY, Scene, changed, finish_loan, refusing, said, scene, war
from tests.chat.walkers import LOAN, finish_burnout, start, walk
from tests.talk import buttons_of, words_of

# A result is recorded once


async def test_a_result_is_recorded_once_however_often_it_is_shown(anywhere: Scene) -> None:
    await finish_loan(anywhere)
    kept = await anywhere.recorded()
    assert len(kept) == 1
    for _ in range(2):
        await anywhere.say("/lanjut")
    assert len(anywhere.results) == 3
    assert await anywhere.recorded() == kept
    await anywhere.tick("bank")
    assert len(await anywhere.recorded()) == 2


async def test_a_button_that_shows_a_result_again_neither_records_it_nor_floods_the_chat(sari: Scene) -> None:
    page, resume = await finish_beside_its_page(sari, 4)
    messages = []
    for _ in range(4):
        await sari.desk.press(sari.person, page, resume)
        messages.append(len(sari.from_bot))
    assert len(sari.results) == 2
    assert len(set(messages)) == 1
    assert len(await sari.recorded()) == 1


async def test_a_button_that_shows_a_result_again_does_not_flood_the_chat_with_pictures(
    sari: Scene, library: Library
) -> None:
    await finish_burnout(sari, library)
    page, resume = await finish_beside_its_page(sari, 2)
    await sari.desk.press(sari.person, page, resume)
    photos = len(sari.photos)
    for _ in range(3):
        await sari.desk.press(sari.person, page, resume)
    assert len(sari.photos) == photos


async def finish_beside_its_page(sari: Scene, place: int) -> tuple[Json, str]:
    """The whole burnout check with one answer, in one message; a page that asks whether to go on stands below it."""
    await start(sari, "burnout")
    await sari.choose(place)
    step = sari.last
    await start(sari, "burnout")
    page, resume = sari.last, sari.data(sari.library.texts.checklist.resume)
    for _ in range(11):
        await sari.desk.press(sari.person, step, buttons_of(step)[place - 1]["callback_data"])
    assert sari.results
    return page, resume


async def test_a_result_that_could_not_be_shown_is_not_recorded_and_its_step_waits(sari: Scene) -> None:
    await start(sari, "burnout")
    for _ in range(11):
        await sari.choose(2)
    with refusing(sari.request, "editMessageText"):
        await sari.choose(2)
    assert await sari.recorded() == []
    await sari.choose(2)
    assert len(await sari.recorded()) == 1
    assert len(sari.results) == 1


# Starting again asks


async def test_starting_again_where_a_list_waits_asks_and_loses_nothing(sari: Scene, library: Library) -> None:
    texts = library.texts.checklist
    await finish_loan(sari)
    await start(sari, "pinjaman")
    assert said(texts.has_result) in sari.text
    assert sari.labels == [texts.show_result, texts.restart]
    await sari.press(texts.show_result)
    assert not sari.done("npwp")
    await start(sari, "pinjaman")
    results = len(sari.results)
    await sari.press(texts.restart)
    assert sari.at("pinjaman", "rekening-satu")
    assert len(sari.results) == results, "earlier results stay where they are"


async def test_nothing_is_asked_where_nothing_would_be_lost(sari: Scene, library: Library) -> None:
    await finish_burnout(sari, library)
    await start(sari, "burnout")
    assert sari.at("burnout", "tanpa-jeda")
    await start(sari, "burnout")
    assert library.texts.checklist.restart not in sari.labels


async def test_a_reminder_pressed_in_the_middle_asks_whether_to_go_on(sari: Scene, library: Library) -> None:
    texts = library.texts.checklist
    await start(sari, "burnout")
    await sari.choose(2)
    await sari.say("/privasi")
    await sari.desk.press(sari.person, sari.last, Tap(Act.START, "burnout").data())
    assert texts.restart in sari.labels
    await sari.press(texts.resume)
    assert sari.at("burnout", "itu-itu-saja")


async def test_typing_that_one_wants_to_begin_anew_asks_first(sari: Scene, library: Library) -> None:
    texts = library.texts.checklist
    await start(sari, "pinjaman")
    await walk(sari, LOAN[:5])
    here = words_of(sari.steps[0])
    await sari.say("ulang")
    assert texts.restart in sari.labels
    assert sari.steps == []
    await sari.press(texts.resume)
    assert words_of(sari.steps[0]) == here
    await sari.say("ulang")
    await sari.press(texts.restart)
    assert sari.at("pinjaman", "rekening-satu")


async def test_after_being_asked_to_begin_anew_one_may_simply_type_the_answer(sari: Scene) -> None:
    await start(sari, "pinjaman")
    await walk(sari, LOAN[:5])
    await sari.say("ulang")
    await sari.say("tidak ada")
    assert sari.at("pinjaman", "jenis")


async def test_again_pressed_twice_leaves_the_result_and_the_new_answers(sari: Scene, library: Library) -> None:
    texts = library.texts.checklist
    await finish_burnout(sari, library)
    shown, again = dict(sari.results[0]), sari.data(texts.restart, sari.results[0])
    await sari.desk.press(sari.person, shown, again)
    assert sari.at("burnout", "tanpa-jeda")
    assert sari.result == words_of(shown), "the new step has a message of its own"
    for place in (0, 2):
        if place:
            await sari.choose(place)
        before = sari.texts
        assert await sari.desk.press(sari.person, shown, again) == texts.past_step
        assert sari.texts == before, "neither the result nor the step is touched"
    assert sari.at("burnout", "itu-itu-saja")


async def test_again_under_the_result_of_an_earlier_run_asks_where_a_list_waits(sari: Scene, library: Library) -> None:
    texts = library.texts.checklist
    await finish_loan(sari)
    old = dict(sari.results[0])
    await sari.press(texts.restart, old)
    await walk(sari, LOAN)
    await sari.tick("bank")
    results = [words_of(one) for one in sari.results]
    await sari.press(texts.restart, old)
    assert said(texts.has_result) in sari.text
    assert [words_of(one) for one in sari.results] == results
    await sari.say("/lanjut")
    assert sari.done("bank")


# /lanjut


async def test_resuming_offers_open_checklists_and_lists_alike(sari: Scene, library: Library) -> None:
    await finish_loan(sari)
    await start(sari, "burnout")
    await sari.choose(2)
    await sari.say("/lanjut")
    assert said(library.texts.checklist.resume_which) == sari.text
    labels = {name: checklist.label for name in ("pinjaman", "burnout") if (checklist := library.checklist(name))}
    assert len(sari.labels) == 2
    page = sari.last
    await sari.press(labels["burnout"], page)
    assert sari.at("burnout", "itu-itu-saja")
    await sari.say("/lanjut")
    await sari.press(labels["pinjaman"])
    assert not sari.done("npwp")


async def test_resuming_the_only_open_checklist_moves_its_step_to_the_end(sari: Scene) -> None:
    await start(sari, "burnout")
    await sari.choose(2)
    await sari.say("/privasi")
    await sari.say("/lanjut")
    assert sari.at("burnout", "itu-itu-saja")
    assert sari.last == sari.steps[0]


async def test_resuming_a_list_leaves_the_earlier_one_in_the_chat(sari: Scene) -> None:
    await finish_loan(sari)
    await sari.say("/lanjut")
    assert len(sari.results) == 2


@pytest.mark.parametrize("word", ["lanjut", "/lanjut"])
async def test_what_was_put_off_goes_on_when_asked(sari: Scene, library: Library, word: str) -> None:
    await start(sari, "burnout")
    await sari.choose(2)
    await sari.press(library.texts.checklist.later)
    await sari.let_pass(30 * DAY)
    await sari.say(word)
    assert sari.at("burnout", "itu-itu-saja")
    await sari.say("jarang")
    assert sari.at("burnout", "cek-laporan")


async def test_cancelling_asks_about_what_was_put_off_too(sari: Scene, library: Library) -> None:
    texts = library.texts.checklist
    await start(sari, "burnout")
    await sari.choose(2)
    await sari.press(texts.later)
    await sari.say("/batal")
    assert sari.labels == [texts.cancel_yes, texts.cancel_no]
    await sari.press(texts.cancel_no)
    assert sari.at("burnout", "itu-itu-saja")
    await sari.say("/batal")
    await sari.press(texts.cancel_yes)
    assert await sari.say("/lanjut") == said(texts.nothing_to_resume)


# Ticks


async def test_cancelling_the_step_that_a_tick_opened_undoes_only_the_tick(sari: Scene, library: Library) -> None:
    texts = library.texts.checklist
    await finish_loan(sari)
    await sari.tick("npwp")
    assert sari.at("pinjaman", "lapor-pajak")
    await sari.say("/batal")
    step = dict(sari.steps[0])
    await sari.press(texts.cancel_yes)
    assert not sari.done("npwp")
    assert sari.done("rekening-satu")
    press = buttons_of(step)[0]["callback_data"]
    assert await sari.desk.press(sari.person, step, press) == texts.past_step, "its step waits no more"
    assert said(texts.nothing_to_cancel) == await sari.say("/batal")
    await sari.say("/lanjut")
    assert not sari.done("npwp")


async def test_cancelling_the_step_that_a_tick_opened_records_nothing(sari: Scene, library: Library) -> None:
    texts = library.texts
    await finish_loan(sari)
    await sari.tick("npwp")
    await sari.say("/batal")
    await sari.press(texts.checklist.cancel_yes)
    assert said(fill(texts.result.same, date=texts.personal.today)) not in sari.result, "compared with itself"
    assert len(await sari.recorded()) == 1


async def test_a_tick_can_be_taken_back_with_all_that_it_led_to(sari: Scene, library: Library) -> None:
    untick = library.texts.result.untick
    await finish_loan(sari)
    before = (await sari.state())["walks"]["pinjaman"]["answers"]
    score = (await sari.recorded())[0]["total"]
    await sari.tick("npwp")
    await sari.choose(1)
    assert sari.done("npwp")
    assert (await sari.recorded())[0]["total"] > score
    await sari.press(untick, sari.results[-1])
    assert not sari.done("npwp")
    assert (await sari.state())["walks"]["pinjaman"]["answers"] == before
    assert (await sari.recorded())[0]["total"] == score
    assert untick not in [button["text"] for button in buttons_of(sari.results[-1])]
    await sari.tick("bank")
    assert sari.done("bank")


async def test_only_the_last_tick_can_be_taken_back(sari: Scene, library: Library) -> None:
    untick = library.texts.result.untick
    await finish_loan(sari)
    await sari.tick("npwp")
    await sari.choose(1)
    await sari.tick("bank")
    shown, data = dict(sari.results[-1]), sari.data(untick, sari.results[-1])
    for _ in range(2):
        await sari.desk.press(sari.person, shown, data)
        assert (sari.done("npwp"), sari.done("bank")) == (True, False)


async def test_a_tick_waits_while_another_one_asks_something(sari: Scene, library: Library) -> None:
    await finish_loan(sari)
    shown = dict(sari.results[-1])
    await sari.tick("npwp")
    assert await sari.press(sari.task("bank"), shown) == library.texts.checklist.past_step
    assert sari.at("pinjaman", "lapor-pajak")


async def test_a_result_is_compared_with_the_last_of_an_earlier_day(sari: Scene, library: Library) -> None:
    texts, dates = library.texts.result, Dates(library)
    await finish_loan(sari)
    await sari.let_pass(3 * DAY)
    first = (await sari.recorded())[0]["total"]
    at = (await sari.rows(results))[0]["finished_at"]
    await sari.tick("bank")
    second = (await sari.recorded())[0]["total"]
    assert second > first
    assert said(fill(texts.up, points=second - first, date=dates.day(at))) in sari.result
    await sari.tick("npwp")
    await sari.choose(1)
    third = (await sari.recorded())[0]["total"]
    assert third > second
    assert said(fill(texts.up, points=third - first, date=dates.day(at))) in sari.result


# Steps of many choices


async def test_choices_that_are_only_half_made_end_nothing(sari: Scene, library: Library) -> None:
    texts = library.texts.checklist
    await war(sari)
    await sari.choose(1)
    await sari.press(texts.back)
    assert sari.at("harga", "tekan-ai")
    assert sum(label.startswith("✅") for label in sari.labels) == 1, "the answer that was given here"
    await sari.choose(4)
    assert sari.at("harga", "strategi")
    assert await sari.recorded() == []
    assert "strategi" not in (await sari.state())["walks"]["harga"]["answers"]


async def test_choices_survive_a_question_and_typed_ones_join_them(sari: Scene, library: Library) -> None:
    strategies = library.checklist("harga")
    assert strategies
    niche, _, bundling, *_ = (choice.label for choice in strategies.by_id["strategi"].choices)
    await war(sari)
    await sari.choose(1)
    await sari.say("apa itu niche?")
    assert sari.at("harga", "strategi")
    assert f"✅ {niche}" in sari.labels
    await sari.say("bundling")
    assert said(fill(library.texts.result.used, strategies=f"{niche}, {bundling}")) in sari.result


async def test_a_choice_tapped_twice_is_none(sari: Scene, library: Library) -> None:
    await war(sari)
    await sari.choose(1)
    await sari.choose(1)
    assert not any(label.startswith("✅") for label in sari.labels)
    await sari.choose(6)
    assert len(await sari.recorded()) == 1
    assert said(library.texts.result.used.partition("{")[0]) not in sari.result


async def test_what_is_chosen_of_many_belongs_to_one_step(knowledge: Knowledge) -> None:
    def change(checklist: Checklist) -> Checklist:
        return replace(checklist, steps=(*checklist.steps, replace(checklist.by_id["strategi"], id="strategi-lain")))

    async with scene(changed(knowledge, "harga", change)) as talk:
        await war(talk)
        await talk.choose(1)
        await talk.choose(6)
        assert talk.results == []
        assert not any(label.startswith("✅") for label in talk.labels)

"""What somebody can see and erase of what is kept of them, and figures that are hard to make sense of."""

from __future__ import annotations

import pytest

from bot.chat import session
from bot.content.library import Library
from bot.replies.personal import ERASE, may_erase
from bot.replies.reply import fill
from bot.storage.housekeeping import kept_days
from bot.storage.tables import metadata, personal, relays, results
from tests.chat.scenes import DAY, Scene, finish_loan, promote, said, war
from tests.chat.walkers import start
from tests.storage.units import add, row_of
from tests.talk import buttons_of

# Doors, figures, history


async def test_a_result_is_compared_and_drawn_only_with_those_of_the_same_door(sari: Scene) -> None:
    await promote(sari, "$25", "$10", "3", "0,2")
    assert len(sari.photos) == 1
    for photos in (2, 4):
        await war(sari)
        await sari.choose(6)
        assert len(sari.photos) == photos, "how it went is drawn from the second of its kind on"


@pytest.mark.parametrize(
    "figures",
    [("$25", "$10", "?", "0"), ("$5", "$50", "3", "0,2"), ("$25", "$10", "0", "0"), ("$10", "$10", "?", "?")],
    ids=["free clicks", "a loss", "nobody orders", "nothing is left"],
)
async def test_every_figure_ends_in_a_result_that_makes_sense(sari: Scene, figures: tuple[str, ...]) -> None:
    await promote(sari, *figures)
    assert len(sari.results) == 1
    assert len(await sari.recorded()) == 1
    assert not sari.errors


async def test_no_price_of_a_click_evens_a_loss(sari: Scene, library: Library) -> None:
    even = said(library.texts.result.break_even.partition("{")[0])
    await promote(sari, "$50", "$5", "3", "0,2")
    assert even in sari.result
    await promote(sari, "$5", "$50", "3", "0,2")
    assert even not in sari.result
    assert said(library.texts.result.loss) in sari.result


@pytest.mark.parametrize("rate", ["5", "99 juta"], ids=["too little", "too much"])
async def test_an_exchange_rate_that_cannot_be_is_told_apart_from_no_figure(
    sari: Scene, library: Library, rate: str
) -> None:
    texts = library.texts.checklist
    await promote(sari, "Rp 400.000", "$10", "3", "0,2")
    assert sari.at("harga", "kurs")
    assert said(texts.no_such_rate) in await sari.say(rate)
    assert said(texts.not_understood) in await sari.say("zzzz qqqq")
    await sari.say("16.000")
    assert len(sari.results) == 1


async def test_the_history_tells_figures_without_markup_and_with_their_change(sari: Scene) -> None:
    await promote(sari, "$25", "$10", "3", "0,2")
    await war(sari)
    await sari.choose(6)
    await promote(sari, "$35", "$10", "3", "0,2")
    history = await sari.say("/riwayat")
    assert "<" not in history
    assert "$55 (▲$30)" in history
    assert "$25" in history


async def test_the_history_shows_ticks_of_one_day_as_one_result(sari: Scene) -> None:
    await finish_loan(sari)
    await sari.let_pass(2 * DAY)
    await sari.tick("bank")
    await sari.press(sari.library.texts.result.untick, sari.results[-1])
    assert len(await sari.recorded()) == 3
    history = await sari.say("/riwayat")
    assert history.count("/100") == 2
    assert "▲" not in history, "the last of the day counts, and it was taken back"


# Erasing


async def test_erasing_in_the_middle_leaves_nothing_and_old_buttons_say_so(anywhere: Scene) -> None:
    talk = anywhere
    texts = talk.library.texts
    await finish_loan(talk)
    await start(talk, "burnout")
    await talk.choose(2)
    step = dict(talk.steps[-1])
    await talk.say("/hapusdata")
    await talk.press(texts.personal.erase_yes)
    for table in personal:
        assert await talk.rows(table) == [], table.name
    press = buttons_of(step)[1]["callback_data"]
    assert await talk.desk.press(talk.person, step, press) == texts.checklist.gone
    assert await talk.rows(results) == []


async def test_erasing_leaves_no_session_that_was_just_brought_up(
    sari: Scene, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    await finish_loan(sari)
    await sari.say("/hapusdata")
    monkeypatch.setattr(session, "_VERSION", 2)
    monkeypatch.setattr(session, "_STEPS", {1: lambda state: None})
    await sari.press(library.texts.personal.erase_yes)
    for table in personal:
        assert await sari.rows(table) == [], table.name


async def test_questions_to_the_operators_are_erased_and_what_cannot_be_is_said(sari: Scene, library: Library) -> None:
    texts = library.texts.personal
    budi = sari.desk.world.person("Budi")
    for key, number, person in (("a", 1, sari.person), ("b", 2, sari.person), ("c", 3, budi)):
        row = row_of(relays, number, key=key, user_id=person.id, chat_id=person.id)
        await add(sari.database, relays, **row)
    await sari.say("/hapusdata")
    await sari.press(texts.erase_yes)
    assert said(fill(texts.held.relays, number=2)) in sari.text
    assert [row["key"] for row in await sari.rows(relays)] == ["c"]


async def test_everybody_is_told_of_every_table(sari: Scene, library: Library) -> None:
    told = await sari.say("/privasi")
    assert told == await sari.say("/privacy")
    tables = library.texts.personal.tables.model_dump()
    assert tables.keys() == metadata.tables.keys()
    for name, text in tables.items():
        assert said(text.replace("{days}", str(kept_days().get(name)))) in told, name
    assert not sari.errors


async def test_erasing_twice_does_not_hide_what_was_erased(sari: Scene, library: Library) -> None:
    texts = library.texts.personal
    await finish_loan(sari)
    await sari.say("/hapusdata")
    page, yes = dict(sari.last), sari.data(texts.erase_yes)
    await sari.desk.press(sari.person, page, yes)
    told = sari.text
    assert said(fill(texts.held.results, number=1)) in told
    await sari.desk.press(sari.person, page, yes)
    assert sari.text == told


@pytest.mark.parametrize(
    ("data", "now", "counts"),
    [
        (f"{ERASE}:rs", 1_000.0, True),
        (f"{ERASE}:rs", 1_900.0, True),
        (f"{ERASE}:rs", 1_901.0, False),
        (f"{ERASE}:rs", 999.0, False),
        (ERASE, 1_000.0, False),
        (f"{ERASE}:", 1_000.0, False),
    ],
    ids=["at once", "a quarter of an hour later", "later", "from the future", "without a time", "with no time"],
)
def test_the_answer_to_erase_counts_for_a_quarter_of_an_hour(data: str, now: float, counts: bool) -> None:
    assert may_erase(data, now) is counts


async def test_an_old_answer_to_erase_erases_nothing(sari: Scene, library: Library) -> None:
    await finish_loan(sari)
    await sari.say("/hapusdata")
    assert await sari.desk.press(sari.person, sari.last, f"{ERASE}:1") == library.texts.faults.stale_button
    assert len(await sari.recorded()) == 1


async def test_whoever_has_nothing_kept_is_told_so(sari: Scene, library: Library) -> None:
    await sari.say("/hapusdata")
    assert await sari.press(library.texts.personal.erase_yes) == library.texts.personal.erased_nothing
    assert library.texts.personal.erase_yes in sari.labels, "the question stays where it was"

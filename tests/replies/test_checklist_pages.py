"""Steps and results, whatever was answered, keep Telegram's limits, and every button on them means something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.drawings import CAPTION_LIMIT, Drawings
from bot.checklists.past import Past
from bot.checklists.score import result_of
from bot.checklists.walk import Walk, current
from bot.content.checklist import Checklist
from bot.playground.markup import parse_html
from bot.replies.buttons import read_press
from bot.replies.guest_taps import read_guest_tap
from bot.replies.reminders import (
    ASK_POMODORO,
    ASK_REMINDER,
    HOURS,
    STOP_REMINDER,
    Slot,
    quiet_until,
    read_pomodoro,
    read_slot,
)
from bot.replies.reply import Reply
from bot.replies.results import ResultPages
from bot.replies.steps import Place, StepPages
from bot.replies.taps import Act, Tap, base36, read_tap
from tests.checklists.test_walk import CHECKLISTS, LIBRARY, by_name, walked
from tests.replies.test_limits import check_limits

PLACES = [Place("k3f"), Place("zzzz", owner=2**52)]
OTHERS = {ASK_REMINDER, ASK_POMODORO}


def means_something(reply: Reply) -> None:
    for button in reply.buttons():
        tap = read_tap(button.data, LIBRARY)
        known = read_press(button.data, LIBRARY) or read_guest_tap(button.data, LIBRARY)
        assert button.url or tap or known or button.data in OTHERS, button


@by_name
@given(data=st.data(), steps=st.integers(0, 20), place=st.sampled_from(PLACES))
def test_every_step_keeps_the_limits(name: str, data: st.DataObject, steps: int, place: Place) -> None:
    checklist, pages = CHECKLISTS[name], StepPages(LIBRARY)
    walk = walked(checklist, data, steps)
    if current(checklist, walk) is None:
        walk = Walk(walk.answers, checklist.steps[0].id)
    for reply in (
        pages.step(checklist, walk, place),
        pages.unfinished(checklist, walk, place),
        pages.saved(checklist, place),
        pages.cancels(checklist, place),
        pages.cancelled(checklist, place),
    ):
        check_limits(reply)
        means_something(reply)


@by_name
@given(data=st.data(), place=st.sampled_from(PLACES), old=st.none() | st.integers(0, 100))
def test_every_result_keeps_the_limits_and_names_its_source(
    name: str, data: st.DataObject, place: Place, old: int | None
) -> None:
    checklist = CHECKLISTS[name]
    result = result_of(checklist, walked(checklist, data).answers)
    past = Past(1.7e9, result.door, old, {}) if old is not None else None
    reply = ResultPages(LIBRARY).result(checklist, result, past, place, "a_very_long_bot_username_of_32_ch")
    check_limits(reply)
    means_something(reply)
    assert "Sumber: " in parse_html(reply.html).text
    drawing = Drawings(LIBRARY).of(checklist, result)
    assert drawing is None or 1 <= len(parse_html(drawing.caption).text) <= CAPTION_LIMIT


@pytest.mark.parametrize("name", sorted(CHECKLISTS))
@pytest.mark.parametrize("pick", [min, max], ids=["worst", "best"])
def test_the_longest_results_fit_one_message(name: str, pick: object) -> None:
    checklist = CHECKLISTS[name]
    for door in checklist.by_id[checklist.door].by_id if checklist.door else [""]:
        answers = all_by(checklist, door, pick)
        reply = ResultPages(LIBRARY).result(checklist, result_of(checklist, answers), None, PLACES[0], "bot")
        check_limits(reply)


def all_by(checklist: Checklist, door: str, pick: object) -> dict[str, object]:
    """Every choice the worst or the best."""
    assert callable(pick)
    answers: dict[str, object] = {checklist.door: door} if checklist.door else {}
    for step in checklist.steps:
        if step.choices and step.id not in answers:
            answers[step.id] = pick(step.choices, key=lambda choice: choice.points).id
    return answers


@given(
    act=st.sampled_from(list(Act)),
    name=st.sampled_from(sorted(CHECKLISTS)),
    run=st.text("abc019", max_size=4),
    owner=st.none() | st.integers(0, 2**60),
    data=st.data(),
)
def test_a_tap_is_what_it_was_written_as(act: Act, name: str, run: str, owner: int | None, data: st.DataObject) -> None:
    step = data.draw(st.sampled_from(CHECKLISTS[name].steps))
    choice = data.draw(st.sampled_from(["", *step.by_id]))
    tap = Tap(act, name, run, step.id, choice, owner)
    assert len(tap.data().encode()) <= 64
    assert read_tap(tap.data(), LIBRARY) == tap


@given(st.text())
def test_no_button_data_makes_reading_fail(data: str) -> None:
    tap = read_tap(data, LIBRARY)
    assert tap is None or tap.data() == data
    assert read_slot(data) is None or data.startswith("r:")
    assert read_pomodoro(data) is None or data.startswith("p:")


@given(st.integers(0, 2**70))
def test_base36_is_read_by_python(number: int) -> None:
    assert int(base36(number), 36) == number


@given(
    st.builds(Slot, st.integers(0, 6), st.sampled_from(list(HOURS)), st.sampled_from(["WIB", "WITA", "WIT"])),
    st.floats(1.6e9, 2.2e9),
)
def test_a_reminder_rings_within_a_week_at_its_hour_and_never_at_night(slot: Slot, now: float) -> None:
    due = slot.next_after(now)
    assert now < due <= now + 7 * 86400
    assert quiet_until(due, slot.zone) == due
    assert now <= quiet_until(now, slot.zone) <= now + 10 * 3600


def test_stopping_is_no_slot() -> None:
    assert read_slot(STOP_REMINDER) is None

"""Properties of walking: any answers in any order end, back and forward is where one was, nothing is asked twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checklists.answers import fits, still_fitting
from bot.checklists.walk import AnswerError, Walk, answered, back, current, progress, way
from bot.content.checklist import Checklist, Kind, Step
from bot.content.loader import load_library
from tests.conftest import KNOWLEDGE_DIR

LIBRARY = load_library(KNOWLEDGE_DIR)
CHECKLISTS = {checklist.name: checklist for checklist in LIBRARY.checklists}

by_name = pytest.mark.parametrize("name", sorted(CHECKLISTS))
money = st.tuples(st.floats(0, 1e9), st.sampled_from(["IDR", "USD"])).map(list)


def answers_to(step: Step) -> st.SearchStrategy[Any]:
    """Any answer that a step takes."""
    found: st.SearchStrategy[Any]
    match step.kind:
        case Kind.CHOICE:
            found = st.sampled_from([choice.id for choice in step.choices])
        case Kind.MANY:
            found = st.lists(st.sampled_from([choice.id for choice in step.choices]), unique=True)
        case Kind.AMOUNTS:
            found = st.lists(money, min_size=step.least, max_size=step.most)
        case Kind.AMOUNT:
            found = st.lists(money, min_size=2, max_size=2)
        case Kind.ORDERS:
            found = st.lists(st.floats(0, 1), min_size=2, max_size=2)
        case Kind.RATE:
            found = st.floats(1000, 100000)
    return found | st.none() if step.skip else found


def walked(checklist: Checklist, data: st.DataObject, most: int = 100) -> Walk:
    """A walk of up to `most` steps by arbitrary answers."""
    walk = Walk()
    for _ in range(most):
        step = current(checklist, walk)
        if step is None:
            break
        walk = answered(checklist, walk, step.id, data.draw(answers_to(step)))
    return walk


@by_name
@given(data=st.data())
def test_any_answers_end_and_no_step_is_asked_twice(name: str, data: st.DataObject) -> None:
    checklist, walk, asked = CHECKLISTS[name], Walk(), []
    while (step := current(checklist, walk)) is not None:
        asked.append(step.id)
        walk = answered(checklist, walk, step.id, data.draw(answers_to(step)))
    assert len(asked) == len(set(asked)) <= len(checklist.steps)
    assert asked == [step.id for step in way(checklist, walk.answers)]


@by_name
@given(data=st.data(), steps=st.integers(1, 20), moves=st.integers(1, 5))
def test_back_and_the_same_answers_again_is_where_one_was(
    name: str, data: st.DataObject, steps: int, moves: int
) -> None:
    checklist = CHECKLISTS[name]
    here = walked(checklist, data, steps)
    there = here
    for _ in range(moves):
        there = back(checklist, there)
    step = current(checklist, there)
    assert step is not None
    again = answered(checklist, there, step.id, here.answers[step.id])
    assert again == here


@by_name
@given(data=st.data())
def test_going_back_reaches_the_first_step_and_stays_there(name: str, data: st.DataObject) -> None:
    checklist = CHECKLISTS[name]
    walk = walked(checklist, data)
    for _ in range(len(checklist.steps) + 1):
        walk = back(checklist, walk)
    assert current(checklist, walk) == checklist.steps[0]
    assert back(checklist, walk) == walk


@by_name
@given(data=st.data(), steps=st.integers(0, 30))
def test_progress_counts_up_to_the_end_and_never_beyond(name: str, data: st.DataObject, steps: int) -> None:
    checklist = CHECKLISTS[name]
    walk = walked(checklist, data, steps)
    number, of = progress(checklist, walk)
    assert 1 <= number <= len(checklist.steps)
    assert of == 0 or number <= of <= len(checklist.steps)
    if current(checklist, walk) is None:
        assert number == of == len(way(checklist, walk.answers))


@by_name
@given(data=st.data(), name_of_step=st.text(max_size=5))
def test_what_a_step_does_not_take_is_refused_and_changes_nothing(
    name: str, data: st.DataObject, name_of_step: str
) -> None:
    checklist = CHECKLISTS[name]
    walk = walked(checklist, data, 3)
    with pytest.raises(AnswerError):
        answered(checklist, walk, name_of_step, "ya")
    if (step := current(checklist, walk)) is not None:
        with pytest.raises(AnswerError):
            answered(checklist, walk, step.id, {"no": "answer"})


@pytest.mark.parametrize("broken", [3, "no such choice", [], [[1, "EUR"]], [["x", "IDR"]], {"a": 1}, [[-1, "IDR"]] * 3])
def test_kept_answers_that_no_longer_fit_are_left_out(broken: object) -> None:
    checklist = CHECKLISTS["pinjaman"]
    first = checklist.steps[0]
    good = {first.id: first.choices[0].id}
    amounts = next(step.id for step in checklist.steps if step.kind is Kind.AMOUNTS)
    assert still_fitting(checklist, {**good, amounts: broken, "step-of-old": "ya"}) == good


def test_only_steps_that_may_be_skipped_take_nothing() -> None:
    for checklist in CHECKLISTS.values():
        for step in checklist.steps:
            assert fits(step, None) == bool(step.skip), step.id


def test_an_answer_that_closes_a_step_brings_its_answer_back_when_it_opens_again() -> None:
    checklist = CHECKLISTS["pinjaman"]
    opened = next(step for step in checklist.steps if step.when)
    by, choices = next(iter(opened.when.items()))
    opening = next(choice.id for choice in checklist.by_id[by].choices if choice.id in choices)
    closing = next(choice.id for choice in checklist.by_id[by].choices if choice.id not in choices)
    answers: dict[str, Any] = {opened.id: opened.choices[0].id, by: closing}
    assert opened not in way(checklist, answers)
    assert opened in way(checklist, {**answers, by: opening})


@pytest.mark.parametrize(
    ("typed", "asks"),
    [([[4e6, "IDR"]] * 3, False), ([[4e6, "IDR"], [300, "USD"], [5e6, "IDR"]], True)],
    ids=["rupiah alone", "some dollars"],
)
def test_a_rate_is_asked_only_where_it_is_needed(typed: object, asks: bool) -> None:
    checklist = CHECKLISTS["pinjaman"]
    rate = checklist.rate
    assert rate
    assert (rate in way(checklist, {rate.of[0]: typed})) == asks

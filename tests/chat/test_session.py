"""A session remembers little, for a while, and survives as JSON."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.session import EXPECTED_WITHIN, FOLLOW_UP_WITHIN, Session
from tests.clock import Clock


def test_what_was_shown_means_nothing_after_five_minutes() -> None:
    clock = Clock()
    session = Session({}, clock)
    session.remember_topic("burnout/apa-itu")
    clock.now += FOLLOW_UP_WITHIN
    assert session.topic == "burnout/apa-itu"
    clock.now += 1
    assert session.topic is None


def test_what_was_asked_for_is_awaited_for_a_quarter_of_an_hour_or_until_it_came() -> None:
    clock = Clock()
    session = Session({}, clock)
    session.expect("question")
    assert session.expects == "question"
    clock.now += EXPECTED_WITHIN + 1
    assert session.expects is None
    session.expect("question")
    session.settle()
    assert session.expects is None


def test_an_album_and_a_rating_count_once() -> None:
    session = Session({})
    assert [session.first_of_album("a") for _ in range(3)] == [True, False, False]
    assert [session.first_rating(5) for _ in range(3)] == [True, False, False]


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 10**12)), max_size=100))
def test_answers_are_known_through_json_and_never_grow_without_bound(pairs: list[tuple[int, int]]) -> None:
    state: dict[str, Any] = {}
    for question, answer in pairs:
        state = json.loads(json.dumps(state))
        Session(state).remember_answer(question, answer)
    session = Session(json.loads(json.dumps(state)))
    latest = dict(pairs)
    newest = list(dict.fromkeys(question for question, _ in reversed(pairs)))[:30]
    assert {question: session.answer_to(question) for question in newest} == {n: latest[n] for n in newest}
    assert len(state.get("answers", [])) <= 30


def test_a_state_of_a_newer_version_starts_anew() -> None:
    state = {"v": 99, "topic": "something else altogether"}
    assert Session(state).topic is None
    assert state == {}

"""How often one person may ask in one group."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import pace
from bot.chat.pace import MOST_QUESTIONS, Pace, Paces
from tests.clock import Clock

GROUP, SARI, BUDI = -100, 1, 2


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def paces(clock: Clock) -> Paces:
    return Paces(clock)


def test_five_questions_a_minute_are_answered_the_sixth_is_told_and_the_rest_ignored(
    paces: Paces, clock: Clock
) -> None:
    steps = [paces.step(GROUP, SARI) for _ in range(8)]
    assert steps == [Pace.ANSWER] * 5 + [Pace.TELL, Pace.IGNORE, Pace.IGNORE]
    assert paces.step(GROUP, BUDI) is Pace.ANSWER
    assert paces.step(GROUP - 1, SARI) is Pace.ANSWER
    clock.pass_by(60)
    assert paces.step(GROUP, SARI) is Pace.ANSWER


def test_what_was_ignored_does_not_prolong_the_wait(paces: Paces, clock: Clock) -> None:
    for _ in range(MOST_QUESTIONS):
        paces.step(GROUP, SARI)
    for _ in range(5):
        clock.pass_by(10)
        paces.step(GROUP, SARI)
    clock.pass_by(10)
    assert paces.step(GROUP, SARI) is Pace.ANSWER


_STEPS = st.lists(st.tuples(st.sampled_from([0.0, 0.5, 7.0, 30.0, 60.0]), st.sampled_from([SARI, BUDI])), max_size=80)


@given(_STEPS)
def test_nobody_is_answered_more_than_five_times_in_a_minute_nor_told_twice_in_five(
    steps: list[tuple[float, int]],
) -> None:
    clock = Clock(0.0)
    paces = Paces(clock)
    taken: dict[tuple[int, Pace], list[float]] = {}
    for pause, person in steps:
        clock.pass_by(pause)
        taken.setdefault((person, paces.step(GROUP, person)), []).append(clock())
    for person in (SARI, BUDI):
        answered, told = taken.get((person, Pace.ANSWER), []), taken.get((person, Pace.TELL), [])
        assert all(sum(begin <= at < begin + 60 for at in answered) <= MOST_QUESTIONS for begin in answered)
        assert all(later - earlier >= 300 for earlier, later in pairwise(told))


def test_the_first_cry_in_half_an_hour_is_urgent(paces: Paces, clock: Clock) -> None:
    assert [paces.is_first_cry(GROUP, SARI) for _ in range(3)] == [True, False, False]
    assert paces.is_first_cry(GROUP, BUDI)
    assert paces.is_first_cry(GROUP - 1, SARI)
    clock.pass_by(1_799)
    assert not paces.is_first_cry(GROUP, SARI)
    clock.pass_by(1)
    assert paces.is_first_cry(GROUP, SARI)
    clock.pass_by(1_800)
    paces.is_first_cry(GROUP, 7)
    assert len(paces._cried) == 1, "what is over is forgotten"


def test_people_who_were_silent_for_a_while_are_forgotten(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    monkeypatch.setattr(pace, "_MOST_KNOWN", 50)
    paces = Paces(clock)
    for person in range(500):
        for _ in range(MOST_QUESTIONS + 1):
            paces.step(GROUP, person)
        clock.pass_by(2)
    assert len(paces._asked) <= 51
    assert len(paces._told) <= 300
    assert paces.step(GROUP, 499) is Pace.IGNORE, "and who was not is known"

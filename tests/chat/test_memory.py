"""What the bot remembers of a group: turns in a minute, answers of ten minutes, walls, introductions, welcomes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import count, pairwise
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.memory import (
    GATHERED_FOR,
    INTRODUCED_AFTER,
    MOST_REPLIES,
    REPEATED_AFTER,
    UNASKED_AFTER,
    WELCOMED_AFTER,
    Granted,
    GroupMemory,
    Said,
    Turn,
)

Got = TypeVar("Got")

NOW = 1_772_427_600.0
MINUTE = 60.0
SAID = Said(7, 0)
A, B = "burnout/apa-itu", "sejarah/awal-mula"
_message_ids = count(1)


class Kept:
    """A memory over time, kept as JSON between two moments, as it is in the database."""

    def __init__(self) -> None:
        self.text = "{}"

    def ask_turn(self, at: float, entries: Sequence[str] = (), topic: int = 0, **how: bool) -> Granted:
        return self.change(at, lambda memory: memory.ask_turn(topic, entries, **how))

    def answered(self, at: float, entries: Sequence[str], said: Said = SAID) -> None:
        self.change(at, lambda memory: memory.answered(entries, said))

    def joins(self, at: float, names: Sequence[str]) -> float:
        message_id = next(_message_ids)
        return self.change(at, lambda memory: memory.joins(names, message_id))

    def change(self, at: float, change: Callable[[GroupMemory], Got]) -> Got:
        kept = json.loads(self.text)
        result = change(GroupMemory(kept, NOW + at))
        self.text = json.dumps(kept)
        return result


@pytest.fixture
def kept() -> Kept:
    return Kept()


# Turns


_ENTRIES = st.lists(st.sampled_from([A, B, "c/d", "e/f"]), max_size=2, unique=True)
_STEPS = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 1.0, 2.5, 10.0, 59.9, 60.0, 301.0]), _ENTRIES, st.booleans(), st.booleans()),
    max_size=120,
)


@given(_STEPS)
def test_no_minute_ever_holds_more_than_twenty_messages(steps: list[tuple[float, list[str], bool, bool]]) -> None:
    kept, at = Kept(), 0.0
    sent: list[float] = []
    for pause, entries, unasked, arrives in steps:
        at += pause
        turn = kept.ask_turn(at, entries, unasked=unasked).turn
        if turn in (Turn.SPEAK, Turn.EARLIER, Turn.LIMIT):
            sent.append(at)
        if turn is Turn.SPEAK and arrives:
            kept.answered(at, entries)
    assert all(sum(begin <= one < begin + MINUTE for one in sent) <= MOST_REPLIES for begin in sent)


@given(_STEPS)
def test_the_limit_is_told_once_in_five_minutes_and_never_unasked(
    steps: list[tuple[float, list[str], bool, bool]],
) -> None:
    kept, at, told = Kept(), 0.0, -1e9
    for pause, _, unasked, _ in steps:
        at += pause / 10
        if kept.ask_turn(at, unasked=unasked).turn is Turn.LIMIT:
            assert not unasked
            assert at - told >= 300
            told = at


def test_the_twentieth_message_says_that_there_are_no_more(kept: Kept) -> None:
    turns = [kept.ask_turn(0).turn for _ in range(MOST_REPLIES + 3)]
    assert turns == [Turn.SPEAK] * 19 + [Turn.LIMIT] + [Turn.SILENCE] * 3
    assert kept.ask_turn(MINUTE - 0.1).turn is Turn.SILENCE
    assert kept.ask_turn(MINUTE).turn is Turn.SPEAK


def test_where_nobody_is_to_be_told_the_line_is_left_for_who_asks(kept: Kept) -> None:
    for _ in range(19):
        kept.ask_turn(0)
    assert kept.ask_turn(0, unasked=True).turn is Turn.SILENCE
    assert kept.ask_turn(0, tells=False).turn is Turn.SILENCE
    assert kept.ask_turn(0).turn is Turn.LIMIT


@given(st.integers(0, 40), st.booleans())
def test_what_is_urgent_is_said_at_any_limit_and_at_any_time_since_the_last_one(before: int, unasked: bool) -> None:
    kept = Kept()
    for _ in range(before):
        kept.ask_turn(0)
        kept.ask_turn(0, unasked=True)
    assert kept.ask_turn(0, urgent=True, unasked=unasked).turn is Turn.SPEAK


def test_what_is_urgent_is_not_said_against_a_wall(kept: Kept) -> None:
    kept.change(0, lambda memory: memory.meets_wall(None))
    assert kept.ask_turn(0, urgent=True).turn is Turn.SILENCE


def test_a_clock_that_was_set_back_does_not_count_what_is_to_come(kept: Kept) -> None:
    for _ in range(25):
        kept.ask_turn(1_000)
    assert kept.ask_turn(0).turn is Turn.SPEAK


def test_unasked_answers_are_five_minutes_apart_and_asked_ones_do_not_count(kept: Kept) -> None:
    assert kept.ask_turn(0, [A], unasked=True).turn is Turn.SPEAK
    assert kept.ask_turn(1, [B]).turn is Turn.SPEAK
    assert kept.ask_turn(UNASKED_AFTER - 0.1, ["c/d"], unasked=True).turn is Turn.SILENCE
    assert kept.ask_turn(UNASKED_AFTER, ["c/d"], unasked=True).turn is Turn.SPEAK


# Answers


def test_an_answer_is_not_repeated_for_ten_minutes(kept: Kept) -> None:
    assert kept.ask_turn(0, [A]).turn is Turn.SPEAK
    assert kept.ask_turn(0, [A]).turn is Turn.WAIT
    kept.answered(0, [A], Said(7, 3))
    assert kept.ask_turn(REPEATED_AFTER - 0.1, [A]) == Granted(Turn.EARLIER, Said(7, 3))
    assert kept.ask_turn(REPEATED_AFTER - 0.1, [A], unasked=True).turn is Turn.SILENCE
    assert kept.ask_turn(REPEATED_AFTER, [A]).turn is Turn.SPEAK


def test_pointing_to_an_answer_does_not_make_it_newer(kept: Kept) -> None:
    kept.answered(0, [A])
    assert kept.ask_turn(500, [A]).turn is Turn.EARLIER
    assert kept.ask_turn(700, [A]).turn is Turn.SPEAK


def test_two_entries_were_said_where_both_were(kept: Kept) -> None:
    kept.answered(0, [A])
    assert kept.ask_turn(1, [A, B]).turn is Turn.SPEAK
    kept.answered(2, [A, B], Said(8, 0))
    assert kept.ask_turn(3, [B, A]) == Granted(Turn.EARLIER, Said(8, 0))


def test_an_answer_that_never_arrived_is_given_again(kept: Kept) -> None:
    kept.ask_turn(0, [A])
    assert kept.ask_turn(15, [A]).turn is Turn.WAIT
    assert kept.ask_turn(15.1, [A]).turn is Turn.SPEAK


def test_what_is_taken_back_may_be_said_and_what_was_said_is_not_taken_back(kept: Kept) -> None:
    kept.ask_turn(0, [A])
    kept.change(0, lambda memory: memory.take_back([A, B]))
    assert kept.ask_turn(0, [A]).turn is Turn.SPEAK
    kept.answered(0, [A])
    kept.change(0, lambda memory: memory.take_back([A]))
    assert kept.ask_turn(0, [A]).turn is Turn.EARLIER


def test_a_message_that_is_gone_says_nothing(kept: Kept) -> None:
    kept.answered(0, [A, B])
    kept.change(1, lambda memory: memory.forget(8))
    assert kept.ask_turn(1, [A]).turn is Turn.EARLIER
    kept.change(1, lambda memory: memory.forget(7))
    assert kept.ask_turn(1, [A]).turn is Turn.SPEAK


def test_where_an_entry_was_said_is_known_while_it_is_fresh(kept: Kept) -> None:
    kept.answered(0, [A])
    kept.ask_turn(0, [B])
    assert kept.change(599, lambda memory: memory.elsewhere([A], 8)) == Said(7, 0)
    assert kept.change(599, lambda memory: memory.elsewhere([A], 7)) is None, "it is that very message"
    assert kept.change(1, lambda memory: memory.elsewhere([B], 8)) is None, "it is only on its way"
    assert kept.change(1, lambda memory: memory.elsewhere([A, B], 8)) is None, "not all of it was said"
    assert kept.change(1, lambda memory: memory.elsewhere([], 8)) is None
    assert kept.change(600, lambda memory: memory.elsewhere([A], 8)) is None


def test_what_is_kept_does_not_grow_with_time(kept: Kept) -> None:
    for number in range(500):
        at = 61.0 * number
        kept.ask_turn(at, [f"x/{number}"])
        kept.answered(at, [f"x/{number}"], Said(number, 0))
    assert len(kept.text) < 2_000


# Walls


def test_a_wall_of_a_topic_leaves_the_others_and_one_of_the_chat_leaves_none(kept: Kept) -> None:
    assert kept.change(0, lambda memory: memory.meets_wall(7)) is True
    assert kept.change(0, lambda memory: memory.meets_wall(7)) is False
    assert kept.ask_turn(1, topic=7).turn is Turn.SILENCE
    assert kept.ask_turn(1, topic=8).turn is Turn.SPEAK
    assert kept.change(1, lambda memory: memory.meets_wall(None)) is True
    assert kept.ask_turn(1, topic=8).turn is Turn.SILENCE
    kept.change(2, lambda memory: memory.opens(7))
    assert kept.ask_turn(2, topic=7).turn is Turn.SILENCE
    kept.change(3, lambda memory: memory.opens())
    assert kept.ask_turn(3, topic=8).turn is Turn.SPEAK


def test_a_wall_is_tried_again_after_ten_minutes_and_is_new_then(kept: Kept) -> None:
    kept.change(0, lambda memory: memory.meets_wall(0))
    assert kept.ask_turn(599).turn is Turn.SILENCE
    assert kept.ask_turn(600).turn is Turn.SPEAK
    assert kept.change(600, lambda memory: memory.meets_wall(0)) is True


# Introductions and welcomes


def test_it_introduces_itself_once_a_day(kept: Kept) -> None:
    at = [0, 1, INTRODUCED_AFTER - 1, INTRODUCED_AFTER, INTRODUCED_AFTER + 1]
    assert [kept.change(one, GroupMemory.may_introduce) for one in at] == [True, False, False, True, False]


_JOINS = st.lists(st.tuples(st.floats(0, 2_000), st.lists(st.text(max_size=64), min_size=1, max_size=15)), max_size=20)


@given(_JOINS)
def test_everybody_who_joins_is_welcomed_once_and_an_hour_lies_between(joins: list[tuple[float, list[str]]]) -> None:
    kept, at, due = Kept(), 0.0, None
    came = told = 0
    rang: list[float] = []

    def ring(moment: float) -> int:
        names, more = kept.change(moment, GroupMemory.welcomes)
        assert len(names) <= 10
        if names:
            rang.append(moment)
        return len(names) + more

    for pause, names in joins:
        if due is not None and due <= at + pause:
            told, due = told + ring(due), None
        at += pause
        due = kept.joins(at, names) - NOW
        came += len(names)
        assert at <= due
    told += ring(due) if due is not None else 0
    assert told == came
    assert all(later - earlier >= WELCOMED_AFTER - 0.001 for earlier, later in pairwise(rang))


def test_the_first_who_comes_sets_the_time(kept: Kept) -> None:
    assert kept.joins(0, ["Wati"]) == NOW + GATHERED_FOR
    assert kept.joins(30, ["Agus"]) == NOW + GATHERED_FOR
    assert kept.change(60, GroupMemory.welcomes) == (["Wati", "Agus"], 0)
    assert kept.change(61, GroupMemory.welcomes) == ([], 0)


# What is kept may be anything


_KEYS = st.sampled_from(
    ["said", "told", "answers", "unasked", "introduced", "walls", "welcome", A, "*", "names", "due"]
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(_KEYS, _JSON))
def test_whatever_is_kept_the_bot_goes_on(there: dict[str, Any]) -> None:
    memory = GroupMemory(there, NOW)
    memory.may_introduce()
    memory.joins(["Wati"], 1)
    memory.welcomes()
    memory.meets_wall(3)
    memory.opens()
    memory.elsewhere([A], 7)
    memory.forget(7)
    memory.take_back([A])
    memory.answered([A], Said(7, 0))
    turns = {GroupMemory(there, NOW + 301 * number).ask_turn(0, [B]).turn for number in range(4)}
    assert Turn.SPEAK in turns, "and it is not silenced for ever"


@pytest.mark.parametrize(
    "there",
    [
        {"walls": {"*": NOW + 1e9}},
        {"walls": {"0": NOW + 1e9}},
        {"told": NOW + 1e9, "said": [NOW] * 30},
        {"answers": {A: [7, 0, NOW + 1e9]}},
    ],
    ids=["wall", "wall of a topic", "told", "answer"],
)
def test_what_is_kept_of_a_later_time_silences_it_for_minutes_at_most(there: dict[str, Any]) -> None:
    """A clock that was far ahead and is set back leaves such times."""
    assert GroupMemory(there, NOW + 700).ask_turn(0, [A]).turn is Turn.SPEAK


@pytest.mark.parametrize("part", ["unasked", "introduced"])
def test_what_was_done_at_a_later_time_may_be_done_again(part: str) -> None:
    memory = GroupMemory({part: NOW + 1e9}, NOW)
    assert memory.may_introduce() if part == "introduced" else memory.ask_turn(0, [A], unasked=True).turn is Turn.SPEAK


def test_a_welcome_due_at_a_later_time_comes_within_the_hour() -> None:
    memory = GroupMemory({"welcome": {"names": ["Wati"], "due": NOW + 1e9, "last": NOW + 1e9}}, NOW)
    assert memory.joins(["Agus"], 2) <= NOW + WELCOMED_AFTER


@given(st.lists(st.floats(-2, 2), min_size=60, max_size=60))
def test_processes_whose_clocks_differ_a_little_count_together(differences: list[float]) -> None:
    kept = Kept()
    turns = [kept.ask_turn(0.1 * number + by).turn for number, by in enumerate(differences)]
    assert turns.count(Turn.SPEAK) + turns.count(Turn.LIMIT) <= MOST_REPLIES

"""Button data fit 64 bytes, survive a restart, and never mean something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.library import Library
from bot.replies.buttons import TOPICS, Action, Press, read_press
from bot.replies.reply import DATA_LIMIT


@pytest.fixture(scope="module")
def names(library: Library) -> list[str]:
    return [TOPICS, *library.names()]


@given(st.data())
def test_a_press_read_back_is_the_same(library: Library, names: list[str], data: st.DataObject) -> None:
    entries = st.sampled_from(list(library.entries))
    press = Press(
        action=data.draw(st.sampled_from(Action)),
        target=data.draw(st.sampled_from(names)),
        page=data.draw(st.integers(0, 99)),
        trail=tuple(data.draw(st.lists(st.sampled_from(names), max_size=7))),
        alternatives=tuple(data.draw(st.lists(entries, max_size=3))),
    )
    assert len(press.data().encode()) <= DATA_LIMIT
    assert read_press(press.data(), library) == press


def test_a_long_way_back_forgets_its_oldest_steps(library: Library) -> None:
    trail = tuple(list(library.entries)[:20])
    press = read_press(Press(Action.SHOW, TOPICS, trail=trail).data(), library)
    assert press is not None
    assert press.trail == trail[:7]


@pytest.mark.parametrize("data", ["", "x", "s:aaaaa.", "z:aaaaa.", "s:.", "s99999:aaaaa.", "a/b", "💥", "s:aaaa."])
def test_foreign_or_outdated_data_mean_nothing(library: Library, data: str) -> None:
    assert read_press(data, library) is None


@given(st.text(max_size=64))
def test_any_data_are_read_without_a_fault(library: Library, data: str) -> None:
    press = read_press(data, library)
    assert press is None or press.target


def test_steps_that_no_longer_exist_are_dropped_from_the_way_back(library: Library) -> None:
    known = Press(Action.SHOW, TOPICS).data()
    assert read_press(known.replace(".", "aaaaa."), library) == Press(Action.SHOW, TOPICS)

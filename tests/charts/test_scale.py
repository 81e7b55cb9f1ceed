"""Ranges, round steps and written numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.scale import Scale, places, spread, steps, written


@pytest.mark.parametrize(
    ("number", "unit", "decimals", "text"),
    [
        (1500, "Rp", 0, "Rp 1.500"),
        (-1_250_000, "Rp", 0, "−Rp 1.250.000"),
        (0.25, "$", 2, "$0,25"),
        (0, "$", 0, "$0"),
        (1234.5, "", 2, "1.234,50"),
        (2e12, "$", 0, "$2,0e+12"),
    ],
)
def test_numbers_are_written_as_indonesian_writes_them(number: float, unit: str, decimals: int, text: str) -> None:
    assert written(number, unit, decimals) == text


@pytest.mark.parametrize(
    ("numbers", "decimals"), [((0, 500), 0), ((0, 0.5, 1), 2), ((0.25,), 2), ((0.005,), 3), ((), 0)]
)
def test_all_numbers_of_an_axis_have_as_many_decimals(numbers: tuple[float, ...], decimals: int) -> None:
    assert places(numbers) == decimals


@given(st.lists(st.floats()))
def test_a_range_is_never_empty_and_holds_zero(numbers: list[float]) -> None:
    low, high = spread(numbers)
    assert low <= 0 <= high
    assert low < high


@given(st.lists(st.floats()), st.integers(2, 8))
def test_steps_are_few_rising_and_within_the_range(numbers: list[float], about: int) -> None:
    low, high = spread(numbers)
    found = steps(low, high, about)
    slack = (high - low) * 1e-5
    assert 1 <= len(found) <= about + 1
    assert found == sorted(set(found))
    assert all(low - slack <= step <= high + slack for step in found)


@given(st.lists(st.floats()), st.floats())
def test_a_scale_never_leaves_its_pixels(numbers: list[float], number: float) -> None:
    assert 10 <= Scale(*spread(numbers), 10, 200)(number) <= 200


def test_a_scale_lays_numbers_evenly_and_may_run_upwards() -> None:
    up = Scale(0, 100, 300, 100)
    assert [up(0), up(50), up(100), up(1000)] == [300, 200, 100, 100]

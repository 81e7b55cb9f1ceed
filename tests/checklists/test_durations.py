"""Lengths of time are read in months, and nothing is read where it is not said how long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checklists.durations import each_end, names_length, read_months, without_lengths


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("1,5 tahun", 18),
        ("1.5 thn", 18),
        ("setengah tahun", 6),
        ("setengah taun", 6),
        ("setahun", 12),
        ("setaunan", 12),
        ("setahun setengah", 18),
        ("satu setengah tahun", 18),
        ("1 setengah tahun", 18),
        ("2 tahun setengah", 30),
        ("8bln", 8),
        ("18blnan", 18),
        ("14 bln", 14),
        ("3 thnan", 36),
        ("4 bulan-an", 4),
        ("dua belas bulan", 12),
        ("kurang lebih 7 bulan", 7),
        ("2 tahun lebih", 24),
        ("lebih dari setahun", 12),
        ("1 tahun 3 bulan", 15),
        ("setahun lebih 2 bulan", 14),
        ("sebulan", 1),
        ("sebulan setengah", 1.5),
        ("baru 2 minggu", 0.5),
        ("seminggu", 0.25),
        ("sepekan", 0.25),
        ("15 hari", 0.5),
        ("hampir setahun", 11.5),
        ("hampir seminggu", 0),
        ("iya udah 5 bulan kak", 5),
        ("sejak 3 bulan lalu", 3),
        ("6 months", 6),
        ("2 years", 24),
        ("rekening 2 udah 3 bulan", 3),
    ],
)
def test_a_length_of_time_is_read_in_months(text: str, months: float) -> None:
    assert read_months(text) == pytest.approx(months)


@pytest.mark.parametrize(
    "text",
    [
        *["", "lama", "3", "bulan", "beberapa bulan", "bulan 3", "bulan lalu", "dari 2020", "tahun 2020", "1/2 tahun"],
        *["3-4 bulan", "3 bulan terus 2 tahun", "2 tahun 3 tahun", "1 tahun 15 bulan", "setahun dua bulan seminggu"],
        *["kurang dari 3 bulan", "belum setahun", "blm 3 bulan", "gak nyampe setahun", "di bawah 3 bulan"],
        *["tiap 3 bulan", "setiap bulan", "3 bulan sekali", "per 3 bulan", "3 bulan lagi", "-3 bulan", "900 tahun"],
        *["3 bulanku", "0 bulan", "nol bulan", "5 bukan", "sebulat", "2 harimau"],
    ],
)
def test_what_says_no_one_length_is_none(text: str) -> None:
    assert read_months(text) is None


@pytest.mark.parametrize(
    ("text", "months"),
    [("udah 3-4 bulan", (3, 4)), ("2 sampai 3 tahun", (24, 36)), ("5 s/d 6 bln kak", (5, 6)), ("8 bulan", (8,))],
)
def test_both_ends_of_a_range_are_lengths(text: str, months: tuple[float, ...]) -> None:
    assert tuple(map(read_months, each_end(text))) == months


@pytest.mark.parametrize(
    ("text", "rest"), [("rutin 8bln kak", "rutin kak"), ("udah 3-4 bulan", "udah"), ("dari 2020", "dari 2020")]
)
def test_what_stands_beside_a_length_is_left(text: str, rest: str) -> None:
    assert without_lengths(text).split() == rest.split()


@pytest.mark.parametrize(("text", "names"), [("tiap 3 bulan", True), ("3 bulan lagi", True), ("bulan lalu", False)])
def test_a_length_is_noticed_also_where_it_says_something_else(text: str, names: bool) -> None:
    assert names_length(text) is names


@given(st.integers(min_value=1, max_value=600), st.sampled_from([" bulan", "bln", " bln", " bulanan"]))
def test_months_are_read_as_they_are_counted(count: int, unit: str) -> None:
    assert read_months(f"udah {count}{unit}") == count


@given(st.text() | st.text(alphabet="0123456789 ,.-/setahunblngihardmkp", max_size=40))
def test_any_text_is_a_sane_length_or_none(text: str) -> None:
    months = read_months(text)
    assert months is None or 0 <= months <= 600
    assert 1 <= len(each_end(text)) <= 2


@pytest.mark.parametrize("text", ["1 bulan " * 600, "9" * 5000, "3-" * 3000, "se" * 5000, "1 0.5 " * 900])
def test_a_huge_text_is_read_to_an_end(text: str) -> None:
    assert read_months(text) is None

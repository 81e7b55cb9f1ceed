"""Cleaning, wrapping and shortening of words."""

from __future__ import annotations

import pytest

from bot.charts.lettering import Letters, clean
from bot.charts.look import LABEL


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  dua\n\tkata ", "dua kata"),
        ("api 🔥 menyala", "api menyala"),
        ("a\u200bb\x00c", "abc"),
        ("\ud800", ""),
        ("e\u0301", "é"),
        ("Rp 4,2 jt – 78% ≥ $5", "Rp 4,2 jt – 78% ≥ $5"),
    ],
    ids=["spaces", "emoji", "invisible", "surrogate", "composed", "kept"],
)
def test_text_is_cleaned_to_what_can_be_drawn(text: str, kept: str) -> None:
    assert clean(text) == kept


def test_a_short_text_stays_on_one_line() -> None:
    assert Letters().wrap("Istirahat", LABEL, 500, 2) == ("Istirahat",)


def test_an_empty_text_has_no_lines() -> None:
    assert Letters().wrap(" ", LABEL, 500, 2) == ()


def test_a_longer_text_breaks_between_words_and_loses_none() -> None:
    text = "Bukti kerja dan pilihan bank yang cocok"
    lines = Letters().wrap(text, LABEL, 500, 2)
    assert len(lines) == 2
    assert " ".join(lines) == text


def test_no_word_is_left_alone_on_the_last_line() -> None:
    lines = Letters().wrap("Banyak pesaing dengan harga murah", LABEL, 560, 2)
    assert len(lines) == 2
    assert len(lines[1].split()) > 1


def test_what_does_not_fit_ends_in_an_ellipsis_within_the_width() -> None:
    letters = Letters()
    lines = letters.wrap("kata " * 40, LABEL, 400, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("kata…")
    assert all(letters.width(line, LABEL) <= 400 for line in lines)


def test_nothing_is_written_where_not_even_an_ellipsis_fits() -> None:
    assert Letters().shorten("kata", LABEL, 5) == ""


@pytest.mark.parametrize("letter", "–−→↑…%$≥×±≈€éú•")
def test_the_font_has_the_signs_that_labels_use(letter: str) -> None:
    font = Letters().font(LABEL)
    assert bytes(font.getmask(letter)) != bytes(font.getmask("\ue000"))

"""What is kept of a question does not tell who wrote it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.chat.masking import masked
from bot.scrubbing import without_masks
from tests.sensitive import shows_anything, told

any_text = st.text(st.characters(exclude_categories=()))
crafted = st.lists(
    st.sampled_from(
        [*"0189aßİ @.:/-_[](),#", "[angka]", "[email]", "(at)", " dot ", "com", "rp ", "://", "000", "zq", " at ", "١"]
    ),
    max_size=40,
).map("".join)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("WA aku di 0812-3456-7890 ya", "wa aku di [angka] ya"),
        ("+62 812 3456 7890", "[angka]"),
        ("NIK 3273012345678901 npwp 12.345.678.9-012.000", "nik [angka] npwp [angka]"),
        ("kirim ke sari.d@mail.co.id dong", "kirim ke [email] dong"),
        ("tanya @sari_desain aja", "tanya [nama] aja"),
        ("cek https://contoh.id/x?y=1 dan t.me/sari", "cek [tautan] dan [tautan]"),
        ("Tahun 2008   atau\n2015?", "tahun 2008 atau 2015?"),
        ("budget 500rb cukup ga", "budget 500rb cukup ga"),
        ("PINJAM Rp 10.000.000, bisa?", "pinjam rp 10.000.000, bisa?"),
        ("medium.com/@sari/judul-012 keren", "[tautan] keren"),
        ("sari dot d at gmail dot com", "[email]"),
        ("co.co34567890", "[tautan][angka]"),
    ],
)
def test_names_addresses_and_long_numbers_are_taken_out(text: str, kept: str) -> None:
    assert masked(text) == kept


@settings(deadline=None)
@given(told())
def test_nothing_that_a_mask_should_catch_is_kept(text: str) -> None:
    assert not shows_anything(masked(text))


@settings(deadline=None)
@given(any_text | crafted)
@example("a" * 499 + "@sari")
def test_any_text_becomes_one_short_line_that_a_database_takes(text: str) -> None:
    line = masked(text)
    assert len(line) <= 500
    assert "\n" not in line
    assert "\x00" not in line
    line.encode()


@settings(deadline=None)
@given(any_text | crafted | told())
@example("İ" * 256)
@example("ß" * 256)
def test_masking_twice_changes_nothing(text: str) -> None:
    line = masked(text)
    assert masked(line) == line


@pytest.mark.parametrize(
    "part",
    ["a", "1 ", "a@", "@", "a.", "a dot ", "a at ", "://", "1.000.", "10.000 ", "[email", "rp ", "1\u0301", " ."],
)
def test_a_hostile_text_is_masked_as_any_other(part: str) -> None:
    line = masked((part * 4096)[:4096])
    assert len(line) <= 500
    assert masked(line) == line


@pytest.mark.parametrize("length", range(485, 505))
@pytest.mark.parametrize("between", ["", " "])
def test_the_cut_leaves_no_half_of_a_mask(length: int, between: str) -> None:
    line = masked("-" * length + f"{between}0812 3456 7890 dan www.contoh.id")
    assert len(line) <= 500
    assert not re.search(r"\[(?!angka\]|tautan\])", line)
    assert "[" not in without_masks(line)


def test_the_cut_leaves_whole_words() -> None:
    assert masked("kenapa " * 100) == " ".join(["kenapa"] * 71)

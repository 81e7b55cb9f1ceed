"""What is kept of a question does not tell who wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.masking import masked


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
    ],
)
def test_names_addresses_and_long_numbers_are_taken_out(text: str, kept: str) -> None:
    assert masked(text) == kept


@given(st.text())
def test_any_text_becomes_one_short_line_that_a_database_takes(text: str) -> None:
    line = masked(text)
    assert len(line) <= 500
    assert "\n" not in line
    assert "\x00" not in line
    line.encode()


@given(st.from_regex(r"\+?[0-9]{8,16}", fullmatch=True), st.text(max_size=20))
def test_no_long_number_is_kept(number: str, around: str) -> None:
    assert number not in masked(f"{around} {number} {around}")

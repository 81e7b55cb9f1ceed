"""Questions are read as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.library import Library
from bot.search.normalise import MAX_CHARACTERS, Reader, fold


@pytest.fixture(scope="module")
def reader(library: Library) -> Reader:
    return Reader(library.words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("APA  Itu, Burnout?!", ["apa", "itu", "burnout"]),
        ("bangeeet capeeek", ["banget", "capek"]),
        ("m4hal b4nget h4rg4nya", ["mahal", "banget", "harganya"]),
        ("5jt 750rb w8ben 3d", ["5jt", "750rb", "w8ben", "3d"]),
        ("téh désain", ["teh", "desain"]),
        ("don't Jum'at", ["dont", "jumat"]),
        ("lihat https://contoh.com/a?b=c ya", ["lihat", "ya"]),
        ("cek bit.ly/abc dong", ["cek", "dong"]),
        ("/tanya@kawan_bot apa itu @sari niche", ["apa", "itu", "niche"]),
        ("a\u200bb\u200d c\ufeff", ["ab", "c"]),
        ("ﬁle ｆｕｌｌ", ["file", "full"]),
        ("🔥🔥 ??? ...", []),
        ("", []),
    ],
)
def test_text_is_folded_to_bare_words(text: str, words: list[str]) -> None:
    assert fold(text) == words


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("gmn cr minjem duit", "bagaimana cara pinjam uang"),
        ("itu2 aja", "itu saja"),
        ("burn out", "burnout"),
    ],
)
def test_slang_is_written_out(reader: Reader, spoken: str, written: str) -> None:
    assert reader.read(spoken).text == written


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("meminjam", "pinjaman"),
        ("utang", "kredit"),
        ("jaminan", "agunan"),
        ("diunggah", "upload"),
        ("ngejual", "jualan"),
        ("capek", "letih"),
        ("harganya", "harga"),
        ("loan", "pinjam"),
        ("portofolioku", "portfolio"),
    ],
)
def test_words_that_mean_the_same_share_a_term(reader: Reader, one: str, other: str) -> None:
    assert reader.read(one).terms == reader.read(other).terms != ()


def test_stop_words_and_single_letters_carry_no_term(reader: Reader) -> None:
    assert reader.read("yang itu ya kak x").terms == ()


def test_only_the_beginning_of_a_huge_text_is_read(reader: Reader) -> None:
    assert len(reader.read("kata " * 100_000).words) <= MAX_CHARACTERS // 5 + 1


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert all(word == word.strip() and word for word in reading.words)
    assert len(set(reading.terms)) == len(reading.terms)


@given(st.text(max_size=200))
def test_case_and_outer_space_change_nothing(reader: Reader, text: str) -> None:
    assert reader.read(f"  {text}  ").terms == reader.read(text).terms

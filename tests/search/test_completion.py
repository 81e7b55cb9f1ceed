"""What a half-typed word may become."""

from __future__ import annotations

import pytest

from bot.content.library import Library
from bot.search.completion import Completion, Completions
from bot.search.normalise import Reader
from bot.search.words import Vocabulary

TEXTS = (
    *("kapan harga naik lagi",) * 4,
    *("harga turun terus di pasar",) * 4,
    *("pinjaman bank dan jaminan",) * 4,
    *("hasil jualan",) * 2,
    *("dapat untung",) * 2,
    *("kontributor baru",) * 4,
)


@pytest.fixture(scope="module")
def completions(library: Library) -> Completions:
    reader = Reader(library.words)
    uses = {term: 4 for text in TEXTS for term in reader.read(text).terms}
    return Completions(TEXTS, ("dpt", "gara2"), reader, Vocabulary(uses, reader.in_dictionary))


def terms(completion: Completion) -> list[str]:
    return [term for term, _ in completion.terms]


def test_a_beginning_becomes_the_words_that_it_begins_the_most_used_first(completions: Completions) -> None:
    found = completions.of("ha")
    assert terms(found)[:2] == ["harga", "hasil"]
    likelihoods = [likelihood for _, likelihood in found.terms]
    assert likelihoods[0] == 1.0
    assert likelihoods[1] < 0.7


def test_a_beginning_with_an_ending_still_to_come_becomes_the_stem(completions: Completions) -> None:
    assert terms(completions.of("jamin")) == terms(completions.of("jaminan"))
    assert terms(completions.of("pinjama"))[0] == "pinjam"


def test_slang_is_completed_to_what_it_stands_for(completions: Completions) -> None:
    assert terms(completions.of("dp")) == ["dapat"]


def test_a_beginning_of_stop_words_alone_means_nothing(completions: Completions) -> None:
    assert completions.of("da") != Completion("da", (), 0.0)  # dapat
    assert completions.of("dan") == Completion("dan", (), 0.0)


def test_a_beginning_that_may_be_a_stop_word_means_less(completions: Completions) -> None:
    assert 0 < completions.of("t").meaning < 0.7  # turun, and terus, which says nothing
    assert completions.of("harg").meaning == 1.0


@pytest.mark.parametrize("word", ["kontirb", "kotri", "kontrb"])
def test_a_beginning_may_be_misspelt_however_much_is_still_to_come(completions: Completions, word: str) -> None:
    found = completions.of(word)
    assert terms(found)[0] == "kontributor"
    assert found.terms[0][1] < 1


@pytest.mark.parametrize("word", ["pinjm", "pijamn", "pinkam"])
def test_a_misspelt_beginning_is_less_sure_than_a_right_one(completions: Completions, word: str) -> None:
    found = completions.of(word)
    assert terms(found)[0] == "pinjam"
    assert found.terms[0][1] < 1


@pytest.mark.parametrize("word", ["zzkt", "q", "5", "привет", "хa"])
def test_what_begins_nothing_has_no_terms_but_may_mean_something(completions: Completions, word: str) -> None:
    assert completions.of(word) == Completion(word, (), 1.0)

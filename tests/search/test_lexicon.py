"""The packed dictionaries say what simplemma says with its dictionaries unpacked."""

from __future__ import annotations

import pytest
import simplemma

from bot.search.lexicon import Lexicon
from tests import samples

_LANGUAGES = ("id", "en")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon()


def test_base_forms_are_those_of_the_unpacked_dictionaries(lexicon: Lexicon) -> None:
    words = {word for item in samples.entry_questions() for word in item.question.casefold().split()}
    assert len(words) > 100
    for word in words:
        assert lexicon.lemma(word) == simplemma.lemmatize(word, lang=_LANGUAGES)
        assert lexicon.indonesian_lemma(word) == simplemma.lemmatize(word, lang="id")
        assert lexicon.knows(word) == simplemma.is_known(word, lang=_LANGUAGES)
        assert lexicon.is_indonesian(word) == simplemma.is_known(word, lang="id")


@pytest.mark.parametrize(
    ("word", "lemma", "indonesian"),
    [("membuat", "buat", True), ("photographers", "photographer", False)],
    ids=["indonesian", "english"],
)
def test_both_languages_are_known(lexicon: Lexicon, word: str, lemma: str, indonesian: bool) -> None:
    assert lexicon.lemma(word) == lemma
    assert lexicon.knows(word)
    assert lexicon.is_indonesian(word) is indonesian


def test_an_unknown_word_is_its_own_base_form(lexicon: Lexicon) -> None:
    assert not lexicon.knows("xqzvyj")
    assert lexicon.lemma("xqzvyj") == "xqzvyj"


def test_accents_count_the_same_however_they_are_written(lexicon: Lexicon) -> None:
    assert lexicon.knows("caf\u00e9")
    assert lexicon.knows("cafe\u0301")

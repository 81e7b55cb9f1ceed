"""Base forms of written Indonesian and English, from simplemma's dictionaries.

The English one would take 18 MB as a dict. It is asked only for what Indonesian does not explain, about one word in a
message, so it stays in its packed form: 2 MB, and some 7 microseconds a look-up.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from simplemma import Lemmatizer
from simplemma.strategies import (
    DEFAULT_DICTIONARY_FACTORY,
    LOW_MEMORY_DICTIONARY_FACTORY,
    DefaultStrategy,
    DictionaryFactory,
    DictionaryLookupStrategy,
)

_LANGUAGES = (_INDONESIAN, _ENGLISH) = ("id", "en")


class _Dictionaries(DictionaryFactory):
    """simplemma's own dictionaries, which a process loads once: English packed, others as dicts."""

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        factory = LOW_MEMORY_DICTIONARY_FACTORY if lang == _ENGLISH else DEFAULT_DICTIONARY_FACTORY
        return factory.get_dictionary(lang)


class Lexicon:
    """Looks words up in both dictionaries; it remembers nothing, whoever asks does."""

    def __init__(self) -> None:
        dictionaries = _Dictionaries()
        strategy = DefaultStrategy(dictionary_factory=dictionaries)
        self._lemmatizer = Lemmatizer(cache_max_size=0, lemmatization_strategy=strategy)
        self._lookup = DictionaryLookupStrategy(dictionaries)

    def lemma(self, word: str) -> str:
        """The base form of an Indonesian, else an English word, in lower case; the word itself where none is known."""
        return self._lemmatizer.lemmatize(word, _LANGUAGES)

    def indonesian_lemma(self, word: str) -> str:
        """The base form of an Indonesian word."""
        return self._lemmatizer.lemmatize(word, _INDONESIAN)

    def is_indonesian(self, word: str) -> bool:
        """Whether the Indonesian dictionary holds the word."""
        return self._holds(word, _INDONESIAN)

    def knows(self, word: str) -> bool:
        """Whether one of the dictionaries holds the word."""
        return self._holds(word, *_LANGUAGES)

    def _holds(self, word: str, *languages: str) -> bool:
        word = unicodedata.normalize("NFC", word)  # as the dictionaries are written
        return any(self._lookup.get_lemma(word, language) is not None for language in languages)

"""Reads a question as people type it: case, markup, repeats, numbers for letters, slang, Indonesian stems, synonyms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import simplemma

from bot.content.library import Words

MAX_CHARACTERS = 4096  # of a message, as Telegram allows; the rest of a longer text is not read
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|id|net|org|me|ly|io)(?:/\S*)?\b")
_MENTION = re.compile(r"(?<!\w)@\w+")
_COMMAND = re.compile(r"^/\w+(?:@\w+)?")
_WORD = re.compile(r"[^\W_]+")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_LAUGHTER = re.compile(r"([^\W\d_]{2})\1{2,}")  # hahahaha, wkwkwkwk: twice says it all
_LETTERS_FOR_DIGITS = str.maketrans("013457", "oieast")
_DIGIT_INSIDE = re.compile(r"(?<=[a-z])[013457]+(?=[a-z])")
_DOUBLED = re.compile(r"^([a-z]{2,})2(nya|an)?$")
# Endings that people add in speech and that a lemmatiser for written Indonesian does not know.
_SPOKEN_ENDINGS = ("nya", "ku", "mu", "lah", "kah", "kan", "in", "an", "na", "ne", "e")
_SPOKEN_BEGINNINGS = ("nge", "ng", "ny", "di", "ke", "se", "ter", "ber", "me")
_STEM_AT_LEAST = 3
_LANGUAGES = ("id", "en")


@dataclass(frozen=True)
class Reading:
    """A question as the search sees it: all words in order, and the terms that carry meaning (in order, no doubles)."""

    words: tuple[str, ...]
    terms: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """The words as one line, for whole-string comparison."""
        return " ".join(self.words)


def fold(text: str) -> list[str]:
    """The bare words of a text: lower case, no accents, links, mentions, commands or invisible characters."""
    text = text[:MAX_CHARACTERS]
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in text if unicodedata.category(char) not in ("Mn", "Cf")).replace("\u2019", "")
    text = text.casefold().replace("'", "").strip()
    for pattern in (_COMMAND, _LINK, _MENTION):
        text = pattern.sub(" ", text)
    text = _LAUGHTER.sub(r"\1\1", _REPEATED.sub(r"\1", text))
    text = _DIGIT_INSIDE.sub(lambda match: match.group().translate(_LETTERS_FOR_DIGITS), text)
    return _WORD.findall(text)


class Reader:
    """Turns text into a Reading by the words of one language."""

    def __init__(self, words: Words) -> None:
        self._slang = {key: value.split() for key, value in words.slang.items() if " " not in key}
        self._slang_pairs = {tuple(key.split()): value.split() for key, value in words.slang.items() if " " in key}
        self._stop = words.stop_words
        self._meaning: dict[str, str] = {}
        for group in words.synonyms:
            head = self.stem(group[0])
            for word in group:
                self._meaning[word] = head
                self._meaning.setdefault(self.stem(word), head)

    @lru_cache(maxsize=64)  # noqa: B019 - sentences of one message are read several times
    def read(self, text: str) -> Reading:
        """The reading of a text."""
        words = self.words(text)
        return Reading(words, tuple(dict.fromkeys(self.terms(words))))

    def words(self, text: str) -> tuple[str, ...]:
        """The words of a text, evened out and written out."""
        return tuple(self._written_out(fold(text)))

    def terms(self, words: Iterable[str]) -> Iterable[str]:
        """The meaning-carrying stems of words that are already written out."""
        for word in words:
            if word not in self._stop and (len(word) > 1 or word.isdigit()):
                yield self.meaning(word)

    def meaning(self, word: str) -> str:
        """The stem that stands for a word and all its synonyms."""
        if word in self._meaning:
            return self._meaning[word]
        stem = self.stem(word)
        written_out = self._slang.get(stem, [])
        if len(written_out) == 1:
            stem = self.stem(written_out[0])
        return self._meaning.get(stem, stem)

    @lru_cache(maxsize=20_000)  # noqa: B019 - a reader lives as long as its knowledge
    def stem(self, word: str) -> str:
        """The Indonesian (or English) base form of a word, spoken affixes included."""
        lemma = str(simplemma.lemmatize(word, lang=_LANGUAGES))
        if lemma != word or len(word) <= _STEM_AT_LEAST:
            return lemma.casefold()
        cores = [word.removesuffix(ending) for ending in _SPOKEN_ENDINGS if word.endswith(ending)]
        cores += [word.removeprefix(beginning) for beginning in _SPOKEN_BEGINNINGS if word.startswith(beginning)]
        for core in cores:
            if len(core) >= _STEM_AT_LEAST:
                if len(written_out := self._slang.get(core, [])) == 1:
                    return str(simplemma.lemmatize(written_out[0], lang=_LANGUAGES)).casefold()
                if simplemma.is_known(core, lang="id"):
                    return str(simplemma.lemmatize(core, lang="id")).casefold()
        return word

    def in_dictionary(self, word: str) -> bool:
        """Whether an Indonesian or English dictionary knows the word."""
        return bool(simplemma.is_known(word, lang=_LANGUAGES))

    def _written_out(self, words: list[str]) -> Iterable[str]:
        position = 0
        while position < len(words):
            pair = tuple(words[position : position + 2])
            if pair in self._slang_pairs:
                yield from self._slang_pairs[pair]
                position += 2
                continue
            yield from self._one(words[position])
            position += 1

    def _one(self, word: str) -> list[str]:
        if word in self._slang:
            return self._slang[word]
        if match := _DOUBLED.match(word):  # "itu2", "warna2nya": the word said twice
            return self._slang.get(match[1], [match[1]])
        return [word]

"""Reads a question as people type it: case, markup, repeats, numbers for letters, slang, Indonesian stems, synonyms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.content.library import Words
from bot.search.lexicon import Lexicon
from bot.search.remembered import remembered

MAX_CHARACTERS = 4096  # of a message, as Telegram allows; the rest of a longer text is not read
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|id|net|org|me|ly|io)(?:/\S*)?\b")
_MENTION = re.compile(r"(?<!\w)@\w+")
_COMMAND = re.compile(r"^/\w+(?:@\w+)?")
_WORD = re.compile(r"[^\W_]+")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_LAUGHTER = re.compile(r"([^\W\d_]{2})\1{2,}")  # hahahaha, wkwkwkwk: twice says it all
_LETTERS_FOR_DIGITS = str.maketrans("013457", "oieast")
_DIGIT = re.compile(r"[013457]")
_DIGIT_INSIDE = re.compile(r"(?<=[a-z])[013457]+(?=[a-z])")
_DOUBLED = re.compile(r"^([a-z]{2,})2(nya|an)?$")
# Endings that people add in speech and that a lemmatiser for written Indonesian does not know.
_SPOKEN_ENDINGS = ("nya", "ku", "mu", "lah", "kah", "kan", "in", "an", "na", "ne", "e")
_SPOKEN_BEGINNINGS = ("nge", "ng", "ny", "di", "ke", "se", "ter", "ber", "me")
_STEM_AT_LEAST = 3


@dataclass(frozen=True)
class Reading:
    """A question as the search sees it: all words in order, and the terms that carry meaning (in order, no doubles)."""

    words: tuple[str, ...]
    terms: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """The words as one line, for whole-string comparison."""
        return " ".join(self.words)


@dataclass(frozen=True)
class HalfTyped:
    """A text that somebody is typing: what it says so far, and its last word where that may go on."""

    words: tuple[str, ...]  # all of them, written out
    terms: tuple[str, ...]  # of the words before the last
    last: str  # as typed; empty where something that is no letter ends it


def fold(text: str) -> list[str]:
    """The bare words of a text: lower case, no accents, links, mentions, commands or invisible characters."""
    text = text[:MAX_CHARACTERS]
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in text if unicodedata.category(char) not in ("Mn", "Cf")).replace("\u2019", "")
    text = text.casefold().replace("'", "").strip()
    # Most messages hold none of these, and to look for one sign is quicker than for a pattern.
    if text.startswith("/"):
        text = _COMMAND.sub(" ", text)
    if "." in text or "://" in text:
        text = _LINK.sub(" ", text)
    if "@" in text:
        text = _MENTION.sub(" ", text)
    text = _LAUGHTER.sub(r"\1\1", _REPEATED.sub(r"\1", text))
    if _DIGIT.search(text):
        text = _DIGIT_INSIDE.sub(lambda match: match.group().translate(_LETTERS_FOR_DIGITS), text)
    return _WORD.findall(text)


class Reader:
    """Turns text into a Reading by the words of one language."""

    def __init__(self, words: Words) -> None:
        self._lexicon = Lexicon()
        self._slang = {key: value.split() for key, value in words.slang.items() if " " not in key}
        self._slang_pairs = {tuple(key.split()): value.split() for key, value in words.slang.items() if " " in key}
        self._pair_starts = {pair[0] for pair in self._slang_pairs}
        self._stop = words.stop_words
        self._meaning: dict[str, str] = {}
        for group in words.synonyms:
            head = self.stem(group[0])
            for word in group:
                self._meaning[word] = head
                self._meaning.setdefault(self.stem(word), head)

    @remembered(64)  # sentences of one message are read several times
    def read(self, text: str) -> Reading:
        """The reading of a text."""
        words = self.words(text)
        return Reading(words, tuple(dict.fromkeys(self.terms(words))))

    def words(self, text: str) -> tuple[str, ...]:
        """The words of a text, evened out and written out."""
        return self.written_out(fold(text))

    def read_typed(self, text: str) -> HalfTyped:
        """The reading of a text whose last word may be half-typed."""
        words = fold(text)
        if not words or not text[-1].isalnum():
            written = self.written_out(words)
            return HalfTyped(written, tuple(dict.fromkeys(self.terms(written))), "")
        before = self.written_out(words[:-1])
        return HalfTyped(self.written_out(words), tuple(dict.fromkeys(self.terms(before))), words[-1])

    def terms(self, words: Iterable[str]) -> Iterable[str]:
        """The meaning-carrying stems of words that are already written out."""
        for word in words:
            if word not in self._stop and (len(word) > 1 or word.isdigit()):
                yield self.meaning(word)

    @remembered(16_000)
    def meaning(self, word: str) -> str:
        """The stem that stands for a word and all its synonyms."""
        if word in self._meaning:
            return self._meaning[word]
        stem = self.stem(word)
        written_out = self._slang.get(stem, [])
        if len(written_out) == 1:
            stem = self.stem(written_out[0])
        return self._meaning.get(stem, stem)

    @remembered(8_000)
    def stem(self, word: str) -> str:
        """The Indonesian (or English) base form of a word, spoken affixes included."""
        lemma = self._lexicon.lemma(word)
        if lemma != word or len(word) <= _STEM_AT_LEAST:
            return lemma.casefold()
        cores = [word.removesuffix(ending) for ending in _SPOKEN_ENDINGS if word.endswith(ending)]
        cores += [word.removeprefix(beginning) for beginning in _SPOKEN_BEGINNINGS if word.startswith(beginning)]
        for core in cores:
            if len(core) >= _STEM_AT_LEAST:
                if len(written_out := self._slang.get(core, [])) == 1:
                    return self._lexicon.lemma(written_out[0]).casefold()
                if self._lexicon.is_indonesian(core):
                    return self._lexicon.indonesian_lemma(core).casefold()
        return word

    def in_dictionary(self, word: str) -> bool:
        """Whether an Indonesian or English dictionary knows the word."""
        return self._lexicon.knows(word)

    def written_out(self, words: list[str]) -> tuple[str, ...]:
        """Bare words with their slang written out."""
        written: list[str] = []
        pair_ends = -1
        for position, word in enumerate(words):
            if position == pair_ends:
                continue
            if word in self._pair_starts:
                pair = tuple(words[position : position + 2])
                if pair in self._slang_pairs:
                    written += self._slang_pairs[pair]
                    pair_ends = position + 1
                    continue
            if word in self._slang:
                written += self._slang[word]
            elif "2" in word and (match := _DOUBLED.match(word)):  # "itu2", "warna2nya": the word said twice
                written += self._slang.get(match[1], [match[1]])
            else:
                written.append(word)
        return tuple(written)

"""Is the whole message small talk? Then it gets one line back and never an article."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from bot.content.library import Library, SmallTalk
from bot.search.alike import Alikes
from bot.search.kinds import Leaning
from bot.search.normalise import Reader

_LONGEST = 12  # words; whoever writes more has something to ask
_LONGEST_MISSPELT = 6  # words
_ALIKE = 88.0  # rapidfuzz ratio (0-100) from which a misspelt phrase is still that phrase
_LETTERS_FOR_FUZZY = 5
_LEANING_FROM = 1.5  # from which a message that no phrase covers is small talk all the same


class SmallTalker:
    """Recognises messages made of nothing but small talk and filler words."""

    def __init__(self, library: Library, reader: Reader) -> None:
        self._phrases: dict[tuple[str, ...], SmallTalk] = {}
        self._signs: dict[str, SmallTalk] = {}  # emoji that say something by themselves
        for talk in library.small_talk:
            for phrase in talk.phrases:
                if words := reader.read(phrase).words:
                    self._phrases.setdefault(words, talk)
                else:
                    self._signs.setdefault(phrase[0], talk)
        self._filler = frozenset(word for phrase in library.filler for word in reader.read(phrase).words)
        self._lines = {" ".join(words): talk for words, talk in self._phrases.items()}
        self._alikes = Alikes(self._lines)

    def recognise(self, text: str, words: tuple[str, ...]) -> SmallTalk | None:
        """The kind of small talk that a text is by its phrases, or None where there is more in it."""
        if not words:
            return next((self._signs[char] for char in text if char in self._signs), None)
        if len(words) > _LONGEST or not any(word.isalpha() for word in words):
            return None
        return self._whole(words) or (self._misspelt(words) if len(words) <= _LONGEST_MISSPELT else None)

    def likely(self, words: tuple[str, ...], leaning: Leaning) -> SmallTalk | None:
        """The kind of small talk that words without a phrase lean to, where they clearly do."""
        if len(words) > _LONGEST or not any(word.isalpha() for word in words):
            return None
        return leaning.talk if leaning.small_talk >= _LEANING_FROM else None

    def _whole(self, words: tuple[str, ...]) -> SmallTalk | None:
        found: SmallTalk | None = None
        longest = 0
        position = 0
        while position < len(words):
            for end in range(len(words), position, -1):
                talk = self._phrases.get(words[position:end])
                if talk is not None:
                    if end - position > longest:
                        found, longest = talk, end - position
                    position = end
                    break
            else:
                if words[position] not in self._filler:
                    return None
                position += 1
        return found

    def _misspelt(self, words: tuple[str, ...]) -> SmallTalk | None:
        line = " ".join(word for word in words if word not in self._filler)
        if len(line) < _LETTERS_FOR_FUZZY:
            return None
        choices = self._alikes.near(line, _ALIKE)
        hit = process.extractOne(line, choices, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return self._lines[hit[0]] if hit else None

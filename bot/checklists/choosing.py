"""Reads words as one of the choices of a step: typed in full, in other words, as a length of time, as a yes or a no."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.checklists.durations import each_end, names_length, read_months, without_lengths
from bot.checklists.words import (
    AGREE,
    DEGREES,
    NO,
    ORDINALS,
    PLACES,
    PLAIN,
    POINTING,
    WEAK,
    YES,
    Words,
    before_denial,
    core,
    fold,
    gist,
    is_asking,
    is_near,
    place_of,
    says_yes,
    spare,
    without_lead,
    written_out,
)
from bot.content.checklist import Choice, Step

ALL = frozenset({"semua", "semuanya", "all"})
USED = frozenset({"ada", "punya", "sudah", "pakai", "pake", "pernah", "coba", "nyoba"})
"""What is denied by whoever has or does none of several things."""
_USING = frozenset({"pakai", "pake"})
_ENDING = re.compile(r"(?:nya|ku|mu|lah)$")
_BESIDE_YES, BESIDE_NO = frozenset({"lama"}), frozenset({"satu"})
_BESIDE_A_LENGTH = frozenset(
    {"kira", "sekitar", "kisaran", "kurang", "lebih", "selama", "jalan", "berjalan", "baru", "sejak", "dari", "mulai"}
    | {"mungkin", "kayak", "seperti", "genap", "tepat", "pas", "persis", "dapat", "cuma"}
    | {"terakhir"}
)
_SINCE = frozenset({"sejak", "dari", "mulai"})
_OF_ANOTHER_TIME = frozenset({"lagi", "sekali"})  # "3 bulan lagi", "3 bulan sekali"


@dataclass(frozen=True)
class _Phrase:
    """One way to say a choice: its label, or what people type."""

    choice: Choice
    words: Words
    is_label: bool

    @cached_property
    def gist(self) -> Words:
        """The words that are not plain talk."""
        return gist(self.words)

    @cached_property
    def affirmed(self) -> frozenset[str]:
        """The words before the first denial."""
        denials = [place for place, word in enumerate(self.gist) if word in NO]
        return frozenset(self.gist[: denials[0]] if denials else self.gist)

    def is_told_by(self, said: Words) -> bool:
        """Whether words say enough of it: a part of the label will do, of what people type all that counts."""
        if self.is_label or len(self.gist) == 1:
            return True
        return NO.isdisjoint(self.gist) and self.affirmed - YES <= set(said)  # "tiap malam", not "tiap"


class Reader:
    """Reads texts as answers to one step."""

    def __init__(self, step: Step, slang: Mapping[str, str]) -> None:
        self._step = step
        self._slang = slang
        self.choices = step.choices
        self._phrases = [
            _Phrase(choice, words, is_label=said is choice.label)
            for choice in step.choices
            for said in (choice.label, *choice.says)
            if (words := self._written_out(said))
        ]
        self.context = frozenset(self._written_out(f"{step.ask} {step.task.text if step.task else ''}")) - YES - NO
        labels = {word for phrase in self._phrases for word in phrase.words}
        self._known = labels | self.context | YES | NO | PLAIN | ALL | USED | POINTING | PLACES.keys() | ORDINALS.keys()
        self._either_or = "atau" in self.context

    def read(self, text: str) -> Words:
        """The words of a text, written out, with typing errors mended; without a "ya" at the end of others."""
        words = tuple(map(self._mended, self._written_out(text)))
        return words[:-1] if len(words) > 1 and words[-1] == "ya" else words

    def in_full(self, words: Words) -> str | None:
        """The one choice that is typed in full."""
        return _only(phrase.choice.id for phrase in self._phrases if phrase.words == words)

    def but_for_particles(self, words: Words) -> str | None:
        """The one choice that is typed in full but for particles; a "iya" or "sudah" before it counts for nothing."""
        for said in (spare(words), without_lead(words)):
            fitting = (phrase.choice.id for phrase in self._phrases if said and spare(phrase.words) == said)
            if found := _only(fitting):
                return found
        return None

    def in_core(self, words: Words) -> str | None:
        """The one choice that is typed in full but for plain talk; "banget" only goes where no choice is told by it."""
        for said in (gist(words), gist(without_lead(words))):
            if found := _only(phrase.choice.id for phrase in self._phrases if phrase.gist == said and set(said) - WEAK):
                return found
        if DEGREES.isdisjoint(words):
            return None
        said = core(without_lead(words))
        return _only(phrase.choice.id for phrase in self._phrases if said and core(phrase.words) == said)

    def place(self, words: Words) -> int | None:
        """The place of a choice, from 1 on, where the words are nothing but that."""
        return place_of(words, bare=self._step.places)

    def at(self, place: int) -> str | None:
        """The choice at a place, from 1 on."""
        return self.choices[place - 1].id if 1 <= place <= len(self.choices) else None

    def named(self, text: str) -> str | None:
        """The one choice that a part of a list names."""
        words = self.read(text)
        if exact := self.in_full(words):
            return exact
        if (place := self.place(words)) is not None:
            return self.at(place)
        return None if NO.intersection(words) else self.by_words(words)

    def tells_length(self, text: str) -> bool:
        """Whether the step's choices are lengths of time and a text names one."""
        return any(choice.months for choice in self.choices) and names_length(text)

    def by_length(self, text: str, words: Words) -> str | None:
        """The one choice that a length of time falls in, where nothing else is said."""
        if not NO.isdisjoint(words):
            return None
        lengths = [read_months(end) for end in each_end(text)]
        choice_id = _only(map(self._lasting, lengths))
        if choice_id is None:
            return None
        rest = set(self.read(without_lengths(text)))
        of_choice = {word for word in self._words_of([self._step.by_id[choice_id]]) if word.isalpha()}
        plain = (PLAIN | YES | self.context | of_choice | _BESIDE_A_LENGTH) - _OF_ANOTHER_TIME
        return choice_id if rest <= plain | ({"lalu"} if rest & _SINCE else set()) else None

    def by_words(self, words: Words) -> str | None:
        """The one choice that has a word of the text to itself and leaves none unexplained.

        Words that deny must stand in it as one row.
        """
        said = gist(without_lead(words))
        denied = any(word in NO for word in said)
        return _only(
            phrase.choice.id
            for phrase in self._phrases
            if (_within(said, phrase.gist) if denied else self._explains(said, phrase))
        )

    def by_yes_or_no(self, words: Words) -> str | None:
        """The choice that a plain yes or no means."""
        yes = says_yes(words)
        choice = None if yes is None else self._choice_for(yes)
        if yes is None or choice is None or (self._is_open() and self._says_too_little(words, choice)):
            return None
        explained = self._words_of(self.choices if not yes and len(self.choices) == 2 else (choice,))
        plain = YES | NO | PLAIN | self.context | (_BESIDE_YES if yes else BESIDE_NO)
        names_another = not set(before_denial(words)) <= plain if not yes else False  # "lagi cari, belum ketemu"
        return choice.id if set(words) <= plain | explained and not names_another else None

    def denial(self) -> Choice | None:
        """The one choice that says no, where there is one."""
        denials = [choice for choice in self.choices if self._leaning(choice) is False]
        return denials[0] if len(denials) == 1 else None

    def _lasting(self, months: float | None) -> str | None:
        """The choice whose band holds a length, which is as long as its full months."""
        if months is None:
            return None
        whole = math.floor(months)
        return _only(choice.id for choice in self.choices if choice.months and choice.months.holds(whole, whole))

    def _says_too_little(self, words: Words, choice: Choice) -> bool:
        """Whether a yes or no leaves open what an open question asks: "sudah", or a "tidak" that may deny anything."""
        return set(core(words)) <= YES - AGREE | {"tidak", "bukan"} - set(self._written_out(choice.label)[:1])

    def _choice_for(self, yes: bool) -> Choice | None:
        choices = self.choices
        by_id = [choice for choice in choices if choice.id in (("ya", "iya") if yes else ("tidak",))]
        if len(by_id) == 1:
            return by_id[0]
        leanings = [self._leaning(choice) for choice in choices]
        if len(choices) == 2 and None in leanings and not self._is_open():
            first_agrees = (leanings[0], leanings[1]) in ((True, None), (None, False), (None, None))
            return choices[0] if first_agrees is yes else choices[1]
        fitting = [choice for choice, leaning in zip(choices, leanings, strict=True) if leaning is yes]
        if len(fitting) > 1:
            fitting = [choice for choice in fitting if self._says(choice, yes)]
        return fitting[0] if len(fitting) == 1 else None

    def _leaning(self, choice: Choice) -> bool | None:
        """Whether a choice is a yes or a no, by its label's first word or by what people type; None if neither."""
        words = self._written_out(choice.label)
        if "pernah" not in words and words:  # "Tidak pernah" is how often, not a no
            if words[0] in NO:
                return False
            if words[0] in YES:
                return True
        said = [yes for yes in (True, False) if self._says(choice, yes)]
        return said[0] if len(said) == 1 else None

    def _says(self, choice: Choice, yes: bool) -> bool:
        plain = YES | NO | PLAIN
        spoken = (self._written_out(said) for said in choice.says)
        return any(set(words) <= plain and says_yes(words) is yes for words in spoken)

    def _is_open(self) -> bool:
        """Whether the question asks for more than yes or no."""
        words = self._written_out(self._step.ask)
        return "atau" in words or any(word != "apakah" and is_asking(word) for word in words)

    def _explains(self, said: Words, phrase: _Phrase) -> bool:
        known = phrase.affirmed | self.context | YES - AGREE | DEGREES | _USING
        return known.issuperset(said) and phrase.is_told_by(said) and not self._own(phrase).isdisjoint(said)

    def _own(self, phrase: _Phrase) -> frozenset[str]:
        """The words of a phrase that tell its choice, since no other choice has them."""
        others = self._words_of(choice for choice in self.choices if choice.id != phrase.choice.id)
        named = frozenset() if self._either_or else self.context  # "rumah atau kendaraan?" names its choices
        telling = phrase.affirmed - others - YES - WEAK - DEGREES - PLACES.keys() - named
        return frozenset(word for word in telling if word.isalpha())

    def _words_of(self, choices: Iterable[Choice]) -> set[str]:
        ids = {choice.id for choice in choices}
        return {word for phrase in self._phrases if phrase.choice.id in ids for word in phrase.words}

    def _written_out(self, text: str) -> Words:
        return tuple(written_out(fold(text), self._slang))

    def _mended(self, word: str) -> str:
        """The known word that a typed one means: itself, without an ending, or the only one a typing error away."""
        if word in self._known:
            return word
        stem = _ENDING.sub("", word)
        if stem in self._known:
            return stem
        near = [known for known in self._known if is_near(word, known)]
        return near[0] if len(near) == 1 else word


def _only(found: Iterable[str | None]) -> str | None:
    """What is found, where that is one thing only."""
    ids = set(found)
    return ids.pop() if len(ids) == 1 else None


def _within(said: Words, phrase: Words) -> bool:
    """Whether words, more than one, stand in a phrase as one row."""
    return len(said) > 1 and any(
        phrase[start : start + len(said)] == said for start in range(len(phrase) - len(said) + 1)
    )

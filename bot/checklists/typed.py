"""What a typed message means for a step: a choice, several, no answer, a command. Only clear answers count.

A text is written out by the slang of the language. A choice is meant where its words are typed in full, or where every
word that is typed belongs to it, to the question or to plain talk and one of them is its alone. "ya" and "belum" are
read last. A denial is never read as what it denies, and a question is never an answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from rapidfuzz.distance import OSA

from bot.content.checklist import Choice, Step

Words = tuple[str, ...]

_MOST_CHARACTERS = 200  # a longer text is no plain answer
_MOST_WORDS = 12
_TYPO_FROM = 4  # letters; shorter words have too many neighbours
_SUBSTITUTION_FROM = 6  # "susah" is no typo of "sudah"
_TWO_TYPOS_FROM = 9

_WORD = re.compile(r"[^\W_]+")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED = re.compile(r"([a-z]{2,})2")
_VERB = re.compile(r"me[mn]?|meng|ber|di")
_ENDING = re.compile(r"(?:nya|ku|mu|lah)$")
_AGREE = {"ya", "iya", "iyah", "iyo", "iye", "y", "yes", "yoi", "yup", "yups", "yap", "yep", "heeh", "nggih", "inggih"}
_YES = _AGREE | {"betul", "benar", "bener", "tentu", "pasti", "jelas", "sudah", "punya", "ada", "muhun", "enya"}
_NO = {"tidak", "belum", "bukan", "jangan", "tanpa", "no", "nope", "ogah", "emoh"}
_PLAIN = (
    {"kok", "sih", "dong", "deh", "lah", "nih", "tuh", "kan", "kak", "min", "bang", "bro", "gan", "aku", "saja", "juga"}
    | {"sekarang", "masih", "lagi", "itu", "ini", "yang", "banget", "mah", "memang", "emang", "alhamdulillah", "pun"}
    | {"kayaknya", "sepertinya", "sama", "sekali", "satupun"}
)
_BESIDE_YES, _BESIDE_NO = {"lama"}, {"satu"}
_ASKING = re.compile(
    r"apa(?:kah|an)?|bagaimana(?:kah)?|gimana|kenapa|mengapa|kapan|berapa|siapa|(?:di)?mana|cara|maksud(?:nya)?|contoh"
    r"(?:nya)?|arti(?:nya)?|bedanya|jelaskan|jelasin|nanya|tanya|"
    r"(?:ada|sudah|bisa|harus|perlu|boleh|benar|punya|wajib|bukan)kah"
)
_PLACES = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8}
_ORDINALS = {"pertama": 1} | {f"ke{word}": place for word, place in _PLACES.items()}
_POINTING = {"no", "nomor", "nomer", "pilihan", "opsi", "pilih", "yang", "jawab", "jawaban", "ke"}
_EXCEPT = re.compile(r"\b(?:kecuali|selain)\b")
_ALL = {"semua", "semuanya", "all"}
_BREAK = re.compile(r"[,;\n+&/]|(?<![^\W_])(?:dan|sama|plus|and)(?![^\W_])")
_ROW = re.compile(r"([1-8])\s*(?:-|sampai|sampe|s/d)\s*([1-8])")
_NOT = "(?:ga|gak|gk|g|ngga|nggak|ngak|enggak|engga|kagak|kaga|tidak|tdk|tak|ndak)"
_SKIP = re.compile(
    rf"(?:di)?lewat(?:i|in|kan)?|(?:di)?skip(?:in)?|pass|entah(?:lah)?|lupa|idk|dunno|mbuh|embuh|gatau|gatw|gtau|gtw|"
    rf"(?:{_NOT}|blm|belum|belom|kurang|kurg) ?(?:tau|tahu|taw|tw|ngerti|inget|ingat|yakin|paham)|"
    rf"{_NOT} (?:mau |usah )?(?:di)?jawab"
)
_PARTICLE = re.compile(
    r"aja|saja|dulu|dong|deh|ya|yah|yuk|kak|min|sih|nih|lah|aku|saya|gw|gue|masih|jujur|juga|lagi|pasti|persis"
)
_COMMANDS = {
    "back": re.compile(r"kembali|balik|mundur|sebelumnya|back"),
    "cancel": re.compile(r"batal|batalkan|batalin|stop|berhenti|udahan|sudahan|cancel"),
    "resume": re.compile(r"lanjut|lanjutkan|lanjutin|terusin|teruskan|resume"),
    "restart": re.compile(
        r"(?:ulang|ulangi|ulangin)(?: dari awal)?|dari awal|mulai (?:dari awal|ulang|lagi)|(?:kembali|balik) ke awal|"
        r"restart"
    ),
}


def read_choice(text: str, step: Step, slang: Mapping[str, str]) -> str | None:
    """The id of the choice that a typed text clearly means, else None; `slang` writes words out."""
    if len(text) > _MOST_CHARACTERS or "?" in text:
        return None
    reader = _Reader(step, slang)
    words = reader.read(text)
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    if exact := reader.in_full(words):
        return exact
    if _asks(words) or is_skip(text):
        return None
    if (place := _place(words)) is not None:
        return reader.at(place)
    return reader.in_core(words) or reader.by_words(words) or reader.by_yes_or_no(words)


def read_many(text: str, step: Step, slang: Mapping[str, str]) -> tuple[str, ...] | None:
    """The ids of the choices (in the step's order) that a typed text clearly means; () for none of them, else None."""
    if len(text) > _MOST_CHARACTERS or "?" in text:
        return None
    reader = _Reader(step, slang)
    wanted, *left_out = _EXCEPT.split(text.casefold(), maxsplit=1)
    chosen = _several(wanted, reader)
    if chosen and left_out:
        without = _several(left_out[0], reader)
        chosen = chosen - without if without and without < chosen else None
    denial = reader.denial()
    if chosen is None or (denial and denial.id in chosen and len(chosen) > 1):
        return None
    return tuple(choice.id for choice in step.choices if choice.id in chosen)


def is_skip(text: str) -> bool:
    """Whether the whole message says that somebody does not know or does not want to answer."""
    return "?" not in text and any(_SKIP.fullmatch(said) for said in _spoken(text))


def is_command_word(text: str) -> str | None:
    """Which command a message means that is nothing but its word: "back", "cancel", "resume" or "restart"."""
    said = _spoken(text)
    matches = (name for name, words in _COMMANDS.items() if any(map(words.fullmatch, said)))
    return None if "?" in text else next(matches, None)


@dataclass(frozen=True)
class _Phrase:
    """One way to say a choice: its label, or what people type."""

    choice: Choice
    words: Words

    @cached_property
    def core(self) -> Words:
        """The words that are not plain talk."""
        return tuple(word for word in self.words if word not in _PLAIN)

    @cached_property
    def affirmed(self) -> frozenset[str]:
        """The words before the first denial."""
        denials = [place for place, word in enumerate(self.core) if word in _NO]
        return frozenset(self.core[: denials[0]] if denials else self.core)


class _Reader:
    """Reads texts as answers to one step."""

    def __init__(self, step: Step, slang: Mapping[str, str]) -> None:
        self._step = step
        self._slang = slang
        self.choices = step.choices
        self.phrases = [
            _Phrase(choice, words)
            for choice in step.choices
            for said in (choice.label, *choice.says)
            if (words := self._written_out(said))
        ]
        self.context = frozenset(self._written_out(f"{step.ask} {step.task.text if step.task else ''}")) - _YES - _NO
        labels = {word for phrase in self.phrases for word in phrase.words}
        self._known = labels | self.context | _YES | _NO | _PLAIN | _ALL | _POINTING | _PLACES.keys() | _ORDINALS.keys()
        self._either_or = "atau" in self.context

    def read(self, text: str) -> Words:
        """The words of a text, written out, with typing errors mended; without a "ya" at the end of others."""
        words = tuple(map(self._mended, self._written_out(text)))
        return words[:-1] if len(words) > 1 and words[-1] == "ya" else words

    def in_full(self, words: Words) -> str | None:
        """The one choice that is typed in full."""
        found = {phrase.choice.id for phrase in self.phrases if phrase.words == words}
        return found.pop() if len(found) == 1 else None

    def in_core(self, words: Words) -> str | None:
        """The one choice that is typed in full but for plain talk."""
        core = tuple(word for word in words if word not in _PLAIN)
        found = {phrase.choice.id for phrase in self.phrases if core and phrase.core == core}
        return found.pop() if len(found) == 1 else None

    def at(self, place: int) -> str | None:
        """The choice at a place, from 1 on."""
        return self.choices[place - 1].id if 1 <= place <= len(self.choices) else None

    def named(self, text: str) -> str | None:
        """The one choice that a part of a list names."""
        words = self.read(text)
        if exact := self.in_full(words):
            return exact
        if (place := _place(words)) is not None:
            return self.at(place)
        return None if _NO.intersection(words) else self.by_words(words)

    def by_words(self, words: Words) -> str | None:
        """The one choice that has a word of the text to itself and leaves none unexplained.

        Words that deny must stand in it as one row.
        """
        core = tuple(word for word in words if word not in _PLAIN)
        denied = any(word in _NO for word in core)
        found = {
            phrase.choice.id
            for phrase in self.phrases
            if (_within(core, phrase.core) if denied else self._explains(core, phrase))
        }
        return found.pop() if len(found) == 1 else None

    def by_yes_or_no(self, words: Words) -> str | None:
        """The choice that a plain yes or no means."""
        yes = _says_yes(words)
        if yes is None:
            return None
        choice = self._choice_for(yes)
        if choice is None:
            return None
        explained = self._words_of(self.choices if not yes and len(self.choices) == 2 else (choice,))
        plain = _YES | _NO | _PLAIN | self.context | (_BESIDE_YES if yes else _BESIDE_NO)
        return choice.id if set(words) <= plain | explained else None

    def denial(self) -> Choice | None:
        """The one choice that says no, where there is one."""
        denials = [choice for choice in self.choices if self._leaning(choice) is False]
        return denials[0] if len(denials) == 1 else None

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
            if words[0] in _NO:
                return False
            if words[0] in _YES:
                return True
        said = [yes for yes in (True, False) if self._says(choice, yes)]
        return said[0] if len(said) == 1 else None

    def _says(self, choice: Choice, yes: bool) -> bool:
        plain = _YES | _NO | _PLAIN
        spoken = (self._written_out(said) for said in choice.says)
        return any(set(words) <= plain and _says_yes(words) is yes for words in spoken)

    def _is_open(self) -> bool:
        """Whether the question asks for more than yes or no."""
        words = self._written_out(self._step.ask)
        return "atau" in words or any(word != "apakah" and _ASKING.fullmatch(word) for word in words)

    def _explains(self, core: Words, phrase: _Phrase) -> bool:
        known = phrase.affirmed | self.context | _YES
        return known.issuperset(core) and not self._own(phrase).isdisjoint(core)

    def _own(self, phrase: _Phrase) -> frozenset[str]:
        """The words of a phrase that no other choice has."""
        others = self._words_of(choice for choice in self.choices if choice.id != phrase.choice.id)
        named = frozenset() if self._either_or else self.context  # "rumah atau kendaraan?" names its choices
        return frozenset(word for word in phrase.affirmed - others - _YES - named if word.isalpha())

    def _words_of(self, choices: Iterable[Choice]) -> set[str]:
        ids = {choice.id for choice in choices}
        return {word for phrase in self.phrases if phrase.choice.id in ids for word in phrase.words}

    def _written_out(self, text: str) -> Words:
        return tuple(_written_out(_fold(text), self._slang))

    def _mended(self, word: str) -> str:
        """The known word that a typed one means: itself, without an ending, or the only one a typing error away."""
        if word in self._known:
            return word
        stem = _ENDING.sub("", word)
        if stem in self._known:
            return stem
        if len(word) < _TYPO_FROM or not word.isalpha() or _ASKING.fullmatch(word):
            return word
        near = [known for known in self._known if _is_form(word, known) or _is_typo(word, known)]
        return near[0] if len(near) == 1 else word


def _fold(text: str) -> list[str]:
    """The bare words of a text: lower case, no accents, no letter more than twice in a row."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(char for char in text if unicodedata.category(char) not in ("Mn", "Cf")).casefold()
    return _WORD.findall(_REPEATED.sub(r"\1", text.replace("'", "").replace("\u2019", "")))


def _written_out(words: Sequence[str], slang: Mapping[str, str]) -> Iterator[str]:
    place = 0
    while place < len(words):
        pair = " ".join(words[place : place + 2])
        if " " in pair and pair in slang:
            yield from slang[pair].split()
            place += 2
            continue
        doubled = _DOUBLED.fullmatch(words[place])
        for word in (doubled[1], doubled[1]) if doubled else (words[place],):
            yield from slang.get(word, word).split()
        place += 1


def _is_form(word: str, known: str) -> bool:
    """Whether one of two words is the other as a verb: "catat", "mencatat"."""
    short, long = sorted((word, known), key=len)
    return len(short) >= _TYPO_FROM and long.endswith(short) and bool(_VERB.fullmatch(long.removesuffix(short)))


def _is_typo(word: str, known: str) -> bool:
    """Whether a word is another with letters swapped, missing or doubled, or in a long one with a wrong letter."""
    if len(known) < _TYPO_FROM or not known.isalpha() or word[0] != known[0]:
        return False
    slips = OSA.distance(word, known, score_cutoff=2)
    if slips == 1 and min(len(word), len(known)) < _SUBSTITUTION_FROM:
        return len(word) != len(known) or sorted(word) == sorted(known)
    return slips == 1 or (slips == 2 and min(len(word), len(known)) >= _TWO_TYPOS_FROM)


def _asks(words: Words) -> bool:
    """Whether words ask for something: by a question word, or by "wajib tidak", "sudah belum"."""
    if words[0] == "kok" or any(map(_ASKING.fullmatch, words)):
        return True
    *before, last = [word for word in words if word not in _PLAIN] or [""]
    if last == "tidak":
        return any(word not in _NO | _AGREE for word in before)
    return last == "belum" and before[-1:] == ["sudah"]


def _says_yes(words: Words) -> bool | None:
    """Whether words agree or deny; None where they do neither clearly."""
    denials = [word for place, word in enumerate(words) if word in _NO and word != (words[place - 1] if place else "")]
    if not denials:
        return True if any(word in _YES for word in words) else None
    if sum(word in ("tidak", "bukan", "tanpa", "jangan") for word in denials) > 1:
        return None  # not without, not that there is none
    first = next(place for place, word in enumerate(words) if word in _NO)
    return None if "sudah" in words[first:] or _AGREE.intersection(words[first:]) else False


def _place(words: Words) -> int | None:
    """The number of a choice where a text is nothing but that: "2", "no 2", "yang kedua"."""
    rest = [word for word in words if word not in _POINTING and word not in _PLAIN]
    if len(rest) != 1:
        return None
    if rest[0].isdecimal():
        return int(rest[0]) if len(rest[0]) < 3 else 0
    pointed = len(words) > 1 and words[0] in _POINTING
    return _ORDINALS.get(rest[0]) or (_PLACES.get(rest[0]) if pointed else None)


def _within(core: Words, phrase: Words) -> bool:
    """Whether words, more than one, stand in a phrase as one row."""
    return len(core) > 1 and any(
        phrase[start : start + len(core)] == core for start in range(len(phrase) - len(core) + 1)
    )


def _several(text: str, reader: _Reader) -> frozenset[str] | None:
    """The choices that a text lists; none of them where it denies all."""
    words = reader.read(text)
    if not words or _asks(words) or is_skip(text):
        return None
    core = [word for word in words if word not in _PLAIN | _BESIDE_NO]
    denial = reader.denial()
    if text.strip() == "0":
        return frozenset()
    if core and set(core) <= _NO | {"ada", "punya", "sudah"} and _says_yes(words) is False:
        return frozenset({denial.id} if denial else ())
    if core and set(core) <= _ALL | _YES and _ALL.intersection(core):
        return frozenset(choice.id for choice in reader.choices if choice is not denial)
    return _listed(text, reader)


def _listed(text: str, reader: _Reader) -> frozenset[str] | None:
    """The choices of a list: the whole text is one of them, or all of its parts are."""
    if one := reader.named(text):
        return frozenset({one})
    if row := _ROW.fullmatch(text.strip()):
        return _together(reader.at(place) for place in range(int(row[1]), int(row[2]) + 1))
    parts = _BREAK.split(text)
    if len(parts) == 1:
        parts = text.split()
    telling = [part for part in parts if not set(reader.read(part)) <= _PLAIN | _YES]
    if len(parts) == 1 or not telling:
        return None
    found = [_listed(part, reader) for part in telling]
    return _together(chain.from_iterable(ids or (None,) for ids in found))


def _together(ids: Iterable[str | None]) -> frozenset[str] | None:
    """All ids, where none is missing."""
    every = list(ids)
    known = frozenset(one for one in every if one is not None)
    return known if known and None not in every else None


def _spoken(text: str) -> tuple[str, str]:
    """A short text in bare words: all of them, and without particles."""
    words = _fold(text[:_MOST_CHARACTERS])
    return " ".join(words), " ".join(word for word in words if not _PARTICLE.fullmatch(word))

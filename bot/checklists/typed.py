"""What a typed message means for a step: a choice, several, no answer, a command. Only clear answers count.

A text is written out by the slang of the language. A choice is meant where its words are typed in full, or where every
word that is typed belongs to it, to the question or to plain talk and one of them is its alone. "ya" and "belum" are
read last. A denial is never read as what it denies, and a question is never an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain

from bot.checklists.choosing import ALL, BESIDE_NO, USED, Reader
from bot.checklists.figures import NOT
from bot.checklists.words import NO, PARTICLES, PLAIN, YES, Words, asks, core, fold, is_typo, says_yes, turns
from bot.content.checklist import Step

_MOST_CHARACTERS = 200  # a longer text is no plain answer
_MOST_WORDS = 12

_EXCEPT = re.compile(r"\b(?:kecuali|selain)\b")
_BREAK = re.compile(r"[,;\n+&/]|(?<![^\W_])(?:dan|sama|plus|and)(?![^\W_])")
_ROW = re.compile(r"([1-8])\s*(?:-|sampai|sampe|s/d)\s*([1-8])")
_NONE = {"kosong", "nihil", "nol"}
_SAY = r"(?: (?:di)?(?:jawab|nulis|tulis|isi|ngisi|cerita|ngasih|kasih|bilang|mikir|ngitung|hitung)(?: tau| tahu)?)"
_SKIP = re.compile(
    rf"(?:di)?lewat(?:i|in|kan)?|(?:di)?skip(?:in)?|pass|entah(?:lah)?|lupa|idk|dunno|mbuh|embuh|gatau|gatw|gtau|gtw|"
    rf"(?:{NOT}|blm|belum|belom|kurang|kurg) ?(?:tau|tahu|taw|tw|ngerti|inget|ingat|yakin|paham)|"
    rf"{NOT} (?:di)?jawab|{NOT} ?(?:mau|usah|perlu|pengen|pengin|ingin){_SAY}?|"
    rf"(?:males|malas|mls|mager|ogah|enggan|emoh){_SAY}?|(?:itu |ini )?(?:rahasia|privasi|privat|private)"
)
_SOFT = {"aja", "saja", "dulu", "yuk", "aku", "saya", "gw", "gue", "masih", "jujur", "juga", "lagi", "pasti", "persis"}
_ADDRESS = PARTICLES | {"ya", "yah"}
_COMMANDS = {
    "back": re.compile(r"kembali|balik|mundur|sebelumnya|back"),
    "cancel": re.compile(r"batal|batalkan|batalin|stop|berhenti|udahan|sudahan|cancel"),
    "resume": re.compile(r"lanjut|lanjutkan|lanjutin|terusin|teruskan|resume"),
    "restart": re.compile(
        r"(?:ulang|ulangi|ulangin)(?: dari awal)?|dari awal|mulai (?:dari awal|ulang|lagi)|(?:kembali|balik) ke awal|"
        r"restart"
    ),
    "later": re.compile(
        r"nanti|ntar|besok|lain (?:kali|waktu)|kapan kapan|(?:istirahat|jeda|rehat|break) (?:dulu|sebentar|bentar)|"
        r"(?:lanjut|lanjutin|terusin|sambung) (?:nanti|besok)|(?:nanti|besok) (?:lanjut|lanjutin|sambung)"
    ),
    "start": re.compile(
        r"(?:(?:ayo|ayok|yuk|yok|oke|ok|siap) )*(?:mulai|gas|gass|gaskeun|gaskan|gaspol|ayo|ayok|yuk|yok|siap)"
        r"(?: sekarang)?"
    ),
}


def read_choice(text: str, step: Step, slang: Mapping[str, str]) -> str | None:
    """The id of the choice that a typed text clearly means, else None; `slang` writes words out."""
    if len(text) > _MOST_CHARACTERS or "?" in text:
        return None
    reader = Reader(step, slang)
    words = reader.read(text)
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    if exact := reader.in_full(words):
        return exact
    if asks(words) or is_skip(text, step.skip):
        return None
    if (place := reader.place(words)) is not None:
        return reader.at(place)
    if found := reader.but_for_particles(words):
        return found
    if reader.tells_length(text):
        return reader.by_length(text, words)
    return None if turns(words) else reader.in_core(words) or reader.by_words(words) or reader.by_yes_or_no(words)


def read_many(text: str, step: Step, slang: Mapping[str, str]) -> tuple[str, ...] | None:
    """The ids of the choices (in the step's order) that a typed text clearly means; () for none of them, else None."""
    if len(text) > _MOST_CHARACTERS or "?" in text:
        return None
    reader = Reader(step, slang)
    wanted, *left_out = _EXCEPT.split(text.casefold(), maxsplit=1)
    chosen = _several(wanted, reader)
    if chosen and left_out:
        without = _several(left_out[0], reader)
        chosen = chosen - without if without and without < chosen else None
    denial = reader.denial()
    if chosen is None or (denial and denial.id in chosen and len(chosen) > 1):
        return None
    return tuple(choice.id for choice in step.choices if choice.id in chosen)


def is_skip(text: str, label: str = "") -> bool:
    """Whether the whole message says that somebody does not know or does not want to answer.

    `label` is what the step's own button for that says, where it has one.
    """
    if "?" in text:
        return False
    return any(map(_SKIP.fullmatch, _spoken(text))) or (bool(label) and _is_label(text, label))


def is_command_word(text: str) -> str | None:
    """Which command a message means that is nothing but its word.

    "back", "cancel", "resume", "restart", "later" (to go on another time) or "start" (to begin what is offered).
    """
    said = _spoken(text)
    matches = (name for name, words in _COMMANDS.items() if any(map(words.fullmatch, said)))
    return None if "?" in text else next(matches, None)


def _several(text: str, reader: Reader) -> frozenset[str] | None:
    """The choices that a text lists; none of them where it denies all."""
    words = reader.read(text)
    if not words or asks(words) or is_skip(text):
        return None
    said = set(core(words)) - BESIDE_NO
    denial = reader.denial()
    if text.strip() == "0":
        return frozenset()
    if _denies_all(words, said, reader):
        return frozenset({denial.id} if denial else ())
    if said and said <= ALL | YES and ALL.intersection(said):
        return frozenset(choice.id for choice in reader.choices if choice is not denial)
    return _listed(text, reader)


def _denies_all(words: Words, said: set[str], reader: Reader) -> bool:
    if not said or reader.in_full(words):
        return False
    if said <= _NONE:
        return True
    return said <= NO | USED | reader.context and says_yes(words) is False


def _listed(text: str, reader: Reader) -> frozenset[str] | None:
    """The choices of a list: the whole text is one of them, or all of its parts are."""
    if one := reader.named(text):
        return frozenset({one})
    if row := _ROW.fullmatch(text.strip()):
        return _together(reader.at(place) for place in range(int(row[1]), int(row[2]) + 1))
    parts = _BREAK.split(text)
    if len(parts) == 1:
        parts = text.split()
    telling = [part for part in parts if not set(reader.read(part)) <= PLAIN | YES]
    if len(parts) == 1 or not telling:
        return None
    found = [_listed(part, reader) for part in telling]
    return _together(chain.from_iterable(ids or (None,) for ids in found))


def _together(ids: Iterable[str | None]) -> frozenset[str] | None:
    """All ids, where none is missing."""
    every = list(ids)
    known = frozenset(one for one in every if one is not None)
    return known if known and None not in every else None


def _is_label(text: str, label: str) -> bool:
    """Whether a text is a label but for particles and typing errors."""
    said = [word for word in fold(text[:_MOST_CHARACTERS]) if word not in _ADDRESS]
    known = fold(label)
    if "".join(said) == "".join(known):
        return True
    return len(said) == len(known) and all(
        word == other or is_typo(word, other) for word, other in zip(said, known, strict=True)
    )


def _spoken(text: str) -> tuple[str, ...]:
    """A short text in bare words: all of them, without particles, and without what softens them."""
    words = fold(text[:_MOST_CHARACTERS])
    bare = [word for word in words if word not in _ADDRESS]
    return " ".join(words), " ".join(bare), " ".join(word for word in bare if word not in _SOFT)

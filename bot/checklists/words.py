"""The words of a typed message: written out by the slang, mended; the yes, no, question or place that they say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA

Words = tuple[str, ...]

_TYPO_FROM = 4  # letters; shorter words have too many neighbours
_SUBSTITUTION_FROM = 6  # "susah" is no typo of "sudah"
_TWO_TYPOS_FROM = 9

_WORD = re.compile(r"[^\W_]+")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED = re.compile(r"([a-z]{2,})2")
_VERB = re.compile(r"me[mn]?|meng|ber|di")

AGREE = frozenset(
    {"ya", "iya", "iyah", "iyo", "iye", "y", "yes", "yoi", "yup", "yups", "yap", "yep", "heeh", "nggih", "inggih"}
)
YES = AGREE | {"betul", "benar", "bener", "tentu", "pasti", "jelas", "sudah", "punya", "ada", "muhun", "enya"}
NO = frozenset({"tidak", "belum", "bukan", "jangan", "tanpa", "no", "nope", "ogah", "emoh"})
PARTICLES = frozenset(
    {"kok", "sih", "dong", "deh", "lah", "nih", "tuh", "kan", "mah", "lho", "loh", "ah", "eh", "hehe", "haha", "wkwk"}
    | {"kak", "kakak", "min", "mimin", "admin", "bang", "bro", "sis", "gan", "mas", "mbak", "om"}
)
DEGREES = frozenset({"banget", "sekali", "parah", "amat", "sangat"})
_TALK = frozenset(
    {"aku", "saja", "juga", "sekarang", "masih", "lagi", "itu", "ini", "yang", "memang", "emang", "alhamdulillah"}
    | {"pun", "kayaknya", "sepertinya", "satupun", "menurutku", "rasanya", "jujur"}
)
PLAIN = PARTICLES | DEGREES | _TALK
"""What may stand beside any answer."""
WEAK = frozenset(
    {"hari", "malam", "pagi", "siang", "sore", "saat", "jam", "minggu", "bulan", "tahun", "tiap", "setiap", "kali"}
    | {"di", "ke", "dari", "dan", "atau", "dengan", "untuk", "tapi", "jadi", "bisa", "cuma", "baru", "luar", "besar"}
    | {"cukup", "lumayan", "hampir", "agak", "kurang", "lebih", "terlalu", "begitu", "sangat", "amat", "lain"}
)
"""Words that name no choice by themselves, even where only one choice has them."""
_TURNS = frozenset({"lagi", "masih", "sedang", "baru", "tapi", "cuma"})
_ASKING = re.compile(
    r"apa(?:kah|an)?|bagaimana(?:kah)?|gimana|kenapa|mengapa|kapan|(?:se)?berapa|siapa|(?:di)?mana|cara|maksud(?:nya)?|"
    r"contoh(?:nya)?|arti(?:nya)?|bedanya|jelaskan|jelasin|nanya|tanya|"
    r"(?:ada|sudah|bisa|harus|perlu|boleh|benar|punya|wajib|bukan)kah"
)
PLACES = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8}
ORDINALS = {"pertama": 1} | {f"ke{word}": place for word, place in PLACES.items()}
_NUMBERING = frozenset({"no", "nomor", "nomer", "pilihan", "opsi", "pilih", "jawab", "jawaban"})
POINTING = _NUMBERING | {"yang", "ke"}


def fold(text: str) -> list[str]:
    """The bare words of a text: lower case, no accents, no letter more than twice in a row."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(char for char in text if unicodedata.category(char) not in ("Mn", "Cf")).casefold()
    return _WORD.findall(_REPEATED.sub(r"\1", text.replace("'", "").replace("\u2019", "")))


def written_out(words: Sequence[str], slang: Mapping[str, str]) -> Iterator[str]:
    """Words as the slang writes them, a doubled one ("kadang2") as two."""
    place = 0
    while place < len(words):
        pair = " ".join(words[place : place + 2])
        if " " in pair and pair in slang:
            yield from slang[pair].split()
            place += 2
            continue
        if pair == "sama sekali":  # "sama" alone may mean the same, or "and"
            place += 1
        doubled = _DOUBLED.fullmatch(words[place])
        for word in (doubled[1], doubled[1]) if doubled else (words[place],):
            yield from slang.get(word, word).split()
        place += 1


def is_near(word: str, known: str) -> bool:
    """Whether a word may be another with a typing error, or as a verb."""
    if len(word) < _TYPO_FROM or not word.isalpha() or is_asking(word):
        return False
    return _is_form(word, known) or is_typo(word, known)


def _is_form(word: str, known: str) -> bool:
    """Whether one of two words is the other as a verb: "catat", "mencatat"."""
    short, long = sorted((word, known), key=len)
    return len(short) >= _TYPO_FROM and long.endswith(short) and bool(_VERB.fullmatch(long.removesuffix(short)))


def is_typo(word: str, known: str) -> bool:
    """Whether a word is another with letters swapped, missing or doubled, or in a long one with a wrong letter."""
    if len(known) < _TYPO_FROM or not known.isalpha() or word[0] != known[0]:
        return False
    slips = OSA.distance(word, known, score_cutoff=2)
    if slips == 1 and min(len(word), len(known)) < _SUBSTITUTION_FROM:
        return len(word) != len(known) or sorted(word) == sorted(known)
    return slips == 1 or (slips == 2 and min(len(word), len(known)) >= _TWO_TYPOS_FROM)


def spare(words: Words) -> Words:
    """Words without particles."""
    return tuple(word for word in words if word not in PARTICLES)


def gist(words: Words) -> Words:
    """The words that are not plain talk, with how much or how often: "sebulan sekali"."""
    return tuple(word for word in words if word in DEGREES or word not in PLAIN)


def core(words: Words) -> Words:
    """The words that are not plain talk."""
    return tuple(word for word in words if word not in PLAIN)


def without_lead(words: Words) -> Words:
    """Words without the "iya" or "sudah" that they begin with, where more follows."""
    rest = spare(words)
    while len(rest) > 1 and (rest[0] in AGREE or rest[0] == "sudah"):
        rest = rest[1:]
    return rest


def is_asking(word: str) -> bool:
    """Whether a word begins a question."""
    return _ASKING.fullmatch(word) is not None


def asks(words: Words) -> bool:
    """Whether words ask for something: by a question word, or by "wajib tidak", "sudah belum"."""
    if words[0] == "kok" or any(map(is_asking, words)):
        return True
    *before, last = core(words) or ("",)
    if last == "tidak":
        return any(word not in NO | AGREE for word in before)
    return last == "belum" and before[-1:] == ["sudah"]


def says_yes(words: Words) -> bool | None:
    """Whether words agree or deny; None where they do neither clearly."""
    denials = [word for place, word in enumerate(words) if word in NO and word != (words[place - 1] if place else "")]
    if not denials:
        return True if any(word in YES for word in words) else None
    if sum(word in ("tidak", "bukan", "tanpa", "jangan") for word in denials) > 1:
        return None  # not without, not that there is none
    rest = words[_first_denial(words) :]
    return None if "sudah" in rest or AGREE.intersection(rest) else False


def turns(words: Words) -> bool:
    """Whether a denial goes on to something else: "belum, lagi cari"."""
    return not NO.isdisjoint(words) and not _TURNS.isdisjoint(words[_first_denial(words) :])


def place_of(words: Words, *, bare: bool = True) -> int | None:
    """The number of a choice where a text is nothing but that: "2", "no 2", "yang kedua"; without `bare` not "2"."""
    rest = [word for word in core(words) if word not in POINTING]
    if len(rest) != 1:
        return None
    numbered = bare or not _NUMBERING.isdisjoint(words)
    if rest[0].isdecimal():
        return (int(rest[0]) if len(rest[0]) < 3 else 0) if numbered else None
    pointed = numbered and len(words) > 1 and words[0] in POINTING
    return ORDINALS.get(rest[0]) or (PLACES.get(rest[0]) if pointed else None)


def before_denial(words: Words) -> Words:
    """The words before the first that denies; all of them where none does."""
    return words[: _first_denial(words)]


def _first_denial(words: Words) -> int:
    return next((place for place, word in enumerate(words) if word in NO), len(words))

"""The figures in a text as Indonesians type them: digits in any script, dots and commas, units, currencies, words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

IDR = "IDR"
USD = "USD"
MILLION = 1e6
_MOST_CHARACTERS = 4096  # of a message, as Telegram allows; the rest of a longer text is not read
MONTH = (
    "januari|january|jan|februari|february|feb|pebruari|peb|maret|march|mar|april|apr|mei|may|juni|june|jun|juli|july|"
    "jul|agustus|august|agus|agu|ags|agt|aug|september|sept|sep|oktober|october|okt|oct|november|nov|nop|desember|"
    "december|des|dec"
)
"""The names of the months as alternatives of a regular expression, the longer before what they begin with."""
MONTHS = frozenset(MONTH.split("|"))


class Reason(StrEnum):
    """Why a text could not be read; the bot has help for each."""

    NOTHING = "nothing"  # no figure in it
    UNIT_MISSING = "unit_missing"  # "5": thousands, millions, dollars?
    TOO_FEW = "too_few"  # for whoever counts the amounts
    TOO_MANY = "too_many"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"  # figures that fit no way of writing
    CURRENCY = "currency"  # neither rupiah nor dollars, or a range from one to the other
    IMPLAUSIBLE = "implausible"  # no possible rate


class AmountError(Exception):
    """A text holds no usable figure; `reason` says why, never what was typed."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)


@dataclass(frozen=True)
class Figure:
    """A number as it stands in a tidy text, with the unit (a factor) and the currency that are written at it."""

    number: float
    start: int
    end: int
    written: str
    unit: float | None = None
    currency: str | None = None

    @property
    def bare(self) -> bool:
        """Whether neither unit nor currency is written."""
        return self.unit is None and self.currency is None

    @property
    def value(self) -> float:
        """The number in its unit."""
        return self.number * (self.unit or 1)


JOINT = re.compile(r"\s*(?:-|~|sampai|sampe|hingga|s/d|s\.d\.?|sd|to)\s*")
"""What stands between the two ends of a range."""
_UNITS = {"r": 1e3, "k": 1e3, "j": MILLION, "m": 1e9, "t": 1e12, "s": 0.01, "c": 0.01, "¢": 0.01}
_FIGURE = re.compile(
    r"""(?:(?P<foreign>€|£|¥|(?<![a-z])(?:[sa]\$|eur|euro|gbp|sgd|myr|rm|aud|yen))\s*|
        (?P<before>us\s?\$|u\$d|\$|(?<![a-z])(?:usd|dollars?|dolar|rp|idr))\s*\.?\s*|(?<![a-z0-9]))
        (?P<number>[0-9]{1,3}(?:[ ][0-9]{3})*?[ ]000(?:[ ]000)*(?![0-9])|[0-9]+(?:[.,'_][0-9]+)*)
        (?:[.,][-=]+(?![0-9]))?
        (?:[\s(]*(?P<unit>juta+|jt+a?|jut|jeti|mio|ribu+|rebu|rb+u?|k|miliar|mil[iy]+ar|milliar|m|tril[iy]+u?n|
            sen|cents?|¢)(?:\s?-?\s?an)?(?![a-z]))?
        (?:\s*(?P<after>(?:us\$|\$|rp)(?![a-z])(?!\s?\.?\s?[0-9])|(?:usd|idr)(?![a-z])(?(unit)(?!\s*[0-9]))|
            (?:dollars?|dolar|rupiah|perak|bucks?)(?![a-z]))|
           \s*(?P<odd>€|£|¥|(?:eur|euro|gbp|sgd|myr|aud|yen)(?![a-z])))?""",
    re.VERBOSE,
)
_LOSS = re.compile(r"(?<![a-z])(?:minus|rugi|negatif)\s*$")
NOT = "(?:ga|gak|gk|g|ngga|nggak|ngak|enggak|engga|kagak|kaga|tidak|tdk|tak|ndak)"
"""The ways to type "tidak", as alternatives of a regular expression."""
_ZERO = re.compile(
    rf"(?<![a-z])(?:nol|kosong|nihil|zonk|{NOT}\s+(?:ada|dapat|dapet)"
    r"(?:\s+(?:pemasukan|penghasilan|income|order))?(?=\s*(?:$|[,;()\n])))(?![a-z])"
)
_DATE = re.compile(r"(?<![0-9])[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:19|20)[0-9]{2}(?![0-9])")
_POINT_FIRST = re.compile(r"(?<![0-9a-z.])\.(?=[0-9])")  # ".50"
_ONE_OF = re.compile(r"(?<![a-z])se(?=(?:ribu|rebu|juta|jt|mil[iy]ar)(?![a-z]))")
_MORE_BY_HALF = re.compile(
    r"(?<=[0-9a-z\s])(jt|juta|rb|ribu|rebu|miliar|milyar)\s+setengah(?![a-z])(?!\s*(?:juta|jt|ribu|rebu|rb|mil))"
)
_AND_HALF = re.compile(r"(?<![0-9.,])([0-9]+)\s*(jt|juta|rb|ribu|rebu|miliar|milyar)setengah(?![a-z])")
_LIST_NUMBER = re.compile(r"\s*([0-9]{1,2})\s*[.):=-]?\s+(?=\S*[0-9])")
_GLUED = re.compile(rf"(?<![a-z])({MONTH}|bulan|bln)(?=[0-9])")
_UNIT_GLUED = re.compile(r"([0-9]\s?(?:jt|juta|rb|ribu|k))(?=[0-9])")
_DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212), "-")
_ONES = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9}
_TENS = {"sepuluh": 10.0, "sebelas": 11.0, "seratus": 100.0}
_TIMES = {"puluh": 10, "ratus": 100}
_WORD = rf"(?:{'|'.join([*_ONES, *_TENS])}|setengah)"
_SPELLED = re.compile(
    rf"(?<![a-z0-9.,])(?:[0-9]{{1,3}}\s*(?=puluh|ratus)|{_WORD}(?![a-z]))"
    rf"(?:\s*(?:{_WORD}|belas|puluh|ratus)(?![a-z]))*"
)


def refuse(reason: Reason) -> NoReturn:
    """Raise the AmountError of a reason."""
    raise AmountError(reason)


def tidy(text: str) -> str:
    """Lower case, plain digits and dashes, spelled numbers as digits, without invisible characters and list numbers."""
    text = unicodedata.normalize("NFKC", text[:_MOST_CHARACTERS]).casefold().translate(_DASHES)
    text = "".join(_plain(char) for char in text if unicodedata.category(char) not in ("Cf", "Mn"))
    text = _POINT_FIRST.sub("0.", _without_list_numbers(_DATE.sub(" ", text)))
    text = _UNIT_GLUED.sub(r"\1 ", _ONE_OF.sub("1 ", _ZERO.sub("0", text)))
    text = _SPELLED.sub(lambda match: _spelled(match.group()), _MORE_BY_HALF.sub(r"\1setengah", text))
    return _GLUED.sub(r"\1 ", _AND_HALF.sub(r"\1.5 \2", text))


def figures_of(text: str) -> Iterator[Figure]:
    """The figures of a tidy text, in order; raises AmountError for foreign money and for what is below zero."""
    end = 0
    for match in _FIGURE.finditer(text):
        if match["foreign"] or match["odd"]:
            refuse(Reason.CURRENCY)
        if _below_zero(text, match.start(), end):
            refuse(Reason.NEGATIVE)
        end = match.end()
        yield from _of_match(match)


def numbers(text: str, *, decimals: bool = False) -> tuple[float, ...]:
    """The number that digits with dots and commas write; several where the commas can only separate.

    `decimals`: three digits after a single mark are a fraction ("4.250 juta"), not thousands ("4.250").
    """
    groups = re.split("[.,]", text)
    if len(groups) == 1:
        return (float(text),)
    if "," in text and "." in text:
        whole, mark, fraction = text.rpartition(max(",.", key=text.rfind))
        if mark not in whole and _grouped(re.split("[.,]", whole)):
            return (float(f"{re.sub('[.,]', '', whole)}.{fraction}"),)
        return _each(text, decimals)
    single = len(groups) == 2
    if _grouped(groups) and not (single and (decimals or not groups[0].strip("0"))):
        return (float("".join(groups)),)
    if single and not ("," in text and len(groups[0]) > 3 and len(groups[1]) > 3):
        return (float(".".join(groups)),)
    return _each(text, decimals) if single or max(map(len, groups)) <= 2 else refuse(Reason.UNREADABLE)


def _plain(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)


def _spelled(words: str) -> str:
    """The digits for a row of number words: "seratus lima puluh" is 150, "dua setengah" 2.5, "dua tiga" 2 and 3."""
    done: list[float] = []
    total = last = 0.0
    for word in re.findall(r"[0-9]+|[a-z]+", words):
        if word in _TIMES:
            total, last = total + last * _TIMES[word], 0.0
        elif word == "belas":
            last += 10
        elif word == "setengah":
            last += 0.5
        else:
            if last:
                done.append(total + last)
                total = last = 0.0
            last = _TENS.get(word) or float(_ONES.get(word, word))
            if word == "seratus":
                total, last = total + last, 0.0
    return " ".join(f"{number:g}" for number in (*done, total + last)) + " "


def _without_list_numbers(text: str) -> str:
    """The text without the dashes or the 1, 2, 3 that its lines begin with."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return text
    if all(line.lstrip().startswith(("-", "*", "•")) for line in lines):
        return "\n".join(line.lstrip()[1:] for line in lines)
    starts = [_LIST_NUMBER.match(line) for line in lines]
    if all(start and int(start[1]) == place for place, start in enumerate(starts, start=1)):
        return "\n".join(line[start.end() :] for line, start in zip(lines, starts, strict=True) if start)
    return text


def _of_match(match: re.Match[str]) -> Iterator[Figure]:
    """The figures of one match: one, or several where commas only separate ("4,5,6 jt")."""
    written = match["unit"] or ""
    unit = _UNITS.get(written[:1])
    currency = USD if unit and unit < 1 else _currency(match["before"] or match["after"])
    if written == "mio" or (written == "m" and currency == USD):
        unit = MILLION
    *others, last = numbers(re.sub("[ '_]", "", match["number"]), decimals=unit is not None and unit >= MILLION)
    for number in others:
        yield Figure(number, match.start(), match.end(), match["number"], unit, currency)
    yield Figure(last, match.start(), match.end(), match["number"], unit, currency)


def _currency(written: str | None) -> str | None:
    if not written:
        return None
    return IDR if written in ("rp", "idr", "rupiah", "perak") else USD


def _below_zero(text: str, start: int, end: int) -> bool:
    """Whether a minus is meant: said, or a dash that touches the number, but neither a word nor the figure before."""
    before = text[end:start]
    if _LOSS.search(before):
        return True
    if not before.endswith("-"):
        return False
    rest = before[:-1]
    apart = not rest or rest[-1] in " \n\t:=(,;$"
    return apart and (not end or rest.strip(" ") != "")


def _grouped(groups: Sequence[str]) -> bool:
    """Whether digits are set in thousands."""
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


def _each(text: str, decimals: bool) -> tuple[float, ...]:
    parts = text.split(",")
    if len(parts) == 1:
        refuse(Reason.UNREADABLE)
    return tuple(number for part in parts for number in numbers(part, decimals=decimals))

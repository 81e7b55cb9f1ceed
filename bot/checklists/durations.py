"""Lengths of time as Indonesians type them, in months: "8bln", "3 thnan", "setengah tahun", "1 tahun 3 bulan"."""

from __future__ import annotations

import re

from bot.checklists.figures import JOINT, NOT, tidy

_MONTHS = {"t": 12.0, "y": 12.0, "b": 1.0, "m": 0.25, "p": 0.25, "h": 1 / 30}  # by the unit's first letter
_MONTH = re.compile("month")
_LONGEST = 600.0  # what is longer is no time that somebody has done something for
_NEARLY = 0.5  # of a month is missing
_NUMBER = r"[0-9]{1,3}(?:[.,][0-9]{1,2})?"
_UNIT = r"(?:ta?h?u?n|th|bula?n|bla?n|bl|mi?ngg?u|mgg|pekan|hari|hr|years?|months?|weeks?)"
_HALF = r"0\.5(?![0-9])"  # how a tidy text writes "setengah"
_ONE = re.compile(
    rf"(?P<near>(?<![a-z])(?:hampir|hmpr|nyaris)\s+)?"
    rf"(?:(?<![\w.,/:-])(?P<number>{_NUMBER})(?:\s+(?P<half>{_HALF}))?\s*-?\s*|(?<![a-z])(?:se)(?=[a-z]))"
    rf"(?P<unit>{_UNIT})(?:\s?-?\s?an)?(?![a-z0-9])(?:\s+(?P<more>{_HALF})(?!\s*{_UNIT}))?"
)
_YEARS_AND = re.compile(r"\s*(?:lebih\s+|dan\s+)?")
_RANGE = re.compile(
    rf"(?<![\w.,/:-])(?P<low>{_NUMBER}){JOINT.pattern}(?P<high>{_NUMBER})(?P<unit>\s*-?\s*{_UNIT}(?:\s?-?\s?an)?)(?![a-z])"
)
_NO_LENGTH = re.compile(
    rf"(?<![a-z])(?:{NOT}|belum|blm|belom|kurang(?!\s+lebih)|krg|di\s?bawah|tiap|setiap|per|sekali)(?![a-z])"
)
_AHEAD = re.compile(r"\s*(?:lagi|lg)(?![a-z])")


def read_months(text: str) -> float | None:
    """The one length of time of a text, in months; None where there is none, more than one, a limit or a rhythm.

    A week is a quarter of a month ("2 minggu" is 0.5); "hampir" takes half a month off.
    """
    clean = tidy(text)
    found = _found(clean)
    if not found or _NO_LENGTH.search(clean) or _AHEAD.match(clean, found[-1].end()):
        return None
    if len(found) > 1 and not _is_sum(clean, found):
        return None
    if any(_number(match) == 0 for match in found):
        return None  # "0 bulan" may also say that nothing has begun
    months = sum(map(_months, found))
    return months if months <= _LONGEST else None


def each_end(text: str) -> tuple[str, ...]:
    """A text with both ends of its range of time, as two texts ("3-4 bulan"); any other as it is."""
    clean = tidy(text)
    if not (match := _RANGE.search(clean)):
        return (text,)
    before, after = clean[: match.start()], clean[match.end() :]
    return tuple(f"{before}{match[end]}{match['unit']}{after}" for end in ("low", "high"))


def without_lengths(text: str) -> str:
    """A text in tidy form without its lengths of time."""
    return _ONE.sub(" ", _RANGE.sub(" ", tidy(text)))


def names_length(text: str) -> bool:
    """Whether a text holds any length of time, also one that says nothing about how long."""
    clean = tidy(text)
    return (_ONE.search(clean) or _RANGE.search(clean)) is not None


def _found(clean: str) -> list[re.Match[str]]:
    return list(_ONE.finditer(clean))


def _is_sum(clean: str, found: list[re.Match[str]]) -> bool:
    """Whether years and the months beyond them are one length: "1 tahun 3 bulan"."""
    years, months = found[0], found[1]
    fits = len(found) == 2 and _size(years) == 12 and _size(months) == 1 and _months(months) < 12
    return fits and _YEARS_AND.fullmatch(clean, years.end(), months.start()) is not None


def _months(match: re.Match[str]) -> float:
    return max(_number(match) * _size(match) - (_NEARLY if match["near"] else 0), 0.0)


def _number(match: re.Match[str]) -> float:
    """How many of its unit a length is."""
    number = float((match["number"] or "1").replace(",", "."))
    return number + 0.5 * sum(bool(match[name]) for name in ("half", "more"))


def _size(match: re.Match[str]) -> float:
    """The months of a unit."""
    return 1.0 if _MONTH.match(match["unit"]) else _MONTHS[match["unit"][0]]

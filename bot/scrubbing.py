"""What must never be kept or logged of a text: addresses, names, long numbers and this bot's own secrets.

A number is an amount of money, and stays, where it looks like one; every other run of 7 digits or more is masked,
whatever stands between the digits (up to six of any signs that are no letters, "%" and currencies). Ordinary are:
- thousands in groups of three with one kind of separator, no leading zero, at most 13 digits, decimals behind the
  other separator. Accounts are grouped like that too, so from 9 digits on it must end in 000 or carry a currency;
- without groups: 7 digits that end in 000, or up to 12 that do and carry a currency ("rp", "$", "rupiah"...);
- ranges of such amounts, also beside one small number or year ("10.000.000 2 bulan");
- dates, and two years or two times of day ("2019-2024", "08.00-17.00");
- up to 8 digits in small numbers with blanks between them ("365 1080").
Where a sign that lists or points stands between them (a comma and a blank, ";", ":", "&", "→"...), ordinary are also:
- lists of round amounts ("100, 200, 300"), one small number beside those in thousands, lists of years;
- lists of dates, times of day, ratios and decimals ("17/08/2024 10:30", "16:9, 4:3", "0.25, 0.38, 0.75");
- small numbers in even steps ("1, 2, 3, 4, 5, 6, 7, 8, 9"), or of up to 8 digits in all ("1920:1080").
So the one account that is kept is one written exactly like a round amount. Names without "@" and numbers in words are
not found.

Every pattern is linear: a repeated part is possessive, so it never gives back; a part without a bound begins only
where the text before it could not be its own beginning, so no character is read for two beginnings; everything else
has a fixed bound (five words before an "at", five labels behind it, six characters between two digits).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from urllib.parse import quote, unquote

MASK = re.compile(r"\[(?:email|tautan|nama|angka)\]")
SECRET = "[secret]"  # noqa: S105 - what is written in its place

_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DIGITS_AT_LEAST = 7
_FEW_DIGITS = 8  # in all of several small numbers

_TLD = (
    "com|net|org|id|co|io|me|my|sg|info|biz|xyz|site|online|store|shop|app|dev|web|blog|tech|pro|club|live|link|page|"
    "top|art|design|studio|agency|cloud|media|news|tv|cc|us|uk|au|jp|eu|de|nl|fr|ly|gl|gd|gg|ai|be|is|ru|in|edu|gov|"
    "mil|int|asia|world|space|website|fun|icu|vip|work|works|email|group|services|digital|academy|center|company|"
    "photo|photos|gallery|graphics|pictures|video|social|bio|land|wiki|zone|money|finance|bank"
)
_PROVIDER = "gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|icloud|live|proton|protonmail"
_WORD = r"[^\s@\[\](){}<>,;:\"/|\\]"  # of what stands before the "@"
_LABEL = r"[^\s@\[\](){}<>,;:\"/|\\.!?#=&]"  # of a host's name
_SPELT_DOT = r"(?: ?[(\[{] ?(?:dot|titik|\.) ?[)\]}] ?| (?:dot|titik|\.) )"
_ANY_DOT = rf"(?: ?\. ?|{_SPELT_DOT})"
_ANY_AT = r"(?: ?@ ?| ?[(\[{<] ?(?:at|et|a|@) ?[)\]}>] ?| at )"
_ADDRESSES = re.compile(
    rf"(?P<mask>{MASK.pattern})"
    r"|(?P<tautan>(?<![\w+.-])\w[\w+.-]*+://\S*+|(?<![\w.-])www\d?\.\S++)"
    rf"|(?P<email>(?<!{_WORD}){_WORD}++(?:{_SPELT_DOT}{_WORD}++){{0,4}}"
    rf"(?:{_ANY_AT}(?:(?:{_LABEL}++{_ANY_DOT}){{1,5}}(?:{_TLD})|(?:{_PROVIDER})(?: (?:{_TLD}))?)(?!{_LABEL})"
    rf"|(?:@{_LABEL}++(?:\.{_LABEL}++)*+)++))"
    rf"|(?P<host>(?<!{_LABEL})"
    rf"(?={_LABEL}++(?:(?:\.{_LABEL}++)*?\.(?:{_TLD})(?![\w-])|(?:\.{_LABEL}++)*\.(?!jt|rb|gb|mb|kb)[a-z]{{2}}/))"
    rf"{_LABEL}++(?:\.{_LABEL}++)++(?::\d{{1,5}})?(?:[/?#]\S*+)?)"
    rf"|(?P<none>(?<!{_LABEL}){_LABEL}++(?:\.{_LABEL}++)++)"  # read once, as no host
    r"|(?P<nama>@\w++(?:\.\w++)*+)",
    re.IGNORECASE,
)

_BETWEEN = r"(?:[ ./()\-‐‑‒–—―−_·•*+|~=\\'’\"^]|,(?! ))"
_LISTING = r"[^\w$€£¥%]|_"  # all of the above, and what may stand between several numbers as within one


def _runs(between: str) -> re.Pattern[str]:
    return re.compile(
        r"(?P<money>(?<![^\W\d_])(?:rp|idr|usd|us\$|sgd|eur)\.? ?|[$€£¥] ?)?"
        rf"(?P<run>\+?[0-9](?:(?:{between}){{0,6}}+[0-9])*+)"
        r"(?P<unit> ?(?:rupiah|perak|idr|usd|dolar|dollar|euro)(?!\w))?",
        re.IGNORECASE,
    )


_NUMBERS, _LISTS = _runs(_BETWEEN), _runs(_LISTING)
_GROUPED = re.compile(
    r"(?P<whole>[1-9]\d{0,2}(?P<by>[.,])\d{3}(?:(?P=by)\d{3}){0,3})(?:(?!(?P=by))[.,]\d{1,2})?", re.ASCII
)
_PLAIN = re.compile(r"[1-9]\d{3}000", re.ASCII)
_PLAIN_MONEY = re.compile(r"[1-9]\d{0,8}000(?:[.,]\d{1,2})?", re.ASCII)
_FEW = re.compile(r"[1-9]\d{0,3}(?: [1-9]\d{0,3})+", re.ASCII)
_SMALL = re.compile(r"[1-9]\d?|(?:19|20)\d\d", re.ASCII)
_YEAR, _TIME = r"(?:19|20)\d\d", r"(?:[01]\d|2[0-4])\.[0-5]\d"
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_DATE = rf"(?:{_DAY}([/.-]){_MONTH}\%d{_YEAR}|{_YEAR}([/-])(?:0[1-9]|1[0-2])\%d(?:0[1-9]|[12]\d|3[01]))"
_TIMES = re.compile(
    rf"{_DATE % (1, 2)}(?: ?[-–—] ?{_DATE % (3, 4)})?(?: {_TIME})?"
    rf"|{_YEAR} ?[-–—/] ?{_YEAR}|{_TIME} ?[-–—] ?{_TIME}",
    re.ASCII,
)
_COUNT = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_A_YEAR = re.compile(_YEAR)
_ROUND = re.compile(r"[1-9]\d{0,5}0", re.ASCII)
_THOUSANDS = re.compile(r"[1-9]\d{0,3}000", re.ASCII)
_CLOCK = r"(?:[01]?\d|2[0-4])[.:][0-5]\d(?::[0-5]\d(?:[.,]\d{1,6})?)?"
_RATIO, _DECIMAL = r"[1-9]\d?:[1-9]\d?", r"(?:0|[1-9]\d?)[.,]\d{1,2}"
_DATES = "|".join(
    [rf"{_DAY}{by}{_MONTH}{by}{_YEAR}" for by in ("/", r"\.", "-")] + [rf"{_YEAR}{by}{_MONTH}{by}{_DAY}" for by in "/-"]
)
_MOMENTS = re.compile(
    rf"(?:(?:{_DATES}|{_CLOCK}|{_RATIO}|{_DECIMAL})(?!\d)(?:, | ?[^\w\s.,:]{{1,2}} ?| |\Z))++", re.ASCII
)  # without groups that capture: `re` fails over those in a possessive repetition

_TOKEN = re.compile(
    r"(?<![0-9])[0-9]{6,}+(?::|%3a)[A-Za-z0-9_-]{20,}+|(?<=/bot)[0-9]++(?::|%3a)[A-Za-z0-9_-]++", re.IGNORECASE
)
_USERINFO = re.compile(r"(?<=://)[^\s/]*@")
_SHORT = 6  # letters: a secret shorter than that is hidden as a whole word only, or logs could not be read
_LONGEST = 2000  # characters of one string in a log


def evened(text: str) -> str:
    """The text as it looks: compatibility forms, ASCII digits, single blanks, nothing invisible and no controls."""
    if not text.isascii():
        text = "".join(_visible(unicodedata.normalize("NFKC", "".join(_visible(text)))))
    return " ".join(_CONTROLS.sub(" ", text).split())


def _visible(text: str) -> Iterator[str]:
    after_digit = False
    for character in _UNSEEN.sub("", text).replace("。", "."):
        kind = "" if character.isascii() else unicodedata.category(character)
        if kind == "Cf" or (after_digit and kind in ("Mn", "Me")):
            continue
        digit = unicodedata.digit(character, None) if kind in ("Nd", "No") else None
        after_digit = digit is not None or character.isdecimal()
        yield " " if kind == "Cs" else character if digit is None else str(digit)


def with_masks(text: str) -> str:
    """An evened text without what could tell who wrote it: [email], [tautan], [nama] and [angka] stand there."""
    return _LISTS.sub(_list, _ADDRESSES.sub(_address, text))


def without_masks(text: str) -> str:
    """A masked text without its masks, which are no words of whoever wrote it."""
    return " ".join(MASK.sub(" ", text).split())


def _address(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind in ("mask", "none"):
        return found[0]
    return "[tautan]" if kind == "host" else f"[{kind}]"


def _list(found: re.Match[str]) -> str:
    """What stands for numbers with any signs between them: either one, or several of which each is looked at."""
    run, money = found["run"], bool(found["money"] or found["unit"])
    if _digits(run) < _DIGITS_AT_LEAST:
        return found[0]
    if _NUMBERS.fullmatch(run) or _is_list(run, money):
        return _NUMBERS.sub(_number, found[0])
    return found[0] if _MOMENTS.fullmatch(run) else _instead(found)


def _number(found: re.Match[str]) -> str:
    run, money = found["run"], bool(found["money"] or found["unit"])
    return found[0] if _digits(run) < _DIGITS_AT_LEAST or _is_ordinary(run, money) else _instead(found)


def _instead(found: re.Match[str]) -> str:
    return f"{found['money'] or ''}[angka]{found['unit'] or ''}"


def _digits(run: str) -> int:
    return sum(map(str.isdigit, run))


def _pieces(run: str) -> list[str]:
    return [piece.strip(".,") for piece in re.split(r"[^0-9.,]+", run)]


def _is_list(run: str, money: bool) -> bool:
    pieces = _pieces(run)
    if all(map(_COUNT.fullmatch, pieces)) and (_digits(run) <= _FEW_DIGITS or _is_series(pieces)):
        return True
    if all(_is_round(piece) or (money and _GROUPED.fullmatch(piece)) for piece in pieces):
        return True
    others = [piece for piece in pieces if not (piece.endswith("00") and _GROUPED.fullmatch(piece))]
    others = [piece for piece in others if not _THOUSANDS.fullmatch(piece)]
    return len(others) == 1 and bool(_SMALL.fullmatch(others[0]))


def _is_series(pieces: list[str]) -> bool:
    steps = {int(after) - int(before) for before, after in pairwise(pieces)}
    return all(map(_A_YEAR.fullmatch, pieces)) or (len(steps) == 1 and 0 not in steps)


def _is_round(piece: str) -> bool:
    return piece.endswith("0") and bool(_ROUND.fullmatch(piece) or _GROUPED.fullmatch(piece))


def _is_ordinary(run: str, money: bool) -> bool:
    short = _digits(run) <= _FEW_DIGITS
    if _TIMES.fullmatch(run) or (short and _FEW.fullmatch(run)):
        return True
    pieces = _pieces(run)
    if len(pieces) == 1:
        return _is_amount(pieces[0], money)
    amounts = [amount for piece in pieces if (amount := _GROUPED.fullmatch(piece))]
    others = [piece for piece in pieces if not _GROUPED.fullmatch(piece)]
    if not amounts or len(others) > 1 or not all(map(_SMALL.fullmatch, others)):
        return False
    return short or (money and len(pieces) == 2) or all(amount["whole"].endswith("00") for amount in amounts)


def _is_amount(piece: str, money: bool) -> bool:
    if grouped := _GROUPED.fullmatch(piece):
        whole: str = grouped["whole"]
        digits = _digits(whole)
        return digits <= 13 and (money or digits < 9 or whole.endswith("000"))
    return bool((_PLAIN_MONEY if money else _PLAIN).fullmatch(piece))


class Scrubber:
    """Takes out of anything that is logged what a mask catches, tokens, passwords in URLs and the secrets given."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets for form in (secret, quote(secret, safe=""), unquote(secret)) if form}
        words = (
            re.escape(form) if len(form) >= _SHORT else rf"(?<!\w){re.escape(form)}(?!\w)"
            for form in sorted(forms, key=len, reverse=True)
        )
        self._secrets = re.compile("|".join(words) or r"(?!)")

    def __call__(self, text: str) -> str:
        """The text in one line, 2,000 characters at most."""
        return with_masks(self.hide(evened(self.hide(text))))[:_LONGEST]

    def hide(self, text: str) -> str:
        """The text without secrets, tokens and passwords in URLs, otherwise as it is."""
        text = _TOKEN.sub(SECRET, self._secrets.sub(SECRET, text))
        return _USERINFO.sub(f"{SECRET}@", text)

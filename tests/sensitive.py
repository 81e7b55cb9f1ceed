"""Made-up things that no mask may miss, in the many ways people write them, and ordinary words around them."""

from __future__ import annotations

from hypothesis import strategies as st

MARK = "zq"  # is in every made-up address and name and in none of the words
WORDS = ("aku", "mau", "tanya", "gimana", "caranya", "kirim", "ke", "ya", "kak", "dong", "nomor", "nomer", "foto")
_BETWEEN = ("", " ", ".", "-", "/", "\u00a0", "\u2011", "\u2009", "\u200b", "\u2060", " - ", " . ", "_", "‑", "–")
_LISTING = (":", ";", ",", ", ", "; ", " : ", "&", " & ", ">", "→", " → ", "->", "|", "#", "?", "!", "🙂")
_ZEROS = ("0", "０", "٠", "०", "𝟎")
_TLDS = ("com", "co.id", "id", "net", "org", "ac.id")
_AT = ("@", "＠", " @ ", "(at)", "[at]", " (at) ", " at ", "@\u200b")
_DOTS = {"@": (".",), "＠": (".", "．"), "@\u200b": (".",)}
_SPELT = (".", " . ", "(dot)", " dot ", "[dot]")

name = st.from_regex(r"[a-z0-9]{0,6}", fullmatch=True).map(lambda rest: f"{MARK}{rest}")


def _digits(shortest: int, longest: int) -> st.SearchStrategy[str]:
    """Numbers that do not end as round amounts do."""
    return st.from_regex(rf"[0-9]{{{shortest - 1},{longest - 1}}}[1-9]", fullmatch=True)


@st.composite
def _written(
    draw: st.DrawFn, numbers: st.SearchStrategy[str], between: tuple[str, ...] = (*_BETWEEN, *_LISTING)
) -> str:
    """A number in groups, with any one thing or many things between them, in any script."""
    number = draw(numbers)
    betweens = st.sampled_from(between)
    one = draw(st.none() | betweens)
    zero = ord(draw(st.sampled_from(_ZEROS)))
    size = draw(st.integers(1, 5))
    groups = [number[at : at + size] for at in range(0, len(number), size)]
    text = groups[0]
    for group in groups[1:]:
        text += (draw(betweens) if one is None else one) + group
    return "".join(chr(zero + int(c)) if c.isascii() and c.isdigit() else c for c in text)


def _pattern(number: str) -> str:
    n = number
    return f"{n[:2]}.{n[2:5]}.{n[5:8]}.{n[8]}-{n[9:12]}.{n[12:15]}"


telephones = st.builds(
    "{}{}".format,
    st.sampled_from(("08", "+628", "628", "+62 8", "(021) ", "021-", "(0274)", "+62 (21) ", "08")),
    _written(_digits(8, 10)),
)
taxpayers = _digits(15, 15).map(_pattern)
accounts = _written(_digits(10, 19))
numbers = telephones | taxpayers | accounts
quoted = _written(_digits(10, 19), ("<", " <", "<<", '"', "‘", "`"))
"""Numbers with signs between them at which a log's reason is cut before it is masked; not among `anything`."""


@st.composite
def _an_email(draw: st.DrawFn) -> str:
    at = draw(st.sampled_from(_AT))
    dot = draw(st.sampled_from(_DOTS.get(at, _SPELT)))
    host = f"{draw(name)}.{draw(st.sampled_from(_TLDS))}".replace(".", dot)
    local = draw(st.sampled_from(("", ".zq", "+zq", "_zq")))
    email = f"{draw(name)}{local}{at}{host}"
    return email.upper() if draw(st.booleans()) else email


emails = _an_email()
links = st.builds(
    "{}{}{}".format,
    st.sampled_from(("https://", "http://www.", "www.", "HTTPS://", "")),
    st.builds("{}.{}".format, name, st.sampled_from(_TLDS)),
    st.sampled_from(("", "/", "/zq-judul", "/judul.html?x=zq&y=12345678", ":8080/zq#zq", "/@zq/081234567891")),
) | st.builds(
    "{}/{}".format,
    st.sampled_from(("wa.me", "t.me", "zq.blogspot.com", "bit.ly", "linktr.ee", "s.id", "instagram.com")),
    name | st.just("6281234567891"),
)
people = name.map(lambda one: f"@{one}") | name.map(lambda one: f"@{one}.{MARK}")
anything = numbers | emails | links | people


@st.composite
def told(draw: st.DrawFn, items: st.SearchStrategy[str] = anything) -> str:
    """A text of ordinary words with such things between them."""
    words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
    parts = [draw(words)]
    for item in draw(st.lists(items, min_size=1, max_size=4)):
        parts += [item, draw(words)]
    return " ".join(parts)


def shows_anything(text: str) -> bool:
    """Whether a digit or a part of an address is still in a text of `told`."""
    return any(character.isdigit() for character in text) or MARK in text.casefold()

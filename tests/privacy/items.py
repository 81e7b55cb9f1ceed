"""What no text of a person may leave behind: made-up items that are known again, however they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from bot.scrubbing import evened
from tests import sensitive

MARK = "zqxjvw"  # is in every made-up address and name, and in no text of the bot, key or word
_LEAST = 7  # digits that are a number of somebody
_VARIED = 4  # different digits of such a number, so that no id or time is taken for it


@dataclass(frozen=True)
class Said:
    """A text, and the items that stand in it."""

    text: str
    items: tuple[str, ...]


def digits_in(text: str) -> str:
    """The digits of a text in ASCII, without anything between them."""
    return "".join(filter(str.isdigit, evened(text)))


def numbers_of(item: str) -> Sequence[str]:
    """The numbers by which an item is known again; of an address those that are long."""
    even = evened(item)
    return re.findall(rf"\d{{{_LEAST},}}", even) if re.search(r"[a-z]", even, re.IGNORECASE) else [digits_in(item)]


def shown_in(text: str, items: Sequence[str], mark: str = MARK) -> list[str]:
    """What of the items is in a text: their mark, or the digits of a number whatever stands between them."""
    plain = evened(_unescaped(text))
    digits = digits_in(plain)
    numbers = [number for item in items for number in numbers_of(item) if number in digits]
    return numbers + [mark] * (mark in plain.casefold())


def _unescaped(text: str) -> str:
    """JSON in its own letters, anything else as it is."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text


def _marked(item: str) -> str:
    return item.replace(sensitive.MARK, MARK).replace(sensitive.MARK.upper(), MARK.upper())


def _is_known_again(item: str) -> bool:
    return all(len(set(number)) >= _VARIED for number in numbers_of(item))


items = sensitive.anything.map(_marked).filter(_is_known_again)


@st.composite
def said(draw: st.DrawFn) -> Said:
    """Ordinary words with items between them."""
    words = st.lists(st.sampled_from(sensitive.WORDS), min_size=1, max_size=3).map(" ".join)
    drawn = draw(st.lists(items, min_size=1, max_size=3))
    parts = [draw(words)]
    for item in drawn:
        parts += [item, draw(words)]
    return Said(" ".join(parts), tuple(drawn))

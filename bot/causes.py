"""What may be told of an exception, in a log or to Sentry: never what a person wrote.

Messages quote: a KeyError its key, a database its parameters, an HTTP library its URL. So the whole chain (causes,
contexts, groups) is told by types and places, and a message only where it is known to be safe: KawanError's own
sentences, Telegram's words without what they quote, the name and meaning of an OSError's number.
"""

from __future__ import annotations

import errno
import os
import re
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from bot.errors import KawanError

Scrub = Callable[[str], str]

_PROJECT = f"{Path(__file__).resolve().parent.parent}{os.sep}"
_CHAIN = 20  # exceptions of one chain that are told
_FIRST, _LAST = 10, 20  # frames of one traceback that are told
_TELEGRAM = ("telegram.error", "TelegramError")  # known by its name, as this module serves rooms without Telegram
# From the first thing that opens a quotation to the last that closes one; an apostrophe within a word does neither.
_QUOTED = re.compile(r"(?:[\"“”«‘`<]|(?<!\w)'|b').*(?:[\"“”»’`>]|'(?!\w))|(?:[\"“”«‘`<]|(?<!\w)'|b').*", re.DOTALL)


@dataclass(frozen=True)
class Place:
    """A line of code that was running."""

    file: str
    line: int
    function: str


@dataclass(frozen=True)
class Cause:
    """One exception of a chain; `how` says what it is to the one before."""

    how: str
    type: str
    message: str | None
    places: tuple[Place, ...]


def causes_of(error: BaseException, scrub: Scrub) -> list[Cause]:
    """The exception, then what caused it and what a group holds, the first 20 of them; raises nothing."""
    found: list[Cause] = []
    seen: set[int] = set()
    waiting: list[tuple[str, BaseException]] = [("", error)]
    while waiting and len(found) < _CHAIN:
        how, one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        found.append(Cause(how, type_of(one), message_of(one, scrub), _places(one.__traceback__)))
        waiting += reversed(list(_behind(one)))
    return found


def _behind(error: BaseException) -> Iterator[tuple[str, BaseException]]:
    if isinstance(error, BaseExceptionGroup):
        yield from (("in that group: ", one) for one in error.exceptions)
    if error.__cause__ is not None:
        yield "caused by ", error.__cause__
    elif error.__context__ is not None and not error.__suppress_context__:
        yield "while dealing with ", error.__context__


def type_of(error: BaseException) -> str:
    """The name of an exception's type, with its module where it is none of Python's own."""
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def message_of(error: BaseException, scrub: Scrub) -> str | None:
    """What an exception says, where that is safe to tell."""
    if isinstance(error, KawanError):
        return scrub(str(error))
    if any((kind.__module__, kind.__qualname__) == _TELEGRAM for kind in type(error).__mro__):
        return scrub(without_quotations(str(getattr(error, "message", ""))))
    if isinstance(error, OSError) and isinstance(error.errno, int) and error.errno in errno.errorcode:
        return f"{errno.errorcode[error.errno]}, {os.strerror(error.errno)}"
    return None


def without_quotations(message: str) -> str:
    """A message without all that stands between its first and its last quotation mark or angle bracket."""
    return _QUOTED.sub("(...)", message)


def _places(trace: TracebackType | None) -> tuple[Place, ...]:
    frames = [
        Place(frame.f_code.co_filename.removeprefix(_PROJECT), line, frame.f_code.co_qualname)
        for frame, line in traceback.walk_tb(trace)
    ]
    return tuple(frames if len(frames) <= _FIRST + _LAST else [*frames[:_FIRST], *frames[-_LAST:]])


def told(error: BaseException, scrub: Scrub) -> str:
    """The chain in lines: each exception with its safe message and, below it, its places, the innermost last."""
    lines: list[str] = []
    for cause in causes_of(error, scrub):
        lines.append(f"{cause.how}{cause.type}" + (f": {cause.message}" if cause.message else ""))
        lines += (f"    {place.file}:{place.line} in {place.function}" for place in cause.places)
    return "\n".join(lines)

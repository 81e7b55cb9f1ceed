"""Reads what an operator wrote in one message as an answer: a title, the short answer, points."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

SHORTEST, LONGEST = 20, 600  # characters of a short answer
LONGEST_TITLE = 80
_LONGEST_LABEL = 30
LONGEST_POINT, MOST_POINTS = 300, 20
_POINT = re.compile(r"^\s*[-–—•*]\s*(?=\S)")


class Lack(StrEnum):
    """Why a text is no answer yet."""

    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    TITLE_TOO_LONG = "title-too-long"
    POINT_TOO_LONG = "point-too-long"
    TOO_MANY_POINTS = "too-many-points"


class UnfitError(ValueError):
    """A text is no answer yet; `lack` says why."""

    def __init__(self, lack: Lack) -> None:
        self.lack = lack
        super().__init__(lack)


class Written(NamedTuple):
    """An answer's words."""

    title: str
    label: str
    short: str
    details: tuple[str, ...]


def read_written(text: str, question: str) -> Written:
    """The answer in a message; a message of one paragraph has the question as its title. Raises UnfitError.

    The first line is the title, lines that begin with a dash are points, whatever else stands is the short answer.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) == 1 or (lines and (_POINT.match(lines[1]) or _POINT.match(lines[0]))):
        lines = [_as_title(question), *lines]
    title, *rest = lines or [""]
    points = tuple(_POINT.sub("", line) for line in rest if _POINT.match(line))
    short = " ".join(line for line in rest if not _POINT.match(line))
    if len(title) > LONGEST_TITLE:
        raise UnfitError(Lack.TITLE_TOO_LONG)
    if len(short) < SHORTEST:
        raise UnfitError(Lack.TOO_SHORT)
    if len(short) > LONGEST:
        raise UnfitError(Lack.TOO_LONG)
    if any(len(point) > LONGEST_POINT for point in points):
        raise UnfitError(Lack.POINT_TOO_LONG)
    if len(points) > MOST_POINTS:
        raise UnfitError(Lack.TOO_MANY_POINTS)
    return Written(title, label_of(title), short, points)


def _as_title(question: str) -> str:
    title = " ".join(question.split())
    title = title[:1].upper() + title[1:]
    return title if len(title) <= LONGEST_TITLE else cut(title, LONGEST_TITLE)


def label_of(title: str) -> str:
    """A title as a button's label: 30 characters at most."""
    return title if len(title) <= _LONGEST_LABEL else cut(title, _LONGEST_LABEL)


def cut(text: str, most: int) -> str:
    """A text shortened at a word where that leaves most of it, with an ellipsis."""
    kept = text[: most - 1]
    whole = kept.rpartition(" ")[0]
    return (whole if len(whole) > most // 2 else kept).rstrip(" ,.;:") + "…"

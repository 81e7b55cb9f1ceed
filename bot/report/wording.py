"""Names of a report's rows, as text, picture and table all have them."""

from __future__ import annotations

import html
import re

from bot.content.report_texts import ReportTexts
from bot.report.figures import Stop

_TAG = re.compile(r"<[^<>]*>")


def shortened(text: str, most: int) -> str:
    """A text in one line of at most so many characters, cut at a word where that can be."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    whole = cut.rpartition(" ")[0]
    return (whole if len(whole) > most // 2 else cut).rstrip(" ,.;:-") + "…"


def ask_of(stop: Stop, most: int) -> str:
    """What a step asks, as plain text; of one that is no more the id."""
    return shortened(html.unescape(_TAG.sub("", stop.ask)), most)


def step_of(stop: Stop, texts: ReportTexts, most: int = 60) -> str:
    """A step by its place and what it asks; one that is no more by its id."""
    if not stop.number:
        return texts.gone_step.format(step=ask_of(stop, most))
    return texts.step.format(number=stop.number, ask=ask_of(stop, most))

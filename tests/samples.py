"""The sample questions of `tests/knowledge/`: by other hands than the knowledge base's, for measuring only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.search.evaluate import Labelled

FOLDER = Path(__file__).parent / "knowledge" / "id"
OTHERS = ("refusals", "crisis", "crisis_heldout", "group", "followups", "inline")


def read(name: str) -> Any:
    """One file of samples."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def entry_questions() -> Iterator[Labelled]:
    """Questions with the one entry that answers them."""
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.stem not in OTHERS:
            for section, questions in read(path.stem)["questions"].items():
                for question in questions:
                    yield Labelled("samples", "entry", question, (f"{path.stem}/{section}",))


def refusals(*kinds: str) -> Iterator[Labelled]:
    """Messages that no entry answers: near_miss, off_topic, small_talk, garbage."""
    for kind, lines in read("refusals").items():
        if kind in kinds:
            yield from (Labelled("samples", kind, line, ()) for line in lines)


def group(kind: str) -> Iterator[Labelled]:
    """Open messages in a group: `open_questions` or `chatter`."""
    for line in read("group")[kind]:
        if isinstance(line, str):
            yield Labelled("samples", "group-chatter", line, ())
        else:
            yield Labelled("samples", "group-question", line["q"], tuple(line["accept"]))


def inline() -> Iterator[Labelled]:
    """What people type after the bot's name in any chat, by kind: keyword, prefix, nobody."""
    for kind, lines in read("inline").items():
        for line in lines:
            yield (
                Labelled("samples", kind, line, ())
                if kind == "nobody"
                else Labelled("samples", kind, line["q"], tuple(line["accept"]))
            )


def every_text() -> Iterator[str]:
    """Every sample line there is."""
    yield from (item.question for item in entry_questions())
    yield from (item.question for item in refusals("near_miss", "off_topic", "small_talk", "garbage"))
    yield from (item.question for item in inline())
    yield from (item.question for kind in ("open_questions", "chatter") for item in group(kind))
    yield from (line for name in ("crisis", "crisis_heldout") for lines in read(name).values() for line in lines)
    yield from (line for item in read("followups") for line in (item["first"], item["then"]))

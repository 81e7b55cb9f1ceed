"""Keeps the last run of `evaluate` and tells what changed since, question by question."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from bot.search.evaluate import Judged

_GOOD = ("right", "caught")
_BAD = ("false", "fired", "suggested")


def outcomes(judged: Iterable[Judged]) -> dict[str, str]:
    """By "file: question": one word for how it went."""
    return {f"{item.labelled.source}: {item.labelled.question}": _outcome(item.judgements) for item in judged}


def _outcome(judgements: dict[str, bool]) -> str:
    for name in (*_GOOD, "reach", "wrong", *_BAD):
        if judgements.get(name):
            return name
    return "missed" if "caught" in judgements else "silent"


def changes(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """The questions of both runs that went another way, as "question: before -> now"."""
    return [
        f"{question[:100]}: {before[question]} -> {outcome}"
        for question, outcome in now.items()
        if question in before and before[question] != outcome
    ]


def read_history(path: Path) -> dict[str, str]:
    """The outcomes of the last run, empty where there is none that can be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(question): str(outcome) for question, outcome in kept.items()} if isinstance(kept, dict) else {}


def write_history(path: Path, now: dict[str, str]) -> None:
    """Keep the outcomes of a run for the next, those of other questions included."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**read_history(path), **now}, ensure_ascii=False, indent=0), encoding="utf-8")

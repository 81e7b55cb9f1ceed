"""`python -m bot ask`: one question from the command line, or a stream of them as JSON lines."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import TextIO

from bot.content.library import Library
from bot.search.decide import Decision
from bot.search.engine import Verdict


def verdict_json(question: str, verdict: Verdict, milliseconds: float) -> str:
    """One line of `ask --json`."""
    entries = [{"id": entry.entry_id, "score": round(entry.score, 4)} for entry in verdict.entries]
    fields = {"question": question, "decision": str(verdict.decision), "entries": entries, "ms": round(milliseconds, 3)}
    return json.dumps(fields, ensure_ascii=False)


def ask_stream(ask: Callable[[str], Verdict], questions: Iterable[str], out: TextIO) -> None:
    """One JSON object for each line, in order, each written out at once."""
    for line in questions:
        question = line.rstrip("\r\n")
        started = time.perf_counter()
        verdict = ask(question)
        elapsed = 1000 * (time.perf_counter() - started)
        print(verdict_json(question, verdict, elapsed), file=out, flush=True)


def answer_text(library: Library, verdict: Verdict) -> str:
    """A verdict as plain text for a terminal."""
    texts = library.texts
    if verdict.decision is Decision.ANSWER:
        entry = library.entries[verdict.entries[0].entry_id]
        article = library.article(entry.slug)
        details = "\n".join(f"• {detail}" for detail in entry.details)
        source = texts.answer.source.format(article=article.title if article else entry.slug)
        return "\n\n".join((entry.title, entry.short, details, source))
    if verdict.decision is Decision.SUGGEST:
        titles = (library.entries[entry.entry_id].title for entry in verdict.entries)
        return "\n".join((texts.answer.suggest, *(f"• {title}" for title in titles)))
    if verdict.decision is Decision.SILENT:
        return "(silent)"
    if verdict.small_talk:
        return verdict.small_talk.reply
    return texts.crisis if verdict.decision is Decision.CRISIS else texts.answer.unknown


def read_lines() -> Iterable[str]:
    """Standard input line by line, whatever bytes it holds."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace")

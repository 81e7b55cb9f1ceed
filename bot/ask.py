"""`python -m bot ask`: one question from the command line, or a stream of them as JSON lines."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import TextIO

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


def read_lines() -> Iterable[str]:
    """Standard input line by line, whatever bytes it holds."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace")

"""Measures the search on labelled questions: right, reach, article, wrong, silent, false, by kind and in all.

A labelled question is one JSON object a line: {"q": text, "accept": [entry ids, best first], "kind": name}.
right: answered with an accepted entry. reach: right, or an accepted entry among the four shown. wrong: answered
from an article that no accepted entry belongs to. false: answered although no entry is accepted (for crisis lines:
caught and fired). Lines whose kind begins with "group-" are open messages in a group, which the bot overhears.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import UsageError
from bot.search.decide import Decision
from bot.search.engine import Verdict

_SHOWN = 4
_CRISIS_KINDS = ("crisis", "not-crisis")
_GROUP = "group-"


@dataclass(frozen=True)
class Labelled:
    """One labelled question of a file."""

    source: str
    kind: str
    question: str
    accept: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """A labelled question with its verdict and what is true of it."""

    labelled: Labelled
    verdict: Verdict
    judgements: dict[str, bool]


@dataclass
class Tally:
    """How often each judgement was true over the questions of one kind."""

    questions: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, judgements: dict[str, bool]) -> None:
        """Count one question."""
        self.questions += 1
        for name, true in judgements.items():
            self.counts[name] += true

    def rate(self, name: str) -> float:
        """The share (0-1) of questions of which `name` is true."""
        return self.counts[name] / self.questions


def read_labelled(paths: Iterable[Path]) -> list[Labelled]:
    """The questions of some files; raises UsageError that names the file and line which cannot be read."""
    questions = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{path} cannot be read ({error}).") from None
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                fields = json.loads(line)
                question = Labelled(path.stem, fields["kind"], fields["q"], tuple(fields.get("accept", ())))
                "".join((question.kind, question.question, *question.accept))  # TypeError where one is no text
            except (ValueError, KeyError, TypeError):
                raise UsageError(f'{path}:{number}: not a labelled question {{"q", "accept", "kind"}}.') from None
            questions.append(question)
    return questions


def judge(question: Labelled, verdict: Verdict) -> dict[str, bool]:
    """What is true of one verdict."""
    shown = [entry.entry_id for entry in verdict.entries][:_SHOWN]
    answered = verdict.decision is Decision.ANSWER
    if question.kind in _CRISIS_KINDS:
        return {"caught" if question.kind == "crisis" else "fired": verdict.decision is Decision.CRISIS}
    if not question.accept:
        return {"false": answered, "suggested": verdict.decision is Decision.SUGGEST}
    articles = {entry_id.partition("/")[0] for entry_id in question.accept}
    right = answered and shown[0] in question.accept
    same_article = answered and shown[0].partition("/")[0] in articles
    return {
        "right": right,
        "reach": right or any(entry_id in question.accept for entry_id in shown),
        "article": same_article,
        "wrong": answered and not same_article,
        "silent": verdict.decision not in (Decision.ANSWER, Decision.SUGGEST),
    }


def evaluate(
    questions: Iterable[Labelled], ask: Callable[[str], Verdict], overhear: Callable[[str], Verdict]
) -> list[Judged]:
    """Every question with its verdict, judged."""
    judged = []
    for question in questions:
        verdict = (overhear if question.kind.startswith(_GROUP) else ask)(question.question)
        judged.append(Judged(question, verdict, judge(question, verdict)))
    return judged


def tallies(judged: Iterable[Judged]) -> dict[tuple[str, str], Tally]:
    """Tallies by (file, kind), and over all files by ("ALL", "in-scope" or "negative"), groups and crises apart."""
    found: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
    for item in judged:
        kind = item.labelled.kind
        found[item.labelled.source, kind].add(item.judgements)
        if kind not in _CRISIS_KINDS and not kind.startswith(_GROUP):
            found["ALL", "in-scope" if item.labelled.accept else "negative"].add(item.judgements)
    return dict(found)


def table(counted: dict[tuple[str, str], Tally]) -> list[str]:
    """The tallies as lines of text, files first, totals last."""
    lines = []
    for source, kind in sorted(counted, key=lambda place: (place[0] == "ALL", place)):
        tally = counted[source, kind]
        rates = "  ".join(f"{name} {100 * tally.rate(name):5.1f}%" for name in tally.counts)
        lines.append(f"{source:>8} {kind:<15} n={tally.questions:<4} {rates}")
    return lines


def confusions(judged: Iterable[Judged], most: int = 10) -> list[str]:
    """The pairs of entries taken for each other most often: wanted -> given."""
    pairs: Counter[tuple[str, str]] = Counter()
    for item in judged:
        answered = item.verdict.decision is Decision.ANSWER
        if answered and item.labelled.accept and not item.judgements.get("right"):
            pairs[item.labelled.accept[0], item.verdict.entries[0].entry_id] += 1
    return [f"{count:>4}x {wanted} -> {given}" for (wanted, given), count in pairs.most_common(most)]


def calibration(judged: Iterable[Judged], bins: Sequence[float] = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9)) -> list[str]:
    """How often the best entry was right, by its score: the two should agree."""
    found: defaultdict[float, list[bool]] = defaultdict(list)
    for item in judged:
        best = (*item.verdict.entries, *item.verdict.runners_up)[:1]
        if best and item.labelled.kind not in _CRISIS_KINDS:
            low = max(bound for bound in bins if bound <= best[0].score)
            found[low].append(best[0].entry_id in item.labelled.accept)
    return [
        f"score from {low:.1f}: right {100 * sum(found[low]) / len(found[low]):5.1f}% of {len(found[low])}"
        for low in sorted(found)
    ]

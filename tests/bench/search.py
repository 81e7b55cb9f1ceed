"""`python -m tests.bench.search`: the search beside plain rapidfuzz, bm25s and tantivy, on the same questions.

Every system gets the same documents (phrasings, titles, answers) and the sample questions, in a process of its own, at
1, 10 and 40 times the phrasings (above one, every fifth question). The extra phrasings are the real ones with a word
left out or two letters swapped.

top1, top3   the right entry first, or among the first three, with no threshold
at10         right answers when at most 10% of the unanswerable questions get one
hit, miss    milliseconds a question (median / 99th percentile) over answerable and unanswerable ones
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.content.library import Library, Phrasing
from bot.content.loader import load_library
from bot.settings import load_settings
from tests import samples

Ranked = list[tuple[str, float]]  # entry ids with scores, best first
Ask = Callable[[str], Ranked]
_SCALES = (1, 10, 40)
_FALSE = 0.10
_STEP = 5  # at more than one time the phrasings every fifth question is asked: plain rapidfuzz takes seconds for one


def scaled(library: Library, times: int) -> Library:
    """The library with `times` as many phrasings."""
    chance = random.Random(7)  # noqa: S311 - a benchmark, not a secret
    extra = [
        replace(phrasing, text=_varied(phrasing.text, chance))
        for _ in range(times - 1)
        for phrasing in library.phrasings
    ]
    return replace(library, phrasings=(*library.phrasings, *extra))


def _varied(text: str, chance: random.Random) -> str:
    words = text.split()
    place = chance.randrange(len(words))
    if len(words) > 3 and chance.random() < 0.5:
        del words[place]
    elif len(words[place]) > 3:
        word, cut = words[place], chance.randrange(len(words[place]) - 1)
        words[place] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(words)


def documents(library: Library) -> Iterator[Phrasing]:
    """Everything that a system may match, each with its entry."""
    yield from (phrasing for phrasing in library.phrasings if phrasing.entry_id)
    for entry in library.entries.values():
        for text in (entry.title, entry.label, entry.short, *entry.details):
            yield Phrasing(text, entry.id, "", 0)


def ours(library: Library) -> Ask:
    """This project's search: the whole decision is timed."""
    from bot.search.engine import Search

    search = Search(library)

    def ask(question: str) -> Ranked:
        verdict = search.ask(question)
        return [(entry.entry_id, entry.score) for entry in (*verdict.entries, *verdict.runners_up)]

    return ask


def plain_rapidfuzz(library: Library, scorer: str) -> Ask:
    """rapidfuzz over every document, no index."""
    from rapidfuzz import fuzz, process, utils

    known = list(documents(library))
    texts = [utils.default_process(document.text) for document in known]

    def ask(question: str) -> Ranked:
        typed = utils.default_process(question)
        hits = process.extract(typed, texts, scorer=getattr(fuzz, scorer), limit=20)
        return _by_entry((known[number], score) for _, score, number in hits)

    return ask


def bm25(library: Library) -> Ask:
    """bm25s with its own tokeniser."""
    import bm25s

    known = list(documents(library))
    index = bm25s.BM25()
    index.index(bm25s.tokenize([document.text for document in known], show_progress=False), show_progress=False)

    def ask(question: str) -> Ranked:
        tokens = bm25s.tokenize([question], show_progress=False)
        if not tokens.vocab:
            return []
        numbers, scores = index.retrieve(tokens, k=20, show_progress=False)
        return _by_entry((known[n], float(s)) for n, s in zip(numbers[0], scores[0], strict=True))

    return ask


def tantivy(library: Library) -> Ask:
    """tantivy in memory with its default tokeniser."""
    import tantivy as engine

    schema = engine.SchemaBuilder().add_text_field("text", stored=False).add_text_field("entry", stored=True).build()
    index = engine.Index(schema)
    writer = index.writer()
    for document in documents(library):
        writer.add_document(engine.Document(text=document.text, entry=document.entry_id))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(question: str) -> Ranked:
        query, _ = index.parse_query_lenient(question, ["text"])
        hits = searcher.search(query, 20).hits
        best: dict[str, float] = {}
        for score, address in hits:
            best.setdefault(searcher.doc(address)["entry"][0], score)
        return list(best.items())

    return ask


SYSTEMS: dict[str, Callable[[Library], Ask]] = {
    "this project": ours,
    "rapidfuzz WRatio": lambda library: plain_rapidfuzz(library, "WRatio"),
    "rapidfuzz token_set": lambda library: plain_rapidfuzz(library, "token_set_ratio"),
    "bm25s": bm25,
    "tantivy": tantivy,
}


def _by_entry(hits: Iterator[tuple[Phrasing, float]]) -> Ranked:
    best: dict[str, float] = {}
    for document, score in hits:
        best.setdefault(str(document.entry_id), score)
    return list(best.items())


def measure(system: str, times: int) -> dict[str, float]:
    """Build one system at one scale in this process and ask it everything."""
    library = scaled(load_library(load_settings().knowledge_dir), times)
    started = time.perf_counter()
    ask = SYSTEMS[system](library)
    built = time.perf_counter() - started
    step = 1 if times == 1 else _STEP
    answerable = list(samples.entry_questions())[::step]
    negatives = list(samples.refusals("near_miss", "off_topic"))[::step]
    for item in answerable[:20]:
        ask(item.question)
    hits = [_timed(ask, item.question) for item in answerable]
    misses = [_timed(ask, item.question) for item in negatives]
    tops = sorted((ranked[0][1] if ranked else 0.0 for ranked, _ in misses), reverse=True)
    bar = tops[int(_FALSE * len(tops))]
    places = [[entry for entry, _ in ranked[:3]] for ranked, _ in hits]
    right = [bool(place) and place[0] in item.accept for place, item in zip(places, answerable, strict=True)]
    sure = [bool(ranked) and ranked[0][1] > bar for ranked, _ in hits]
    return {
        "top1": sum(right) / len(right),
        "top3": sum(item.accept[0] in place for place, item in zip(places, answerable, strict=True)) / len(right),
        "at10": sum(r and s for r, s in zip(right, sure, strict=True)) / len(right),
        **_times("hit", [elapsed for _, elapsed in hits]),
        **_times("miss", [elapsed for _, elapsed in misses]),
        "build_s": built,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _timed(ask: Ask, question: str) -> tuple[Ranked, float]:
    started = time.perf_counter()
    ranked = ask(question)
    return ranked, 1000 * (time.perf_counter() - started)


def _times(name: str, milliseconds: list[float]) -> dict[str, float]:
    ordered = sorted(milliseconds)
    return {f"{name}_p50": statistics.median(ordered), f"{name}_p99": ordered[int(0.99 * len(ordered))]}


def main() -> None:
    """Measure every system at every scale, each in a process of its own, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--one", nargs=2, metavar=("SYSTEM", "TIMES"), help="measure one system here, print JSON")
    parser.add_argument("--scales", nargs="+", type=int, default=_SCALES)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one[0], int(options.one[1]))))
        return
    columns = ("top1", "top3", "at10", "hit_p50", "hit_p99", "miss_p50", "miss_p99", "build_s", "memory_mb")
    print(f"{'system':<20} {'x':>3} " + " ".join(f"{column:>9}" for column in columns) + "   (times in ms)")
    for times in options.scales:
        for system in SYSTEMS:
            command = [sys.executable, "-m", "tests.bench.search", "--one", system, str(times)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            found = json.loads(done.stdout.splitlines()[-1])
            print(f"{system:<20} {times:>3} " + " ".join(f"{found[column]:9.3f}" for column in columns), flush=True)


if __name__ == "__main__":
    main()

"""What people type in the load benchmark: the sample questions in scope, each with a slip of the finger."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests import samples

_TRIES = 5


def typed_questions(count: int, seed: int, *, slips: bool = True) -> Iterator[str]:
    """Questions in random order; with `slips` each has one letter left out or doubled, so that nearly all differ."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    questions = sorted({item.question for item in samples.entry_questions()})
    order: list[str] = []
    seen: set[str] = set()
    for _ in range(count):
        if not order:
            order = chance.sample(questions, len(questions))
        question = order.pop()
        if not slips:
            yield question
            continue
        for _ in range(_TRIES):
            text = slipped(question, chance)
            if text not in seen:
                break
        seen.add(text)
        yield text


def slipped(text: str, chance: random.Random) -> str:
    """The text with one random letter of one random word left out or doubled."""
    words = text.split()
    place = chance.choice([number for number, word in enumerate(words) if any(map(str.isalpha, word))])
    word = words[place]
    letter = chance.choice([number for number, char in enumerate(word) if char.isalpha()])
    middle = "" if chance.random() < 0.5 and len(word) > 1 else 2 * word[letter]
    words[place] = word[:letter] + middle + word[letter + 1 :]
    return " ".join(words)

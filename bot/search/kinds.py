"""What kind of message is it: a question, small talk, group chatter, the words of a person in danger?

One naive Bayes over words, pairs of neighbours and letter groups (which survive typos), taught by the phrasings, the
small talk, the crisis messages with their look-alikes, and the chatter of the knowledge base.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from bot.content.library import Library, SmallTalk
from bot.search.normalise import Reader, Reading
from bot.search.profile import build_profile

Words = tuple[str, ...]

_QUESTION = "question"
_OUTSIDE = "outside"
_DANGER = "danger"
_LOOK_ALIKE = "look-alike"
_CHATTER = "chatter"
_LETTER_GROUPS = (4,)
_PRIOR = 0.3
_RARE = 6.0  # log odds against danger before a word is read: a few unknown words must not alarm


@dataclass(frozen=True)
class Leaning:
    """How strongly a message leans to one kind against every other, in log odds a root of a feature; 0 is undecided."""

    small_talk: float
    danger: float
    chatter: float
    talk: SmallTalk | None = None  # the kind of small talk that it would be


class MessageKinds:
    """Tells kinds of messages apart for one library; `asked` are its phrasings as read, without owner where outside."""

    def __init__(self, library: Library, reader: Reader, asked: Iterable[tuple[str, Reading]]) -> None:
        self._talk = {f"talk:{talk.kind}": talk for talk in library.small_talk}
        self._labels = (_QUESTION, _OUTSIDE, _DANGER, _LOOK_ALIKE, _CHATTER, *self._talk)
        questions = ((_QUESTION if owner else _OUTSIDE, reading.words) for owner, reading in asked)
        others = ((label, reader.read(text).words) for label, text in self._examples(library))
        taught = ((label, features(words)) for label, words in chain(questions, others))
        self._profile = build_profile(taught, self._labels, _PRIOR)

    def leaning(self, words: Words) -> Leaning:
        """The leanings of a message."""
        known = [feature for feature in features(words) if feature in self._profile.present]
        if not known:
            return Leaning(0.0, 0.0, 0.0)
        scores = self._profile.scores((feature, 1.0) for feature in known)
        root = math.sqrt(len(known))
        best_talk = max(self._talk, key=scores.__getitem__)
        usual = max(scores[_QUESTION], scores[_OUTSIDE])
        unasked = max(scores[_LOOK_ALIKE], scores[_CHATTER], scores[best_talk])
        return Leaning(
            small_talk=(scores[best_talk] - usual) / root,
            danger=(scores[_DANGER] - max(usual, unasked) - _RARE) / root,
            chatter=(max(unasked, scores[_OUTSIDE]) - scores[_QUESTION]) / root,
            talk=self._talk[best_talk],
        )

    def _examples(self, library: Library) -> Iterator[tuple[str, str]]:
        for label, talk in self._talk.items():
            yield from ((label, phrase) for phrase in talk.phrases)
        yield from ((_DANGER, text) for text in (*library.crisis.phrases, *library.crisis.messages))
        yield from ((_LOOK_ALIKE, text) for text in (*library.crisis.harmless, *library.crisis.look_alikes))
        yield from ((_CHATTER, text) for text in library.chatter)


def features(words: Words) -> set[str]:
    """What a message is told by: its words, its pairs of neighbours, its letter groups."""
    framed = ("<", *words, ">")
    found = {f"{first} {second}" for first, second in pairwise(framed)}
    for word in words:
        found.add(f"{word} ")
        padded = f"<{word}>"
        for size in _LETTER_GROUPS:
            found.update(padded[start : start + size] for start in range(len(padded) - size + 1))
    return found

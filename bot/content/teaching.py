"""What operators do with what they taught: each a pure step from one content of `learned.yaml` to the next."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from bot.content.learned import Learned, LearnedAnswer, LearnedPhrasing
from bot.content.learned_file import phrasing_key, taught

_LONGEST_SECTION = 40
_NAMELESS = "jawaban"
_QUOTES = "\"'“”„«»"


def with_phrasing(learned: Learned, entry: str, text: str, by: str, at: str) -> Learned:
    """With one more way of asking for an entry; the same where it stands there. Raises KnowledgeError if it is unfit.

    Whatever was put between quotes is asked for without them.
    """
    made = taught(LearnedPhrasing, {"entry": entry, "text": unquoted(text), "by": by, "at": at})
    if phrasing_key(made) in map(phrasing_key, learned.phrasings):
        return learned
    return learned.model_copy(update={"phrasings": [*learned.phrasings, made]})


def without_phrasing(learned: Learned, entry: str, text: str) -> Learned:
    """Without a way of asking for an entry; the same where it does not stand there."""
    gone = (entry, unquoted(text).casefold())
    left = [phrasing for phrasing in learned.phrasings if phrasing_key(phrasing) != gone]
    return learned if len(left) == len(learned.phrasings) else learned.model_copy(update={"phrasings": left})


def with_answer(learned: Learned, answer: LearnedAnswer) -> Learned:
    """With an answer; it takes the place of the one with its entry id, as where a draft is put to use."""
    places = [number for number, other in enumerate(learned.answers) if other.entry_id == answer.entry_id]
    if not places:
        return learned.model_copy(update={"answers": [*learned.answers, answer]})
    if learned.answers[places[0]] == answer:
        return learned
    answers = [answer if number == places[0] else other for number, other in enumerate(learned.answers)]
    return learned.model_copy(update={"answers": answers})


def without_answer(learned: Learned, entry_id: str) -> Learned:
    """Without an answer, and without the phrasings that were taught for it; the same where there is none."""
    answers = [answer for answer in learned.answers if answer.entry_id != entry_id]
    if len(answers) == len(learned.answers):
        return learned
    phrasings = [phrasing for phrasing in learned.phrasings if phrasing.entry != entry_id]
    return learned.model_copy(update={"answers": answers, "phrasings": phrasings})


def section_for(title: str, taken: Container[str]) -> str:
    """A section's name from a title: small letters and digits, 40 at most, and none of those that are `taken`."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    name = _cut("-".join(re.findall(r"[a-z0-9]+", plain)), _LONGEST_SECTION) or _NAMELESS
    number = 1
    found = name
    while found in taken:
        number += 1
        ending = f"-{number}"
        found = _cut(name, _LONGEST_SECTION - len(ending)) + ending
    return found


def _cut(name: str, most: int) -> str:
    """As many whole words as there is room for; a first word that is too long is cut."""
    if len(name) <= most:
        return name
    kept = name[: most + 1].rpartition("-")[0]
    return kept or name[:most]


def unquoted(text: str) -> str:
    """A text without the quotes around it."""
    text = text.strip()
    if len(text) > 2 and text[0] in _QUOTES and text[-1] in _QUOTES:
        return text[1:-1].strip() or text
    return text

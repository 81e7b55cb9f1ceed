"""Makes a draft of an entry from a question and what an operator answered; pure."""

from __future__ import annotations

import textwrap
from hashlib import blake2b

from bot.chat.office import Change
from bot.content.learned import BY_OPERATORS, Learned, LearnedAnswer
from bot.content.learned_file import taught
from bot.content.written import LONGEST, LONGEST_TITLE, SHORTEST, cut, label_of
from bot.scrubbing import without_masks

_POINT, _POINTS = 300, 20  # characters of a point, and points; see content.models
_TITLE_LEAST = 3
OF_RELAY = "tanya-"
"""How the sections of drafts begin that come from somebody's question to the operators."""


def draft_of(key: str, question: str, answer: str, *, by: str, at: str) -> LearnedAnswer | None:
    """The draft, to be edited before it is used; None where the answer is too short to stand alone.

    Nobody asks with the masks of a question that was kept, so they are left out.

    The relay's `key` gives the draft its name, but cannot be read from it: the draft outlives whoever asked. `at` is
    "YYYY-MM-DD HH:MM". Raises KnowledgeError where the words are unfit for learned.yaml.
    """
    question = without_masks(question) or question
    short, details = _parts(answer)
    if len(short) < SHORTEST:
        return None
    title = " ".join((question if len(question) >= _TITLE_LEAST else answer).split())
    title = title[:1].upper() + title[1:]
    title = title if len(title) <= LONGEST_TITLE else cut(title, LONGEST_TITLE)
    fields = {
        "section": f"{OF_RELAY}{blake2b(key.encode(), digest_size=4).hexdigest()}",
        "article": BY_OPERATORS,
        "title": title,
        "label": label_of(title),
        "short": short,
        "details": details,
        "questions": [question],
        "by": by,
        "at": at,
        "draft": True,
    }
    return taught(LearnedAnswer, fields)


def adding(draft: LearnedAnswer) -> Change:
    """The change that keeps a draft, once."""

    def change(learned: Learned) -> Learned:
        if any(one.section == draft.section for one in learned.answers):  # also where it is in use, of an article
            return learned
        return learned.model_copy(update={"answers": [*learned.answers, draft]})

    return change


def _parts(answer: str) -> tuple[str, list[str]]:
    """The paragraphs that fit into the short answer, and the rest point by point."""
    paragraphs = [" ".join(line.split()) for line in answer.splitlines() if line.strip()]
    short = ""
    while paragraphs and len(short) < SHORTEST:
        joined = f"{short} {paragraphs.pop(0)}".strip()
        short, *rest = textwrap.wrap(joined, LONGEST) if len(joined) > LONGEST else [joined]
        paragraphs = [*rest, *paragraphs]
    points = [point for paragraph in paragraphs for point in textwrap.wrap(paragraph, _POINT)]
    return short, points[:_POINTS]

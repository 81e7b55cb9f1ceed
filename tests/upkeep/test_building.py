"""What earlier versions of the knowledge took is given back."""

from __future__ import annotations

import gc
import weakref

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.search.completion import Completions
from bot.search.crisis import CrisisWatch
from bot.search.engine import Search
from bot.search.kinds import MessageKinds
from bot.search.normalise import Reader
from bot.search.words import Vocabulary
from bot.upkeep.building import forget_unused

LARGE = (Search, Reader, Vocabulary, MessageKinds, CrisisWatch, Completions)


def large() -> list[object]:
    return [one for one in gc.get_objects() if isinstance(one, LARGE)]


def test_nothing_is_left_of_a_knowledge_that_nobody_uses(library: Library) -> None:
    before = set(map(id, large()))
    knowledge = Knowledge.of(library)
    knowledge.search.typed("apa itu burn")
    knowledge.search.ask("apa itu burnout")
    parts = [weakref.ref(one) for one in large() if id(one) not in before]
    assert {type(part()) for part in parts} == set(LARGE)
    del knowledge
    forget_unused()
    assert [part() for part in parts if part() is not None] == []
    assert gc.get_freeze_count() == 0, "a process that froze nothing goes on so"

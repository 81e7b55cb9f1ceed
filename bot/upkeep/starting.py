"""What a process that serves people begins with."""

from __future__ import annotations

from pathlib import Path

import structlog

from bot.content.library import Library
from bot.content.loader import inspect_knowledge
from bot.errors import KnowledgeError
from bot.upkeep.following import loggable

log = structlog.stdlib.get_logger(__name__)


def library_to_serve(folder: Path) -> Library:
    """The knowledge in a folder, without learned.yaml where nothing but that is wrong; raises KnowledgeError.

    That is logged here; the operators are told as soon as they can be (`Follower.begin`).
    """
    library, problems = inspect_knowledge(folder)
    if library is not None and not problems:
        return library
    library, others = inspect_knowledge(folder, learned="")
    lines = [str(problem) for problem in problems]
    if library is None or others:
        raise KnowledgeError(lines)
    log.error("learned.yaml has problems, the bot begins without it", problems=list(map(loggable, lines)))
    return library

"""What was taught, as the disk has it and as the database has it, made one."""

from __future__ import annotations

from bot.content.learned import Learned
from bot.content.learned_file import merged
from bot.upkeep.disk import Found


def reconciled(found: Found, ours: Learned) -> Learned:
    """What holds now, from the file as it was found and from the database; raises KnowledgeError.

    A file that is older than the database and that nobody edited only missed what was taught, and taken back,
    meanwhile: the database holds. For any other see `merged`.
    """
    theirs = found.learned()
    if theirs is None or (theirs.version < ours.version and found.untouched):
        return ours
    return merged(theirs, ours)


def numbered(learned: Learned, ours: Learned, version: int) -> Learned:
    """The same with the version of the knowledge in which it is written, which is above all that there was."""
    return learned.model_copy(update={"version": 1 + max(version, ours.version, learned.version)})

"""Processes that share a database, each with its own files and a search that need not be built."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.knowledge import Knowledge
from bot.chat.office import Change
from bot.chat.versions import Current
from bot.content.learned import FILE, Learned
from bot.content.learned_file import read_learned
from bot.content.library import Library
from bot.content.teaching import with_phrasing, without_phrasing
from bot.storage.database import Database
from bot.storage.teachings import SqlTeachings
from bot.upkeep.keeper import Keeper
from tests.conftest import KNOWLEDGE_DIR

AT = "2026-01-02 03:04"
ENTRY = "burnout/apa-itu"


class Process:
    """What a process has: its files, the knowledge in use, and the keeper of it."""

    def __init__(self, folder: Path, knowledge: Knowledge, database: Database, *, writes: bool = True) -> None:
        self.folder = folder
        self.current = Current(knowledge)
        self.teachings = SqlTeachings(database)
        self.keeper = Keeper(
            self.current, self.teachings, folder, lambda library: replace(knowledge, library=library), writes=writes
        )

    @property
    def file(self) -> Path:
        return self.folder / "id" / FILE

    @property
    def library(self) -> Library:
        return self.current.knowledge.library

    @property
    def asked(self) -> set[str]:
        """The ways of asking that are in use and were learned."""
        return {phrasing.text for phrasing in self.library.phrasings if phrasing.path.endswith(FILE)}

    @property
    def on_disk(self) -> set[str]:
        return texts_of(read_learned(self.file.read_text(encoding="utf-8")))

    def change(self, before: str, after: str, name: str = "articles/burnout.yaml") -> None:
        """Edit a file by hand."""
        path = self.folder / "id" / name
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")

    def retitle(self, title: str) -> None:
        """Give the article on burnout another title."""
        path = self.folder / "id" / "articles" / "burnout.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub("^title: .*$", f'title: "{title}"', text, flags=re.MULTILINE), encoding="utf-8")

    @property
    def title(self) -> str:
        """The title of the article on burnout, as it is in use."""
        article = self.library.article("burnout")
        assert article
        return article.title


def asks(text: str) -> Change:
    """One more way of asking for ENTRY."""
    return lambda learned: with_phrasing(learned, ENTRY, text, "Rina", AT)


def asks_no_more(text: str) -> Change:
    return lambda learned: without_phrasing(learned, ENTRY, text)


def texts_of(learned: Learned) -> set[str]:
    return {phrasing.text for phrasing in learned.phrasings}


@pytest.fixture
def process(tmp_path: Path, knowledge: Knowledge, database: Database) -> Callable[..., Process]:
    """Makes processes over one database, each with a disk of its own."""
    names = iter("abcdef")

    def make(*, writes: bool = True, folder: Path | None = None) -> Process:
        if folder is None:
            folder = tmp_path / next(names) / "knowledge"
            shutil.copytree(KNOWLEDGE_DIR, folder)
        return Process(folder, knowledge, database, writes=writes)

    return make

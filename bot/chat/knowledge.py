"""What every handler works with: one consistent version of library, search and wording."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.library import Library
from bot.replies.pages import Pages
from bot.replies.verdicts import Verdicts
from bot.search.engine import Search


@dataclass(frozen=True)
class Knowledge:
    """A library with everything built over it."""

    library: Library
    search: Search
    pages: Pages
    verdicts: Verdicts

    @classmethod
    def of(cls, library: Library) -> Knowledge:
        """The knowledge over a library."""
        pages = Pages(library)
        return cls(library, Search(library), pages, Verdicts(library, pages))

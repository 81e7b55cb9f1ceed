"""What every handler works with: one consistent version of library, search and wording."""

from __future__ import annotations

from collections.abc import Callable
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
    def of(cls, library: Library, search: Callable[[Library], Search] = Search) -> Knowledge:
        """The knowledge over a library; `search` makes what searches it."""
        pages = Pages(library)
        return cls(library, search(library), pages, Verdicts(library, pages))

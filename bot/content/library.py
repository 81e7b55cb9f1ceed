"""The knowledge base in memory: frozen, checked, shared by everything else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.content.checklist import Checklist
from bot.content.texts import Texts

KEY_LENGTH = 5


@lru_cache(maxsize=1_000)  # a page asks for a dozen
def short_key(name: str) -> str:
    """A stable key of five letters for an entry, article or checklist: button data have room for only 64 bytes."""
    digest = hashlib.blake2b(name.encode(), digest_size=4).digest()
    return base64.b32encode(digest).decode().lower()[:KEY_LENGTH]


def checklist_name(name: str) -> str:
    """A checklist's name where articles and entries are named too (an article may be called the same)."""
    return f"checklist:{name}"


@dataclass(frozen=True)
class Entry:
    """One answer of one article; `id` is `article/section`. Only one that was learned may have no details."""

    id: str
    title: str
    label: str
    short: str
    details: tuple[str, ...]
    related: tuple[str, ...]
    checklist: str | None
    learned: bool = False  # an operator wrote it; see `content.learned`

    @property
    def slug(self) -> str:
        """The article's slug."""
        return self.id.partition("/")[0]


@dataclass(frozen=True)
class Article:
    """One source article and its entries, in the order of the file; `link` may be empty."""

    slug: str
    title: str
    label: str
    emoji: str
    link: str
    intro: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Phrasing:
    """One way of asking for an entry, and where it stands (`file:line`); no entry: the articles do not answer it."""

    text: str
    entry_id: str | None
    path: str
    line: int
    learned: bool = False  # an operator taught it


@dataclass(frozen=True)
class SmallTalk:
    """One kind of small talk with its reply."""

    kind: str
    phrases: tuple[str, ...]
    reply: str
    courtesy: bool  # may stand beside a question, which then counts
    between: bool = False  # is answered between the steps of a checklist too
    in_group: str = ""  # the reply in a group, where it is another


@dataclass(frozen=True)
class Words:
    """How the words of a question are read; see `language/words.yaml`."""

    slang: Mapping[str, str]
    synonyms: tuple[tuple[str, ...], ...]
    stop_words: frozenset[str]
    question_words: frozenset[str]


@dataclass(frozen=True)
class Crisis:
    """How a person in danger writes, and what only sounds like it; see `language/crisis.yaml`."""

    phrases: tuple[str, ...]
    harmless: tuple[str, ...]
    messages: tuple[str, ...]
    look_alikes: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """Everything that the bot knows and says in one language."""

    articles: tuple[Article, ...]
    checklists: tuple[Checklist, ...]
    phrasings: tuple[Phrasing, ...]
    small_talk: tuple[SmallTalk, ...]
    filler: tuple[str, ...]
    words: Words
    crisis: Crisis
    chatter: tuple[str, ...]
    texts: Texts

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every entry by its id, articles in order."""
        return {entry.id: entry for article in self.articles for entry in article.entries}

    @cached_property
    def _articles(self) -> Mapping[str, Article]:
        return {article.slug: article for article in self.articles}

    @cached_property
    def _checklists(self) -> Mapping[str, Checklist]:
        return {checklist.name: checklist for checklist in self.checklists}

    def article(self, slug: str) -> Article | None:
        """The article with this slug, if there is one."""
        return self._articles.get(slug)

    def checklist(self, name: str) -> Checklist | None:
        """The checklist with this name, if there is one."""
        return self._checklists.get(name)

    def named(self, key: str) -> str | None:
        """The entry id, article slug or checklist name behind a short key, if it still exists."""
        return self._keys.get(key)

    @cached_property
    def _keys(self) -> Mapping[str, str]:
        return {short_key(name): name for name in self.names()}

    def names(self) -> Iterable[str]:
        """Everything that a button can point to."""
        yield from self.entries
        yield from self._articles
        yield from (checklist_name(name) for name in self._checklists)

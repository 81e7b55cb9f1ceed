"""What a knowledge file may hold: pydantic models of the YAML, strict and with nothing extra.

Lengths are those that keep every reply within Telegram's limits and readable on a small phone.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=80)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=30)]
Emoji = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8)]
Link = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=r"^(https?://\S+)?$")]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=600)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Section = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
EntryId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=80)]


class StrictModel(BaseModel):
    """Nothing extra, nothing converted, nothing changed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class EntryModel(StrictModel):
    """One answer: `short` stands alone, `details` holds the points one by one."""

    title: Title
    label: Label
    short: Short
    details: list[Text] = Field(min_length=1, max_length=20)
    related: list[EntryId] = Field(default=[], max_length=4)
    checklist: Section | None = None


class ArticleModel(StrictModel):
    """One source article (`articles/<slug>.yaml`); the key of an entry is its section."""

    title: Title
    label: Label
    emoji: Emoji
    link: Link = ""
    order: int = Field(default=100, ge=0)
    intro: Text
    entries: dict[Section, EntryModel] = Field(min_length=1)


class QuestionsModel(StrictModel):
    """How people ask for the entries of one article (`questions/<slug>.yaml`)."""

    questions: dict[Section, list[Phrase]]
    not_about: list[Phrase] = []


class SmallTalkModel(StrictModel):
    """One kind of small talk: what people say, and the one line that the bot says back.

    A courtesy may stand beside a question, and then the question counts. What may be said `between` the steps of a
    checklist is answered there too, and not taken for an answer that was not understood. In groups `in_group` is said
    instead of the reply, where there is one.
    """

    phrases: list[Phrase] = Field(min_length=1)
    reply: Text
    in_group: Text | None = None
    courtesy: bool = False
    between: bool = False


class SmallTalkFileModel(StrictModel):
    """`language/smalltalk.yaml`; the key names the kind. `filler` words may stand beside any phrase."""

    kinds: dict[Section, SmallTalkModel] = Field(min_length=1)
    filler: list[Phrase] = []


class WordsModel(StrictModel):
    """`language/words.yaml`: how the words of a question are read.

    `slang` writes a short or misspelt word out, `synonyms` are groups of words that mean the first of them,
    `stop_words` carry no meaning of their own, `question_words` show that something is asked.
    """

    slang: dict[str, Text]
    synonyms: list[Annotated[list[Text], Field(min_length=2)]]
    stop_words: list[Text]
    question_words: list[Text]


class OutsideModel(StrictModel):
    """`language/outside.yaml`: questions about anything else, which no article answers."""

    not_about: list[Phrase] = []


class CrisisModel(StrictModel):
    """`language/crisis.yaml`: how a person in danger writes, and what only sounds like it.

    `phrases` are sought in a message after the `harmless` expressions were taken out; `messages` and `look_alikes` are
    whole messages that teach the difference.
    """

    phrases: list[Phrase] = Field(min_length=1)
    harmless: list[Phrase] = []
    messages: list[Phrase] = []
    look_alikes: list[Phrase] = []


class GroupModel(StrictModel):
    """`language/group.yaml`: what people in a group say to each other, which the bot must leave alone."""

    chatter: list[Phrase] = []

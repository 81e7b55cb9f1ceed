"""What operators taught the bot while it ran (`learned.yaml`): ways of asking, and answers that they wrote.

The file lies beside the articles, is read like them, and may be edited or emptied by hand.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from bot.content.models import EntryId, Label, Phrase, Section, Short, StrictModel, Text, Title

FILE = "learned.yaml"
BY_OPERATORS = "pengelola"
"""The slug of the article that holds answers which come from no article but from the operators themselves."""

_MOMENT = "%Y-%m-%d %H:%M"
_LAST_VERSION = 1_000_000_000  # one change a second for thirty years
_BY = "Siapa yang mengajarkan ini ke bot."
_AT = "Kapan diajarkan, ditulis tahun-bulan-tanggal jam:menit waktu WIB."


def stamp(moment: datetime) -> str:
    """A moment as `at` holds it, to the minute, in whatever zone it is given."""
    return moment.strftime(_MOMENT)


def _of_the_calendar(at: str) -> str:
    try:
        datetime.strptime(at, _MOMENT)  # noqa: DTZ007 - it only says whether there is such a day and hour
    except ValueError:
        raise ValueError('the calendar has no such day or hour (write it as in "2026-01-31 14:05")') from None
    return at


def _of_reason(version: int) -> int:
    if version > _LAST_VERSION:
        raise ValueError("no knowledge was ever changed so often (write the number that stood here, or 0)")
    return version


By = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
At = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$"), AfterValidator(_of_the_calendar)]


class LearnedPhrasing(StrictModel):
    """One way of asking for an entry."""

    entry: EntryId = Field(description="Jawaban yang dipakai, ditulis artikel/bagian, misalnya burnout/istirahat.")
    text: Phrase = Field(description="Cara bertanya yang ditambahkan ke jawaban itu.")
    by: By = Field(description=_BY)
    at: At = Field(description=_AT)


class LearnedAnswer(StrictModel):
    """An answer of an operator's: an entry of the article that it comes from, or of BY_OPERATORS where that is none.

    Its entry id is `article/section`. A draft is kept here, but not used.
    """

    section: Section = Field(description="Nama bagian, dipakai di dalam tautan. Jangan diganti kalau sudah tayang.")
    article: Section = Field(
        description="Artikel sumbernya, yaitu nama berkas di articles/ tanpa .yaml, atau `pengelola` kalau isinya dari "
        "pengelola sendiri."
    )
    title: Title = Field(description="Judul jawaban.")
    label: Label = Field(description="Judul versi pendek untuk tulisan di tombol.")
    short: Short = Field(description="Jawaban singkat yang sudah jelas tanpa membaca yang lain.")
    details: list[Text] = Field(default=[], max_length=20, description="Poin-poin tambahan. Kalau tidak ada, tulis [].")
    questions: list[Phrase] = Field(default=[], description="Cara orang menanyakannya, satu baris satu cara bertanya.")
    by: By = Field(description=_BY)
    at: At = Field(description=_AT)
    draft: bool = Field(default=False, description="true: masih draf, belum tayang. false: sudah dipakai menjawab.")

    @property
    def entry_id(self) -> str:
        """The id of the entry that it is."""
        return f"{self.article}/{self.section}"


class Learned(StrictModel):
    """All of `learned.yaml`; `version` is that of the knowledge in which it was written last."""

    version: Annotated[int, Field(ge=0), AfterValidator(_of_reason)] = Field(
        default=0, description="Diisi oleh bot, jangan diubah."
    )
    phrasings: list[LearnedPhrasing] = Field(default=[], description="Cara bertanya yang ditambahkan ke jawaban.")
    answers: list[LearnedAnswer] = Field(default=[], description="Jawaban yang ditulis pengelola sendiri.")

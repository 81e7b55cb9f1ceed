"""What a knowledge file may hold: pydantic models of the YAML, strict and with nothing extra.

Lengths are those that keep every reply within Telegram's limits and readable on a small phone. The descriptions are
what the owner of the knowledge reads, as comments in a new file (`scaffold`) and as hints of their editor (`schema`):
so they are in the owner's language, Indonesian, and stand here alone so that the two cannot go apart.
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

_SECTIONS = (
    "Tiap bagian menjawab satu pertanyaan. Namanya dipakai di dalam tautan: huruf kecil, angka, dan tanda hubung, "
    "misalnya `biaya-admin`. Jangan ganti nama yang sudah tayang."
)


class StrictModel(BaseModel):
    """Nothing extra, nothing converted, nothing changed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class EntryModel(StrictModel):
    """One answer: `short` stands alone, `details` holds the points one by one."""

    title: Title = Field(description="Pertanyaan yang dijawab bagian ini, ditulis lengkap seperti orang bertanya.")
    label: Label = Field(description="Nama pendek bagian ini untuk tulisan di tombol.")
    short: Short = Field(
        description="Jawaban singkat yang sudah jelas tanpa membaca yang lain: dua sampai empat kalimat, gaya ngobrol, "
        "hanya yang memang ada di artikel. Inilah yang dikirim di grup."
    )
    details: list[Text] = Field(
        min_length=1,
        max_length=20,
        description="Penjelasan poin demi poin, satu baris satu poin, masing-masing diawali tanda - dan spasi.",
    )
    related: list[EntryId] = Field(
        default=[],
        max_length=4,
        description="Bagian lain yang cocok dibaca sesudah ini, ditulis artikel/bagian dan dipisah koma, misalnya "
        "[burnout/istirahat, mitos/viral]. Kalau tidak ada, tulis [].",
    )
    checklist: Section | None = Field(
        default=None,
        description="Cek yang ditawarkan di bawah jawaban, yaitu nama berkas di checklists/ tanpa .yaml. Kalau tidak "
        "ada, barisnya tidak usah ditulis.",
    )


class ArticleModel(StrictModel):
    """One source article (`articles/<slug>.yaml`); the key of an entry is its section."""

    title: Title = Field(description="Judul artikel, persis seperti di blogmu. Tampil sebagai sumber di tiap jawaban.")
    label: Label = Field(description="Judul versi pendek untuk tulisan di tombol.")
    emoji: Emoji = Field(description="Satu emoji di depan judul.")
    link: Link = Field(
        default="",
        description='Alamat lengkap artikel di blogmu, diawali https://. Kalau belum terbit, biarkan kosong: tulis "".',
    )
    order: int = Field(default=100, ge=0, description="Urutan di /topik, dari angka terkecil. Tanpa tanda kutip.")
    intro: Text = Field(description="Satu kalimat tentang isi artikel, tampil di /topik sebelum orang memilih bagian.")
    entries: dict[Section, EntryModel] = Field(min_length=1, description=_SECTIONS)


class QuestionsModel(StrictModel):
    """How people ask for the entries of one article (`questions/<slug>.yaml`)."""

    questions: dict[Section, list[Phrase]] = Field(
        description="Cara orang menanyakan tiap bagian. Nama bagiannya harus sama dengan di berkas artikel. Satu baris "
        "satu cara bertanya, minimal 15 per bagian, makin beragam makin baik: bahasa resmi, bahasa gaul, keluhan, satu "
        "dua kata saja, bahasa Inggris. Bayangkan orang yang berbeda-beda; jangan cuma menukar kata."
    )
    not_about: list[Phrase] = Field(
        default=[],
        description="Pertanyaan yang mirip topik ini, tapi tidak dijawab artikelnya. Gunanya supaya bot jujur bilang "
        "belum tahu. Kalau belum ada, tulis [].",
    )


class SmallTalkModel(StrictModel):
    """One kind of small talk: what people say, and the one line that the bot says back.

    A courtesy may stand beside a question, and then the question counts. What may be said `between` the steps of a
    checklist is answered there too, and not taken for an answer that was not understood. In groups `in_group` is said
    instead of the reply, where there is one.
    """

    phrases: list[Phrase] = Field(min_length=1, description="Apa yang orang ucapkan.")
    reply: Text = Field(description="Satu balasan dari bot.")
    in_group: Text | None = Field(
        default=None, description="Balasan di grup, kalau yang biasa tidak cocok di sana (misalnya menyebut /topik)."
    )
    courtesy: bool = Field(
        default=False, description="true: boleh menempel di pertanyaan, dan yang dijawab adalah pertanyaannya."
    )
    between: bool = Field(default=False, description="true: dijawab juga di tengah cek (/pinjaman, /burnout, /harga).")


class SmallTalkFileModel(StrictModel):
    """`language/smalltalk.yaml`; the key names the kind. `filler` words may stand beside any phrase."""

    kinds: dict[Section, SmallTalkModel] = Field(
        min_length=1, description="Jenis basa-basi: apa yang orang ucapkan, dan satu balasannya."
    )
    filler: list[Phrase] = Field(default=[], description="Kata yang boleh menempel di basa-basi mana pun.")


class WordsModel(StrictModel):
    """`language/words.yaml`: how the words of a question are read.

    `slang` writes a short or misspelt word out, `synonyms` are groups of words that mean the first of them,
    `stop_words` carry no meaning of their own, `question_words` show that something is asked.
    """

    slang: dict[str, Text] = Field(
        description="Tiap baris: singkatan, bahasa gaul, atau salah ketik, lalu titik dua dan kata bakunya. Cukup kata "
        "dasar."
    )
    synonyms: list[Annotated[list[Text], Field(min_length=2)]] = Field(
        description="Tiap baris satu kelompok kata yang artinya sama; semua dibaca seperti kata pertamanya."
    )
    stop_words: list[Text] = Field(description="Kata yang tidak membedakan pertanyaan, misalnya yang, di, dan.")
    question_words: list[Text] = Field(description="Kata baku yang menunjukkan bahwa sesuatu ditanyakan.")


class OutsideModel(StrictModel):
    """`language/outside.yaml`: questions about anything else, which no article answers."""

    not_about: list[Phrase] = Field(default=[], description="Pertanyaan yang tidak dijawab artikel mana pun.")


class CrisisModel(StrictModel):
    """`language/crisis.yaml`: how a person in danger writes, and what only sounds like it.

    `phrases` are sought in a message after the `harmless` expressions were taken out; `messages` and `look_alikes` are
    whole messages that teach the difference.
    """

    phrases: list[Phrase] = Field(min_length=1, description="Kata-kata orang yang sedang dalam bahaya, bentuk bakunya.")
    harmless: list[Phrase] = Field(
        default=[], description="Ungkapan sehari-hari yang cuma mirip; dibuang dulu sebelum phrases dicari."
    )
    messages: list[Phrase] = Field(default=[], description="Contoh pesan utuh dari orang yang sedang dalam bahaya.")
    look_alikes: list[Phrase] = Field(default=[], description="Contoh pesan utuh yang mirip, tapi tidak berbahaya.")


class GroupModel(StrictModel):
    """`language/group.yaml`: what people in a group say to each other, which the bot must leave alone."""

    chatter: list[Phrase] = Field(default=[], description="Obrolan antaranggota grup, yang dibiarkan saja oleh bot.")

"""/belum: what found no answer is shown to operators alone, and what they make of it is taught."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from bot.chat.knowledge import Knowledge
from bot.chat.office import Change, Outcome
from bot.content.learned import Learned
from bot.playground.opening import on_desk
from bot.playground.world import Json, World
from bot.storage.database import Database, in_memory
from bot.storage.tables import asked
from tests.chat.scenes import refusing
from tests.talk import Talk

TAX = ("cara bikin npwp buat illustrator di kota kecil gmn", "gmn bikin npwp buat ilustrator kota kecil")


@dataclass
class Notebook:
    """An upkeep that only notes what is taught; `outcome` is what comes of each change."""

    held: Learned = field(default_factory=Learned)
    outcome: Outcome = field(default_factory=Outcome)

    async def reload(self) -> Outcome:
        return self.outcome

    async def learned(self) -> Learned:
        return self.held

    async def teach(self, change: Change) -> Outcome:
        changed = change(self.held)
        if not self.outcome.problems:
            self.held = changed
        return self.outcome


@dataclass
class Desk:
    """Rina, who runs the bot, and Sari, who asks."""

    rina: Talk
    sari: Talk
    notebook: Notebook
    database: Database

    async def settled(self) -> dict[str, str | None]:
        async with self.database.transaction() as connection:
            return {row[0]: row[1] for row in await connection.execute(select(asked.c.text, asked.c.settled))}

    async def asks(self, *questions: str) -> None:
        for question in questions:
            await self.sari.say(question)
            assert "belum tahu" in self.sari.text, question


@pytest.fixture
async def desk(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    notebook, database = Notebook(), in_memory()
    monkeypatch.setattr("bot.playground.opening.Keeper", lambda *_, **__: notebook)
    world = World()
    rina, sari = world.person("Rina"), world.person("Sari")
    async with on_desk(knowledge, database, world, operators={rina.id}) as (bot, request):
        yield Desk(Talk(bot, request, rina), Talk(bot, request, sari), notebook, database)


async def test_nobody_else_learns_that_there_is_such_a_command(desk: Desk) -> None:
    for command in ("/belum", "/statistik", "/muat"):
        assert "aku belum kenal" in await desk.sari.say(command)


async def test_with_nothing_missing_it_says_so(desk: Desk) -> None:
    await desk.sari.say("apa itu burnout")
    assert "Nggak ada pertanyaan yang menunggu" in await desk.rina.say("/belum")


UNKNOWN = ("resep rendang padang enak dong", "resep rendang yang enak gimana", "harga tiket konser coldplay")


async def test_the_most_frequent_stands_first_and_nobody_is_named(desk: Desk) -> None:
    await desk.asks(*UNKNOWN)
    text = await desk.rina.say("/belum")
    assert "3 pertanyaan dalam 90 hari terakhir. Yang mirip kugabung jadi 2 kelompok" in text
    assert text.index("rendang") < text.index("coldplay")
    assert "Sari" not in text
    assert "2×" in text


async def test_a_question_becomes_a_phrasing(desk: Desk) -> None:
    await desk.asks(*UNKNOWN)
    await desk.rina.say("/belum")
    await desk.rina.press("1.")
    assert "rendang" in desk.rina.text
    choice = desk.rina.labels[0]
    await desk.rina.press(choice)
    assert "kujawab dengan:" in desk.rina.text
    (learned,) = desk.notebook.held.phrasings
    assert learned.text in UNKNOWN
    assert learned.by == "Rina"
    settled = await desk.settled()
    assert [(settled[text] or "")[:2] for text in UNKNOWN] == ["p:", "p:", ""]
    await desk.rina.press("Daftar")
    assert "rendang" not in desk.rina.text


async def test_it_can_be_undone_and_waits_again(desk: Desk) -> None:
    await desk.asks("resep rendang padang enak dong")
    await desk.rina.say("/belum")
    await desk.rina.press("1.")
    await desk.rina.press(desk.rina.labels[0])
    undo, message = desk.rina.data("Urungkan"), desk.rina.last
    await desk.rina.press("Urungkan")
    assert desk.notebook.held.phrasings == []
    assert "rendang" in await desk.rina.say("/belum")
    assert "sudah diurus" in await desk.rina.desk.press(desk.rina.person, message, undo)


async def test_any_entry_can_be_chosen(desk: Desk, knowledge: Knowledge) -> None:
    await desk.asks("resep rendang padang enak dong")
    await desk.rina.say("/belum")
    await desk.rina.press("1.")
    await desk.rina.press("Jawaban lain")
    article = knowledge.library.articles[2]
    await desk.rina.press(article.label)
    await desk.rina.press(article.entries[1].label)
    assert [one.entry for one in desk.notebook.held.phrasings] == [article.entries[1].id]


async def test_what_is_ignored_is_shown_no_more_not_even_if_it_is_asked_again(desk: Desk) -> None:
    await desk.asks("resep rendang padang enak dong")
    await desk.rina.say("/belum")
    await desk.rina.press("1.")
    assert "nggak kutampilkan lagi" in await desk.rina.press("Abaikan")
    assert "Nggak ada pertanyaan yang menunggu" in desk.rina.text
    await desk.asks("resep rendang padang enak dong")
    assert "Nggak ada pertanyaan yang menunggu" in await desk.rina.say("/belum")


async def test_what_the_checker_refuses_changes_nothing(desk: Desk) -> None:
    await desk.asks("resep rendang padang enak dong")
    desk.notebook.outcome = Outcome(problems=("id/learned.yaml:5: <b>no</b>; mend it",))
    await desk.rina.say("/belum")
    await desk.rina.press("1.")
    await desk.rina.press(desk.rina.labels[0])
    assert "Belum bisa kupakai" in desk.rina.text
    assert "id/learned.yaml:5: <b>no</b>; mend it" in desk.rina.text
    assert await desk.settled() == {"resep rendang padang enak dong": None}
    assert desk.rina.errors == []


async def test_what_goes_wrong_by_it_and_a_disk_that_cannot_be_written_are_told(desk: Desk) -> None:
    await desk.asks("resep rendang padang enak dong")
    desk.notebook.outcome = Outcome(warnings=("x.yaml:1: goes wrong",), kept=False)
    await desk.rina.say("/belum")
    await desk.rina.press("1.")
    await desk.rina.press(desk.rina.labels[0])
    assert "x.yaml:1: goes wrong" in desk.rina.text
    assert "database saja" in desk.rina.text


async def test_bukan_itu_is_missing_too_and_the_wrong_answer_is_not_offered(desk: Desk, knowledge: Knowledge) -> None:
    await desk.sari.say("apa itu burnout")
    await desk.sari.press("Kurang pas")
    await desk.sari.press("Bukan itu")
    label = knowledge.library.entries["burnout/apa-itu"].label
    text = await desk.rina.say("/belum")
    assert f"waktu itu kujawab “{label}”" in text
    await desk.rina.press("1.")
    assert not [one for one in desk.rina.labels if one.endswith(label)]


ANSWER = "Resep rendang\nRendang itu dimasak lama dengan santan dan bumbu.\n- pakai api kecil\n- sabar"


async def begin_answer(desk: Desk) -> None:
    await desk.asks("resep rendang padang enak dong")
    await desk.rina.say("/belum")
    await desk.rina.press("1.")
    await desk.rina.press("Tulis jawaban")


async def test_an_answer_is_written_seen_and_published_under_its_source(desk: Desk, knowledge: Knowledge) -> None:
    await begin_answer(desk)
    assert "baris pertama: judulnya" in desk.rina.text
    text = await desk.rina.say(ANSWER)
    assert "Resep rendang" in text
    assert "• pakai api kecil" in text
    (draft,) = desk.notebook.held.answers
    assert (draft.draft, draft.details, draft.questions) == (
        True,
        ["pakai api kecil", "sabar"],
        ["resep rendang padang enak dong"],
    )
    assert await desk.settled() == {"resep rendang padang enak dong": None}
    await desk.rina.press("artikel lain")
    article = knowledge.library.articles[0]
    await desk.rina.press(article.label)
    (answer,) = desk.notebook.held.answers
    assert (answer.draft, answer.article, answer.section) == (False, article.slug, "resep-rendang")
    assert f"Sumber: {article.title}" in desk.rina.text
    assert str((await desk.settled())["resep rendang padang enak dong"]).startswith("a:")


async def test_an_answer_of_the_operators_own_says_so(desk: Desk) -> None:
    await begin_answer(desk)
    await desk.rina.say(ANSWER)
    await desk.rina.press("Dari aku sendiri")
    assert desk.notebook.held.answers[0].article == "pengelola"
    assert "Sumber: Jawaban pengelola" in desk.rina.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pendek", "minimal 20 huruf"),
        ("Judul\n" + "kata " * 200, "paling banyak 600 huruf"),
        ("judul " * 20 + "\n" + "jawaban yang cukup panjang", "Judulnya kepanjangan"),
    ],
)
async def test_what_is_no_answer_yet_is_told_and_asked_for_again(desk: Desk, text: str, said: str) -> None:
    await begin_answer(desk)
    assert said in await desk.rina.say(text)
    assert desk.notebook.held.answers == []
    assert "Draf jawaban" in await desk.rina.say(ANSWER)


async def test_a_command_or_a_question_later_is_no_answer(desk: Desk) -> None:
    await begin_answer(desk)
    assert "Mau bahas apa" in await desk.rina.say("/topik")
    assert "Draf jawaban" in await desk.rina.say(ANSWER)
    assert "Sumber:" in await desk.rina.say("apa itu burnout")


async def test_a_draft_waits_is_rewritten_and_thrown_away(desk: Desk) -> None:
    await begin_answer(desk)
    await desk.rina.say(ANSWER)
    await desk.rina.say("/belum")
    await desk.rina.press("Draf (1)")
    await desk.rina.press("Resep rendang")
    await desk.rina.press("Tulis ulang")
    await desk.rina.say("Rendang <b>asli</b>\nMasak pelan-pelan sampai kuahnya habis.")
    assert "Rendang <b>asli</b>" in desk.rina.text
    (draft,) = desk.notebook.held.answers
    assert (draft.title, draft.details) == ("Rendang <b>asli</b>", [])
    await desk.rina.press("Buang draf")
    assert desk.notebook.held.answers == []
    assert desk.rina.errors == []


async def test_old_buttons_are_harmless_and_nobody_elses_press_counts(desk: Desk) -> None:
    await desk.asks("resep rendang padang enak dong")
    await desk.rina.say("/belum")
    await desk.rina.press("1.")
    message: Json = desk.rina.last
    data = [button["callback_data"] for button in desk.rina.buttons]
    for one in (*data, "b!z", "b!", "b!vaaaaa", "b!taaaaaaaaaa", "b!oaaaaaaaaaa", "b!aaaaaaaaaaabbbbb"):
        assert "sudah tidak berlaku" in await desk.rina.desk.press(desk.sari.person, message, one)
    assert desk.notebook.held == Learned()
    await desk.rina.press("Abaikan")
    for one in data:
        await desk.rina.desk.press(desk.rina.person, message, one)
    assert desk.notebook.held == Learned()
    assert not [error for error in desk.rina.errors if "not modified" not in error]


async def test_the_file_is_sent_as_it_is_in_use(desk: Desk) -> None:
    await desk.rina.say("/belum")
    assert "Belum ada yang diajarkan" in await desk.rina.press("Yang diajarkan")
    await begin_answer(desk)
    await desk.rina.say(ANSWER)
    await desk.rina.say("/belum")
    await desk.rina.press("Yang diajarkan")
    sent: list[Any] = [message for message in desk.rina.from_bot if "document" in message]
    assert len(sent) == 1
    assert b"Resep rendang" in desk.rina.desk.world.files[sent[0]["document"]["file_id"]]


async def test_a_danger_is_never_listed(desk: Desk) -> None:
    await desk.sari.say("aku pengen mati aja")
    assert "Nggak ada pertanyaan yang menunggu" in await desk.rina.say("/belum")


async def test_in_a_group_an_operator_is_asked_to_come_to_the_private_chat(desk: Desk) -> None:
    group = desk.rina.desk.world.group("Kumpul")
    for person in (desk.rina.person, desk.sari.person):
        group.set_member(person, "member")
    rina = Talk(desk.rina.desk, desk.rina.request, desk.rina.person, group)
    sari = Talk(desk.rina.desk, desk.rina.request, desk.sari.person, group)
    await rina.say("/belum")
    assert len(rina.from_bot) == 1
    assert "chat pribadi" in str(rina.last)
    await sari.say("/belum")
    assert len(rina.from_bot) == 1


@pytest.mark.parametrize("way", ["/batal", "Batal"])
async def test_writing_can_be_given_up_and_the_next_question_is_a_question(desk: Desk, way: str) -> None:
    await begin_answer(desk)
    if way == "Batal":
        await desk.rina.press("Batal")
    else:
        await desk.rina.say("/batal")
    assert "nggak jadi" in desk.rina.text
    assert "Sumber:" in await desk.rina.say("apa itu burnout")
    assert desk.notebook.held == Learned()


async def test_a_published_answer_can_be_taken_back_and_its_questions_wait_again(desk: Desk) -> None:
    await begin_answer(desk)
    await desk.asks("resep rendang padang enak dong")
    await desk.rina.say(ANSWER)
    await desk.rina.press("Dari aku sendiri")
    assert set((await desk.settled()).values()) != {None}
    withdraw, message = desk.rina.data("Tarik lagi"), desk.rina.last
    await desk.rina.press("Tarik lagi")
    assert [answer.draft for answer in desk.notebook.held.answers] == [True]
    assert set((await desk.settled()).values()) == {None}
    assert "jadi draf lagi" in desk.rina.text
    assert "sudah diurus" in await desk.rina.desk.press(desk.rina.person, message, withdraw)


async def test_undone_the_whole_cluster_waits_again(desk: Desk) -> None:
    await desk.asks(*UNKNOWN)
    await desk.rina.say("/belum")
    await desk.rina.press("1.")
    await desk.rina.press(desk.rina.labels[0])
    await desk.rina.press("Urungkan")
    assert "3 pertanyaan dalam" in await desk.rina.say("/belum")


async def test_a_choice_of_which_nothing_was_right_is_missing_without_a_wrong_answer(desk: Desk) -> None:
    await desk.sari.say("kredit freelance")
    await desk.sari.press("Nggak ada yang pas")
    text = await desk.rina.say("/belum")
    assert "kredit freelance" in text
    assert "waktu itu kujawab" not in text


async def test_what_was_shown_is_what_is_taught(desk: Desk) -> None:
    await desk.asks("resep rendang padang enak dong")
    await desk.rina.say("/belum")
    await desk.rina.press("1.")
    await desk.asks(*["resep rendang padang yang paling enak"] * 3)
    assert "baru saja berubah" in await desk.rina.press(desk.rina.labels[0])
    assert desk.notebook.held == Learned()
    assert "yang paling enak" in desk.rina.text
    await desk.rina.press(desk.rina.labels[0])
    assert desk.notebook.held.phrasings[0].text == "resep rendang padang yang paling enak"


async def test_a_quoted_question_is_taught_without_its_quotes_and_can_be_undone(desk: Desk) -> None:
    await desk.asks('"resep rendang padang"')
    await desk.rina.say("/belum")
    await desk.rina.press("1.")
    await desk.rina.press(desk.rina.labels[0])
    assert desk.notebook.held.phrasings[0].text == "resep rendang padang"
    await desk.rina.press("Urungkan")
    assert desk.notebook.held.phrasings == []


async def test_questions_that_differ_by_a_sign_or_a_mask_are_one_way_of_asking(desk: Desk) -> None:
    await desk.asks("resep rendang dong", "resep rendang dong?", "resep rendang dong 081234567890")
    await desk.rina.say("/belum")
    await desk.rina.press("1.")
    await desk.rina.press("Tulis jawaban")
    await desk.rina.say(ANSWER)
    assert [one.strip("?") for one in desk.notebook.held.answers[0].questions] == ["resep rendang dong"]


async def test_a_message_that_comes_again_makes_no_second_draft(desk: Desk) -> None:
    await begin_answer(desk)
    await desk.rina.say(ANSWER)
    await desk.rina.say("/belum")
    await desk.rina.press("1.")
    await desk.rina.press("Tulis jawaban")
    await desk.rina.say(ANSWER)
    assert [answer.section for answer in desk.notebook.held.answers] == ["resep-rendang"]


async def test_a_publication_that_comes_again_settles_its_questions(desk: Desk) -> None:
    await begin_answer(desk)
    await desk.rina.say(ANSWER)
    publish, message = desk.rina.data("Dari aku sendiri"), desk.rina.last
    await desk.rina.press("Dari aku sendiri")
    await desk.asks("resep rendang padang enak dong")  # as if the first had not been committed
    await desk.rina.desk.press(desk.rina.person, message, publish)
    assert "Sudah tayang" in desk.rina.text
    assert "Nggak ada pertanyaan yang menunggu" in await desk.rina.say("/belum")


async def test_an_operator_in_danger_is_met_with_help(desk: Desk) -> None:
    await begin_answer(desk)
    assert "119" in await desk.rina.say("aku pengen mati aja")
    assert desk.notebook.held == Learned()
    assert "Sumber:" in await desk.rina.say("apa itu burnout")


async def test_the_longest_answer_can_be_looked_at(desk: Desk) -> None:
    await begin_answer(desk)
    long = "\n".join(["judul " * 13, "kata " * 119, *(f"- poin {number} " + "isi " * 70 for number in range(11))])
    assert "Draf jawaban" in await desk.rina.say(long)
    desk.notebook.outcome = Outcome(warnings=("x" * 400,) * 12)
    await desk.rina.press("Tulis ulang")
    assert "Draf jawaban" in await desk.rina.say(long)
    assert desk.rina.errors == []


@pytest.mark.parametrize(
    ("points", "said"), [(["- " + "x" * 301], "kepanjangan"), ([f"- poin {n}" for n in range(21)], "kebanyakan")]
)
async def test_points_that_are_too_long_or_too_many_are_told(desk: Desk, points: list[str], said: str) -> None:
    await begin_answer(desk)
    assert said in await desk.rina.say("\n".join([ANSWER, *points]))
    assert desk.notebook.held.answers == []


async def test_an_edit_of_what_became_a_draft_mends_the_draft(desk: Desk) -> None:
    await begin_answer(desk)
    await desk.rina.say(ANSWER)
    (written,) = [message for message in desk.rina.chat.messages.values() if message.get("text") == ANSWER]
    shown = len(desk.rina.from_bot)
    await desk.rina.desk.edit(written, ANSWER.replace("lama", "tiga jam"))
    (draft,) = desk.notebook.held.answers
    assert "tiga jam" in draft.short
    assert "tiga jam" in desk.rina.text
    assert len(desk.rina.from_bot) == shown
    assert len(await desk.settled()) == 1, "nothing of it is kept as a question"


@pytest.mark.parametrize("press", ["accept", "publish"])
async def test_what_is_in_use_stays_so_where_it_cannot_be_shown(desk: Desk, press: str) -> None:
    if press == "publish":
        await begin_answer(desk)
        await desk.rina.say(ANSWER)
    else:
        await desk.asks("resep rendang padang enak dong")
        await desk.rina.say("/belum")
        await desk.rina.press("1.")
    with refusing(desk.rina.request, "editMessageText"):
        await desk.rina.press("Dari aku sendiri" if press == "publish" else desk.rina.labels[0])
    assert "Nggak ada pertanyaan yang menunggu" in await desk.rina.say("/belum")


async def test_just_the_word_ends_writing_too(desk: Desk) -> None:
    await begin_answer(desk)
    assert "nggak jadi" in await desk.rina.say("batal")


async def test_a_second_press_changes_nothing_and_telegram_is_not_asked_to(desk: Desk) -> None:
    await desk.asks(*UNKNOWN)
    await desk.rina.say("/belum")
    await desk.rina.press("1.")
    back = desk.rina.data("Daftar")
    await desk.rina.press("Daftar")
    await desk.rina.desk.press(desk.rina.person, desk.rina.last, back)
    assert desk.rina.errors == []


async def test_a_draft_of_somebodys_question_keeps_their_words_no_longer_than_the_operator(desk: Desk) -> None:
    await desk.asks("kak aku mau daftar pond5 gmn caranya")
    await desk.sari.press("Tanya ke pengelola")
    await desk.sari.press("tanpa nama")
    await desk.rina.say("Daftar dulu di situs Pond5, lalu unggah tiga contoh karya.", reply_to_message=desk.rina.last)
    await desk.rina.press("draf")
    assert desk.notebook.held.answers[0].questions == ["kak aku mau daftar pond5 gmn caranya"]
    await desk.rina.say("/belum")
    await desk.rina.press("Draf (1)")
    await desk.rina.press(desk.rina.labels[0])
    await desk.rina.press("Tulis ulang")
    await desk.rina.say("Cara daftar Pond5\nDaftar dulu di situs Pond5, lalu unggah tiga contoh karya.")
    (draft,) = desk.notebook.held.answers
    assert (draft.title, draft.questions) == ("Cara daftar Pond5", ["Cara daftar Pond5"])

"""Whole walks through the checklists: by button and typed, back, later, with questions in between."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.playground.opening import on_desk
from bot.replies.taps import Act, Tap
from bot.storage.database import Database, open_database
from bot.storage.migrate import migrate
from tests.chat.walkers import LOAN, finish_burnout, start, walk
from tests.talk import Talk


@pytest.fixture
async def anywhere(knowledge: Knowledge, database_url: str) -> AsyncIterator[Talk]:
    """A private conversation over SQLite and over PostgreSQL."""
    database = open_database(database_url)
    await migrate(database)
    async with on_desk(knowledge, database) as (desk, request):
        yield Talk(desk, request, desk.world.person("Sari"))


def result(talk: Talk) -> str:
    """The text of the last result."""
    return next(text for text in reversed(talk.texts) if text.splitlines()[0].find("Hasil:") >= 0)


def result_labels(talk: Talk) -> list[str]:
    """The buttons under the last result."""
    message = next(one for one in reversed(talk.from_bot) if "Hasil:" in str(one.get("text", "")))
    return [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]  # type: ignore[index]


async def press_result(talk: Talk, label: str) -> str:
    """Press a button under the last result, which a picture may follow."""
    message = next(one for one in reversed(talk.from_bot) if "Hasil:" in str(one.get("text", "")))
    rows = message["reply_markup"]["inline_keyboard"]  # type: ignore[index]
    data = next(button["callback_data"] for row in rows for button in row if label in button["text"])
    return await talk.desk.press(talk.person, message, data)


async def test_a_loan_check_ends_in_a_score_a_list_and_a_picture(anywhere: Talk) -> None:
    talk = anywhere
    await start(talk, "pinjaman")
    assert "1/11" in talk.text
    await walk(talk, LOAN)
    said = result(talk)
    assert "Kesiapan:" in said
    assert "/100" in said
    assert "Rata-rata Rp 5 juta sebulan (3 bulan)" in said
    assert "✅ Satu rekening untuk semua" in said
    assert "⬜ Punya NPWP" in said
    assert "Sumber: Apakah pekerjaan microstocker" in said
    assert any("Punya NPWP" in label for label in result_labels(talk))
    picture = Image.open(BytesIO(talk.picture))
    assert picture.format == "PNG"
    assert len(talk.picture) <= 200 * 1024
    assert "Kesiapan" in talk.text, "the caption says what the picture shows"
    assert not talk.errors


async def test_a_tick_moves_the_score_and_asks_what_it_opens(anywhere: Talk) -> None:
    talk = anywhere
    await start(talk, "pinjaman")
    await walk(talk, LOAN)
    before = result(talk)
    messages = len(talk.from_bot)
    await press_result(talk, "Punya NPWP")
    step = next(text for text in talk.texts if "Lapor pajaknya rutin?" in text)
    assert step
    message = next(one for one in talk.from_bot if "Lapor pajaknya" in str(one.get("text", "")))
    rows = message["reply_markup"]["inline_keyboard"]  # type: ignore[index]
    await talk.desk.press(talk.person, message, rows[0][0]["callback_data"])
    after = result(talk)
    assert "✅ Punya NPWP" in after
    assert "▲ Naik 20 poin" in after
    assert before != after
    assert len(talk.from_bot) == messages, "result and picture are edited, the chat is not flooded"
    assert not talk.errors


async def test_resuming_a_finished_loan_check_shows_its_list(talk: Talk) -> None:
    await start(talk, "pinjaman")
    await walk(talk, LOAN)
    await talk.say("makasih ya")
    await talk.say("/lanjut")
    assert "⬜ Punya NPWP" in result(talk)
    assert "Sama seperti" not in result(talk), "nothing is compared with itself"


async def test_one_message_is_edited_step_by_step(talk: Talk) -> None:
    await start(talk, "burnout")
    messages = len(talk.from_bot)
    for number in range(2, 8):
        await talk.press("Jarang")
        assert f"{number}/12" in talk.text
    assert len(talk.from_bot) == messages


async def test_typed_answers_are_taken_and_the_next_step_stands_below(talk: Talk) -> None:
    await start(talk, "pinjaman")
    for typed, following in (
        ("satu rekening kok", "2/11"),
        ("udh lama", "3/11"),
        ("blm nyatet", "4/11"),
        ("lewati aja", "npwp"),
        ("blm punya", "surat rumah"),
    ):
        text = await talk.say(typed)
        assert following.casefold() in text.casefold(), typed
    assert max(talk.chat.messages) == talk.last["message_id"]
    assert sum("Mulai" not in text and "/1" in text for text in talk.texts) == 1, "the steps before it are gone"


async def test_what_is_not_understood_gets_help_for_that_step(talk: Talk) -> None:
    await start(talk, "pinjaman")
    assert "belum menangkap" in await talk.say("zzzz qqqq")
    await walk(talk, LOAN[:3])
    assert "satuannya" in await talk.say("4")
    assert "3 angka" in await talk.say("4jt 5jt")
    assert "NPWP" in await talk.say("4jt 5jt 6jt")


async def test_a_question_in_between_is_answered_and_the_step_comes_again(talk: Talk) -> None:
    await start(talk, "pinjaman")
    await walk(talk, LOAN[:4])
    text = await talk.say("npwp itu wajib ga sih buat pinjam bank?")
    assert "Kamu sudah punya NPWP?" in text
    assert "lanjut dari pertanyaan tadi" in text
    assert any("Apakah NPWP dan lapor pajak" in said for said in talk.texts)
    assert "surat rumah" in await talk.say("belum")


async def test_back_shows_the_answer_and_the_same_again_goes_where_one_was(talk: Talk) -> None:
    await start(talk, "pinjaman")
    await walk(talk, LOAN[:3])
    here = talk.text
    await talk.press("Kembali")
    await talk.press("Kembali")
    assert "2/11" in talk.text
    assert any(label.startswith("✅") for label in talk.labels)
    await talk.press("Setahun atau lebih")
    assert talk.text == here
    assert "3/11" in await talk.say("kembali")


async def test_later_keeps_everything_and_typing_is_asking_again(talk: Talk) -> None:
    await start(talk, "burnout")
    await talk.press("Jarang")
    await talk.press("Nanti dulu")
    assert "/lanjut" in talk.text
    assert (await talk.say("apa itu burnout")).startswith("Apa itu burnout")
    assert "2/12" in await talk.say("/lanjut")
    await talk.press("Jarang")
    assert "3/12" in talk.text


async def test_cancelling_asks_once_and_forgets(talk: Talk) -> None:
    await start(talk, "burnout")
    await talk.press("Jarang")
    assert "Yakin" in await talk.say("/batal")
    await talk.press("Nggak jadi")
    assert "2/12" in talk.text
    await talk.say("/batal")
    await talk.press("Ya, batalkan")
    assert "kubatalkan" in talk.text
    assert "Belum ada yang bisa dilanjutkan" in await talk.say("/lanjut")
    assert "Nggak ada" in await talk.say("/batal")


async def test_starting_in_the_middle_asks_whether_to_go_on(talk: Talk) -> None:
    await start(talk, "burnout")
    await talk.press("Jarang")
    await start(talk, "burnout")
    assert "sampai 2/12" in talk.text
    await talk.press("Lanjutkan")
    assert "2/12" in talk.text
    await start(talk, "burnout")
    await talk.press("Ulang dari awal")
    assert "1/12" in talk.text


async def test_old_buttons_do_nothing_twice_and_say_so(talk: Talk) -> None:
    await start(talk, "burnout")
    first = talk.data("Jarang")
    message = dict(talk.last)
    await talk.press("Jarang")
    assert "sudah lewat" in await talk.desk.press(talk.person, message, first)
    assert "2/12" in talk.text
    await start(talk, "burnout")
    await talk.press("Ulang dari awal")
    assert "sudah lewat" in await talk.desk.press(talk.person, message, first), "a button of an earlier run"
    assert "1/12" in talk.text
    await talk.say("/batal")
    await talk.press("Ya, batalkan")
    assert "tidak tersimpan" in await talk.desk.press(talk.person, message, first)


@pytest.mark.parametrize(
    "data", ["k", "kz", "kaaaaaa:::::", "ka" + "a" * 5 + "::" + ":" * 3, "kz23456:abc::x:", "e:", "r:d9"]
)
async def test_buttons_that_nobody_made_are_answered_politely(talk: Talk, library: Library, data: str) -> None:
    said = await talk.say("/start")
    toast = await talk.desk.press(talk.person, talk.last, data)
    assert toast == library.texts.faults.stale_button
    assert talk.texts == [said]
    assert not talk.errors


async def test_burnout_shows_scales_and_a_plan_but_no_total(talk: Talk, library: Library) -> None:
    await finish_burnout(talk, library)
    said = result(talk)
    assert said.count("75") == 6, "a scale for each theme"
    assert "/100" not in said
    assert "Rencana kecil minggu ini" in said
    assert "healing119" in said
    assert len(talk.photos) == 1


async def test_burnout_taken_again_shows_the_trend(anywhere: Talk, library: Library) -> None:
    await finish_burnout(anywhere, library)
    await finish_burnout(anywhere, library, "Jarang")
    assert len(anywhere.photos) == 3
    assert "dari waktu ke waktu" in anywhere.text
    history = await anywhere.say("/riwayat")
    assert "▼50" in history
    assert not anywhere.errors


async def test_an_answer_that_alarms_is_met_with_help_before_the_next_step(talk: Talk, library: Library) -> None:
    checklist = library.checklist("burnout")
    assert checklist
    await start(talk, "burnout")
    for step in checklist.steps:
        alarming = next((choice for choice in step.choices if choice.alarm), None)
        if alarming:
            await talk.press(alarming.label)
            break
        await talk.press("Jarang")
    assert "healing119.id" in talk.text
    assert "119" in talk.text
    await talk.press("Lanjutkan")
    assert "/12" in talk.text


async def test_a_cry_for_help_comes_first_and_leaves_no_trace(
    knowledge: Knowledge, database_url: str, tmp_path: object
) -> None:
    database = open_database(database_url)
    await migrate(database)
    async with on_desk(knowledge, database) as (desk, request):
        talk = Talk(desk, request, desk.world.person("Sari"))
        await start(talk, "burnout")
        await talk.press("Sering")
        assert "healing119.id" in await talk.say("aku pengen mati aja rasanya")
        assert {"▶️ Lanjutkan", "⏸ Berhenti dulu"} <= set(talk.labels)
        await talk.press("Lanjutkan")
        assert "2/12" in talk.text
        assert "pengen mati" not in await everything_in(database)


async def everything_in(database: Database) -> str:
    """All rows of all tables as text."""
    from sqlalchemy import select

    from bot.storage.tables import metadata

    async with database.transaction() as connection:
        return "\n".join(
            [str(tuple(row)) for table in metadata.tables.values() for row in await connection.execute(select(table))]
        )


async def test_price_war_recommends_three_strategies(talk: Talk) -> None:
    await start(talk, "harga")
    await talk.press("Perang harga")
    for _ in range(5):
        await talk.press("Terasa sekali")
    await talk.press("Niche yang spesifik")
    assert "✅ Niche yang spesifik" in talk.labels
    await talk.press("Selesai memilih")
    said = result(talk)
    assert "Coba mulai dari sini" in said
    assert "3. " in said
    assert "Yang sudah kamu jalankan, teruskan: Niche yang spesifik" in said
    assert len(talk.photos) == 1


async def promote(talk: Talk, *figures: str) -> None:
    """The Promote Gig door, with its four figures."""
    await start(talk, "harga")
    for label in ("Promote Gig", "Bagus", "Banyak", "Sering", "Ketat", "Sudah menarik"):
        await talk.press(label)
    for figure in figures:
        if figure == "?":
            await talk.press("Belum tahu")
        else:
            await talk.say(figure)


async def test_promote_gig_does_the_arithmetic(talk: Talk) -> None:
    # 25 - 10 = 15 an order; 3 orders of 100 clicks: 0.45 a click to break even; at 0.20: 45 - 20 = 25.
    await promote(talk, "$25", "10 dolar", "3", "0,2")
    said = result(talk)
    for line in ("Untung per order: $15", "$0,45 per klik", "Hasil dari 100 klik: $25", "butuh 34 klik"):
        assert line in said
    assert "investasi" in said
    assert len(talk.photos) == 1


@pytest.mark.parametrize(
    ("figures", "line"),
    [
        (("?", "?", "?", "?"), "belum bisa dihitung"),
        (("$25", "?", "4", "0,2"), "Untung per order: $0 sampai $25"),
        (("$25", "$10", "?", "0,5"), "paling banyak 30 klik"),
        (("?", "$10", "2", "0,5"), "paling sedikit $25"),
        (("$25", "$10", "?", "?"), "1 order tiap 30 klik: paling mahal $0,5"),
        (("$25", "$10", "2-4", "0,1-0,2"), "$10 sampai $50"),
    ],
    ids=["nothing", "no cost", "no orders", "no price", "neither", "ranges"],
)
async def test_what_is_not_known_shows_a_range_not_a_number(talk: Talk, figures: tuple[str, ...], line: str) -> None:
    await promote(talk, *figures)
    assert line in result(talk)
    assert not talk.errors


async def test_going_back_to_a_figure_shows_it_and_it_may_stay(talk: Talk) -> None:
    await promote(talk, "$25", "$10")
    here = talk.text
    await talk.press("Kembali")
    assert "Jawabanmu tadi: $10" in talk.text
    await talk.press("Tetap yang tadi")
    assert talk.text == here


async def test_mixed_currencies_ask_for_the_rate(talk: Talk) -> None:
    await promote(talk, "Rp 400.000", "$10", "3", "0,2")
    assert "Satu dolar" in talk.text
    await talk.say("16000")
    assert "Untung per order: $15" in result(talk)


async def test_the_same_picture_is_uploaded_once(talk: Talk, library: Library) -> None:
    await start(talk, "pinjaman")
    await walk(talk, LOAN)
    files = len(talk.desk.world.files)
    await talk.say("/lanjut")
    assert len(talk.photos) == 2
    assert len(talk.desk.world.files) == files


RESTARTED = {
    "pinjaman": (LOAN[:5], LOAN[5], LOAN[6:], "Pinjaman seperti apa"),
    "burnout": (("Jarang",) * 6, "Sering", ("Jarang",) * 5, "8/12"),
    "harga": (
        ("Promote Gig", "Bagus", "Banyak"),
        "Sering",
        ("Ketat", "Sudah menarik", "$25", "$10", "3", "0,2"),
        "5/10",
    ),
}


@pytest.mark.parametrize("name", sorted(RESTARTED))
async def test_a_restart_in_the_middle_goes_on_where_one_was(
    knowledge: Knowledge, database_url: str, name: str
) -> None:
    before, pressed, after, shown = RESTARTED[name]
    database = open_database(database_url)
    await migrate(database)
    async with on_desk(knowledge, database) as (desk, request):
        first = Talk(desk, request, desk.world.person("Sari"))
        await start(first, name)
        await walk(first, before)
        message, data = dict(first.last), first.data(pressed)
    again = open_database(database_url)
    async with on_desk(knowledge, again, first.desk.world) as (desk, request):
        second = Talk(desk, request, first.person)
        await desk.press(second.person, message, data)
        assert shown in second.text
        await walk(second, after)
        assert "Hasil:" in result(second)


async def test_a_second_tick_changes_nothing(talk: Talk) -> None:
    await start(talk, "pinjaman")
    await walk(talk, LOAN)
    message = next(one for one in reversed(talk.from_bot) if "Hasil:" in str(one.get("text", "")))
    old = {**message}
    data = next(
        button["callback_data"]
        for row in old["reply_markup"]["inline_keyboard"]  # type: ignore[index]
        for button in row
        if "Bank yang terima" in button["text"]
    )
    await talk.desk.press(talk.person, old, data)
    calls = len(talk.request.calls)
    assert "kucentang" in await talk.desk.press(talk.person, old, data)
    assert len(talk.request.calls) == calls + 1, "only the press is answered"


async def test_history_and_erasing(anywhere: Talk, library: Library) -> None:
    talk = anywhere
    assert "Belum ada hasil" in await talk.say("/riwayat")
    await start(talk, "pinjaman")
    await walk(talk, LOAN)
    assert "Kesiapan" in await talk.say("/riwayat")
    assert "180 hari" in await talk.say("/privasi")
    assert "Yakin" in await talk.say("/hapusdata")
    await talk.press("Nggak jadi")
    assert "nggak ada yang kuhapus" in talk.text
    await talk.say("/hapusdata")
    await talk.press("Ya, hapus semuanya")
    assert "1 hasil" in talk.text
    assert "Belum ada hasil" in await talk.say("/riwayat")
    assert "Belum ada yang bisa dilanjutkan" in await talk.say("/lanjut")
    assert not talk.errors


async def test_sharing_holds_no_figures_unless_chosen(talk: Talk) -> None:
    await start(talk, "pinjaman")
    await walk(talk, LOAN)
    message = next(one for one in reversed(talk.from_bot) if "Hasil:" in str(one.get("text", "")))
    links = [
        button["url"]
        for row in message["reply_markup"]["inline_keyboard"]  # type: ignore[index]
        for button in row
        if "url" in button
    ]
    plain, with_score = links
    assert "%2F100" not in plain
    assert "%2F100" in with_score


async def test_an_edited_answer_is_told_that_it_stays(talk: Talk) -> None:
    await start(talk, "pinjaman")
    typed = await talk.desk.send(talk.person, "satu rekening")
    await talk.desk.edit(typed, "campur")
    assert "Kembali" in talk.text


async def test_two_topics_hold_two_walks_of_one_person(knowledge: Knowledge) -> None:
    async with on_desk(knowledge) as (desk, request):
        group = desk.world.group("Microstock ID")
        talk = Talk(desk, request, desk.world.person("Sari"), group)
        for topic in (11, 12):
            await talk.say("/harga", message_thread_id=topic, is_topic_message=True)
            assert talk.last["message_thread_id"] == topic
            await talk.press("Perang harga" if topic == 11 else "Promote Gig")
        assert "rating" in talk.text


@pytest.mark.parametrize("name", ["pinjaman", "burnout"])
async def test_no_button_shows_a_private_check_in_a_group(knowledge: Knowledge, name: str) -> None:
    async with on_desk(knowledge) as (desk, request):
        group = desk.world.group("Microstock ID")
        talk = Talk(desk, request, desk.world.person("Sari"), group)
        await talk.say("/bantuan")
        for act in Act:
            before = len(talk.from_bot)
            toast = await desk.press(talk.person, talk.last, Tap(act, name, "abc").data())
            assert "chat pribadi" in toast
            assert len(talk.from_bot) == before


async def test_in_a_group_private_checks_open_in_private_and_harga_is_one_persons(knowledge: Knowledge) -> None:
    async with on_desk(knowledge) as (desk, request):
        group = desk.world.group("Microstock ID")
        sari = Talk(desk, request, desk.world.person("Sari"), group)
        budi = Talk(desk, request, desk.world.person("Budi"), group)
        for name in ("pinjaman", "burnout"):
            await sari.say(f"/{name}")
            assert "chat pribadi" in sari.text
            assert sari.buttons[0]["url"].endswith(f"start={name}")
        await sari.say("/riwayat")
        assert "chat pribadi" in sari.text
        await sari.say("/harga")
        message = sari.last
        assert "punya orang lain" in await desk.press(budi.person, message, sari.data("Perang harga"))
        await budi.say("/harga")
        await budi.press("Promote Gig")
        theirs = budi.text
        for label in ("Perang harga", *("Terasa sekali",) * 5):
            assert not sari.photos
            await sari.press(label, message)
        await sari.press("Belum pakai satu pun", message)
        assert "Hasil: Perang harga" in str(message["text"])
        assert len(sari.photos) == 1, "what is not private may be shown here"
        assert theirs in budi.texts, "the other's stays as it was"
        assert not sari.errors

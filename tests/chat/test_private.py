"""Whole private conversations through the real application over the in-memory Telegram."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.playground.markup import parse_html
from bot.playground.opening import on_desk
from bot.search.decide import Decision
from tests.talk import Talk


async def test_start_says_who_it_is_and_offers_topics_and_checklists(talk: Talk) -> None:
    assert "Kawan Freelance" in await talk.say("/start")
    assert len(talk.labels) == 4
    await talk.press("Semua topik")
    assert "Mau bahas apa?" in talk.text


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        ("burnout_istirahat", "Sumber: Cara menghadapi"),
        ("pinjaman", "Cek kesiapan pinjaman bank"),
        ("topik_sejarah", "Sejarah bisnis microstock"),
    ],
)
async def test_a_deep_link_opens_its_page(talk: Talk, payload: str, shown: str) -> None:
    assert shown in await talk.say(f"/start {payload}")


async def test_an_outdated_deep_link_says_so_and_starts_over(talk: Talk) -> None:
    text = await talk.say("/start entri_lama")
    assert text.startswith("Tautan itu sudah tidak berlaku")
    assert "Kawan Freelance" in text


async def test_question_answer_related_and_back(talk: Talk, library: Library) -> None:
    answer = await talk.say("apa itu burnout")
    assert answer.startswith("Apa itu burnout")
    related = library.entries["burnout/apa-itu"].related[0]
    await talk.press(library.entries[related].label)
    assert talk.text.startswith(library.entries[related].title)
    await talk.press("Kembali")
    assert talk.text == answer
    assert len(talk.from_bot) == 1, "browsing edits one message"


async def test_a_long_walk_leads_back_step_by_step(talk: Talk, library: Library) -> None:
    await talk.say("apa itu burnout")
    seen = [talk.text]
    for _ in range(5):
        related = next(label for label in talk.labels if "🔋" in label and "Cek" not in label)
        await talk.press(related)
        seen.append(talk.text)
    for text in reversed(seen[:-1]):
        await talk.press("Kembali")
        assert talk.text == text


async def test_topics_are_browsed_in_one_message(talk: Talk) -> None:
    await talk.say("/topik")
    assert len(talk.labels) == 9
    await talk.press("Perang harga")
    assert "Halaman 1 dari 2" in talk.text
    await talk.press("Berikutnya")
    assert "Halaman 2 dari 2" in talk.text
    second_page = talk.labels
    await talk.press(second_page[0])
    assert "Sumber: Sengitnya perang harga di dunia microstock" in talk.text
    await talk.press("Kembali")
    assert talk.labels == second_page
    await talk.press("Sebelumnya")
    await talk.press("Penyebab")
    await talk.press("Kembali")
    assert "Halaman 1 dari 2" in talk.text
    await talk.press("Kembali")
    assert "Mau bahas apa?" in talk.text
    assert len(talk.from_bot) == 1


async def test_an_ambiguous_question_offers_a_choice_that_answers_in_place(talk: Talk) -> None:
    await talk.say("kredit freelance")
    assert "yang kamu maksud yang mana?" in talk.text
    assert 4 <= len(talk.labels) <= 6
    await talk.press(talk.labels[0])
    assert "Sumber:" in talk.text
    assert len(talk.from_bot) == 1


async def test_what_is_not_known_is_said_with_the_nearest_topics(talk: Talk) -> None:
    assert (await talk.say("berapa komisi adobe stock untuk video")).startswith("Maaf, aku belum tahu")
    assert "Semua topik" in talk.labels[-1]
    await talk.press(talk.labels[0])
    assert "Mau tahu bagian yang mana?" in talk.text


async def test_an_edited_question_edits_its_answer(talk: Talk) -> None:
    question = await talk.desk.send(talk.person, "apa itu burnot")
    await talk.desk.edit(question, "siapa pendiri istockphoto")
    assert len(talk.from_bot) == 1
    assert "Bruce Livingstone" in talk.text
    await talk.desk.edit(question, "siapa pendiri istockphoto?")
    assert len(talk.from_bot) == 1
    assert talk.errors == [error for error in talk.errors if "not modified" in error]


async def test_an_edit_of_a_question_from_before_a_restart_is_answered_anew(talk: Talk) -> None:
    question = talk.desk.world.add_message(talk.chat, talk.person.json(), {"text": "apa"})
    await talk.desk.edit(question, "apa itu burnout")
    assert talk.text.startswith("Apa itu burnout")


async def test_an_edited_answer_that_was_deleted_is_sent_again(talk: Talk) -> None:
    question = await talk.desk.send(talk.person, "apa itu burnout")
    del talk.chat.messages[int(str(talk.last["message_id"]))]
    await talk.desk.edit(question, "siapa pendiri istockphoto")
    assert "Bruce Livingstone" in talk.text


@pytest.mark.parametrize(
    ("text", "start"),
    [("halo kak", "Hai!"), ("makasih ya", "Sama-sama!"), ("kamu siapa?", "Aku Kawan Freelance")],
)
async def test_small_talk_is_answered_in_one_line(talk: Talk, text: str, start: str) -> None:
    assert (await talk.say(text)).startswith(start)
    assert talk.labels == []


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("makasih ya. oh iya satu lagi, perlu npwp ga buat pinjam di bank?", "Sumber: Apakah pekerjaan microstocker"),
        ("halo kak, apa kabar? aku mau tanya apa itu burnout", "Sumber: Cara menghadapi"),
        ("halo min, makasih banyak! apa itu burnout?", "Sumber: Cara menghadapi"),
    ],
)
async def test_a_courtesy_does_not_swallow_the_question_beside_it(talk: Talk, text: str, about: str) -> None:
    assert about in await talk.say(text)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("jawaban kamu ngaco", "Maaf ya"),
        ("ga membantu", "Maaf ya"),
        ("👎", "Maaf ya"),
        ("👍", "Sama-sama"),
        ("😭😭😭", "Kedengarannya berat"),
        ("aku ngerasa gagal jadi seniman, temen2 udah sukses semua", "Kedengarannya berat"),
        ("ibu saya meninggal kemarin", "Turut berduka"),
        ("ada nomor konseling ga", "Kalau butuh teman bicara"),
        ("can you answer in english", "Aku baru bisa menjawab"),
    ],
)
async def test_feelings_and_complaints_are_met_as_such(talk: Talk, text: str, start: str) -> None:
    assert (await talk.say(text)).startswith(start)


async def test_html_in_a_question_is_only_text(talk: Talk) -> None:
    await talk.say("<b>apa itu</b> <script>burnout</script> & <")
    assert talk.errors == []
    assert talk.from_bot


@pytest.mark.parametrize("text", ["kata " * 2000, "a" * 10_000, "apa itu burnout " * 625], ids=["words", "one", "same"])
async def test_a_question_of_10000_characters_is_taken(talk: Talk, text: str) -> None:
    await talk.say(text)
    assert len(talk.from_bot) == 1
    assert talk.errors == []


@pytest.mark.parametrize("text", ["🔥🔥", "🫠", "???", "​‌‍"])
async def test_emoji_or_punctuation_alone_is_not_known(talk: Talk, text: str) -> None:
    assert (await talk.say(text)).startswith("Maaf, aku belum tahu")


@pytest.mark.parametrize(
    ("content", "start"),
    [
        ({"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]}, "Fotonya"),
        ({"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}}, "Suaramu"),
        (
            {
                "sticker": {
                    "file_id": "a",
                    "file_unique_id": "b",
                    "type": "regular",
                    "width": 1,
                    "height": 1,
                    "is_animated": False,
                    "is_video": False,
                }
            },
            "Stikernya",
        ),
        ({"location": {"latitude": 1.0, "longitude": 1.0}}, "Yang ini"),
        ({"contact": {"phone_number": "1", "first_name": "A"}}, "Yang ini"),
    ],
    ids=["photo", "voice", "sticker", "location", "contact"],
)
async def test_what_is_not_text_gets_one_friendly_line(talk: Talk, content: dict[str, object], start: str) -> None:
    assert (await talk.say("", **content)).startswith(start)
    assert len(talk.from_bot) == 1


async def test_a_photo_with_a_question_under_it_is_answered(talk: Talk) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    assert (await talk.say("", photo=photo, caption="apa itu burnout")).startswith("Apa itu burnout")


async def test_service_messages_are_met_with_silence(talk: Talk) -> None:
    await talk.say("", pinned_message={"message_id": 1, "date": 1, "chat": talk.chat.json(), "text": "x"})
    assert talk.from_bot == []


async def test_tanya_answers_and_alone_explains_itself(talk: Talk) -> None:
    assert (await talk.say("/tanya apa itu burnout")).startswith("Apa itu burnout")
    assert (await talk.say("/tanya\napa itu burnout")).startswith("Apa itu burnout")
    assert (await talk.say("/tanya")).startswith("Mau tanya apa?")


@pytest.mark.parametrize("command", ["/bantuan", "/help", "/topik", "/pinjaman", "/burnout", "/harga"])
async def test_every_command_answers(talk: Talk, command: str) -> None:
    assert await talk.say(command)
    assert talk.labels
    assert talk.errors == []


async def test_an_unknown_command_is_met_politely(talk: Talk) -> None:
    assert (await talk.say("/terbang")).startswith("Perintah itu aku belum kenal")


async def test_a_person_in_danger_gets_contacts_and_nothing_else(talk: Talk) -> None:
    text = await talk.say("aku capek banget, pengen mati aja rasanya")
    assert "119" in text
    assert "healing119.id" in text
    assert talk.labels == []


async def test_what_was_asked_beside_a_cry_for_help_stays_one_tap_away(talk: Talk) -> None:
    text = await talk.say("siapa pendiri istockphoto? aku pengen mati aja rasanya")
    assert "healing119.id" in text
    assert "Sumber" not in text
    assert len(talk.labels) <= 1


async def test_a_slow_answer_shows_typing(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    async with on_desk(knowledge) as (desk, request):
        talk = Talk(desk, request, desk.world.person("Budi"))
        await talk.say("apa itu burnout")
        assert "sendChatAction" not in [call.method for call in request.calls]
        original = request.do_request

        async def slow(url: str, *args: object, **kwargs: object) -> tuple[int, bytes]:
            if url.endswith("sendMessage"):
                await asyncio.sleep(0.7)
            return await original(url, *args, **kwargs)  # type: ignore[arg-type]

        monkeypatch.setattr(request, "do_request", slow)
        await talk.say("apa itu burnout")
        assert "sendChatAction" in [call.method for call in request.calls]


async def test_a_follow_up_is_read_with_the_last_answer_in_mind(talk: Talk) -> None:
    await talk.say("penghasilan ku blm cukup buat KTA, ada cara lain?")
    about = talk.text.splitlines()[-1]
    await talk.say("yang bisa dijaminin apa aja emang")
    assert talk.text.splitlines()[-1] == about


async def test_two_questions_in_one_message_get_two_short_answers(talk: Talk) -> None:
    text = await talk.say("Halo kak, apa itu burnout? Terus siapa pendiri istockphoto ya?")
    assert text.count("Sumber:") == 2
    assert len(talk.labels) == 3
    await talk.press(talk.labels[1])
    assert "Bruce Livingstone" in talk.text
    assert talk.errors == []


async def test_the_question_is_found_in_a_long_story(talk: Talk) -> None:
    story = (
        "Halo kak, aku Rani dari Solo, tiap pagi nganter adik sekolah dulu baru bisa kerja. Kemarin hujan deras jadi "
        "internet mati seharian. Ibu juga lagi sakit gigi. Yang mau kutanyakan, siapa sih pendiri istockphoto?"
    )
    assert "Bruce Livingstone" in await talk.say(story)


async def test_a_follow_up_that_means_nothing_alone_needs_the_answer_before(talk: Talk, knowledge: Knowledge) -> None:
    follow_up = "terus yang mesti disiapin apa dulu?"
    assert knowledge.search.ask(follow_up).decision is not Decision.ANSWER
    before = knowledge.search.ask(follow_up)
    await talk.say("microstocker bisa ngajuin pinjaman ke bank gak?")
    after = await talk.say(follow_up)
    alone = knowledge.verdicts.in_private(before)
    assert parse_html(alone.html).text != after or [b.label for b in alone.buttons()] != talk.labels


async def test_the_question_beside_a_cry_for_help_opens_without_hiding_the_contacts(talk: Talk) -> None:
    await talk.say("siapa pendiri istockphoto ya? aku pengen mati aja rasanya")
    contacts = talk.text
    assert "healing119.id" in contacts
    await talk.press(talk.labels[0])
    assert "Bruce Livingstone" in talk.text
    assert next(str(message["text"]) for message in talk.from_bot) == contacts


async def test_an_album_gets_one_line(talk: Talk) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    for _ in range(4):
        await talk.say("", photo=photo, media_group_id="album")
    assert len(talk.from_bot) == 1


async def test_an_edited_caption_edits_its_answer(talk: Talk) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    question = await talk.desk.send(talk.person, "", photo=photo, caption="apa itu burnout")
    question.update(caption="siapa pendiri istockphoto", edit_date=question["date"])
    await talk.desk.deliver(talk.desk.world.update("edited_message", question))
    assert len(talk.from_bot) == 1
    assert "Bruce Livingstone" in talk.text


async def test_no_answer_unfolds_a_preview_of_a_link(talk: Talk) -> None:
    await talk.say("apa itu burnout")
    sent = [call for call in talk.request.calls if call.method == "sendMessage"]
    assert all(call.params["link_preview_options"] == {"is_disabled": True} for call in sent)

"""The button above inline results: it takes what was typed to the private chat, a long question under a key."""

from __future__ import annotations

import re

import pytest

from bot.chat.knowledge import Knowledge
from bot.chat.masking import masked
from bot.content.library import Library
from bot.playground.markup import utf16_length
from bot.replies.links import key_in
from bot.replies.reply import fill
from bot.scrubbing import without_masks
from bot.storage.protocols import Unit
from bot.storage.tables import asked, parked
from tests.chat.scenes import Scene, said
from tests.chat.typists import payload, typed

LONG = "kak, aku mau tanya, gimana caranya freelancer kayak aku ini bisa pinjam uang di bank tanpa slip gaji?"


@pytest.mark.parametrize(
    "query",
    [
        "apa itu burnout?",
        "🔥🔥 burnout 🔥🔥",
        LONG,
        "kenapa " * 36 + "gini",
        "перегорание: что это?",
        "<b>apa itu</b> burnout & <script>",
        "🫠" * 128,
        "ß" * 256,
        "İ" * 256,
        "emailku sari@contoh.com, nomorku 0812 3456 7890",
    ],
    ids=[
        "short",
        "emoji",
        "long",
        "256",
        "cyrillic",
        "markup",
        "emoji only",
        "longer in small",
        "dotted",
        "names",
    ],
)
async def test_the_button_asks_the_same_in_the_private_chat(sari: Scene, query: str) -> None:
    answer = await typed(sari, query)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload(answer))
    text = await sari.say(f"/start {payload(answer)}")
    question = masked(query)
    assert text.startswith(f"Kamu bertanya: {question}".strip())
    assert utf16_length(text) <= 4096
    assert not sari.errors
    kept = await sari.rows(asked)
    assert [row["text"] for row in kept] == [without_masks(question)]


async def test_what_nobody_can_see_is_no_question(sari: Scene) -> None:
    answer = await typed(sari, "\u200b\u200d")
    assert "Kamu bertanya" not in await sari.say(f"/start {payload(answer)}")
    assert await sari.rows(asked) == []


async def test_a_question_that_fits_is_not_parked_and_a_long_one_is_masked_and_no_more(sari: Scene) -> None:
    await typed(sari, "apa itu burnout?")
    assert await sari.rows(parked) == []
    answer = await typed(sari, LONG + " Kabari ke sari@contoh.com ya")
    assert [(row["key"], row["text"]) for row in await sari.rows(parked)] == [
        (key_in(payload(answer)), masked(LONG) + " kabari ke [email] ya")
    ]


HALVES = [
    LONG + " kirim ke sari.dewi@contoh.com ya",
    LONG + " wa aku 0812-3456-7890 atau telepon (021) 555 1234, malam aja",
    LONG + " lihat https://contoh.com/sari?nomor=5 dulu",
    LONG + " nik 3201; 2345; 6789; 0001 itu",
    "kak tolong kirim ke nama.yang.panjang.sekali.banget.lho@contoh.com",
]


@pytest.mark.parametrize("query", HALVES, ids=["email", "numbers", "link", "list", "short once it is masked"])
@pytest.mark.parametrize("letters", [1, 3])
async def test_nothing_half_typed_waits_once_it_is_masked(sari: Scene, query: str, letters: int) -> None:
    ends = [*range(1, len(query), letters), len(query)]
    for end in ends:
        answer = await typed(sari, query[:end])
    question = masked(query)
    texts = [row["text"] for row in await sari.rows(parked)]
    assert [text for text in texts if not question.startswith(re.sub(r"\W+$", "", text))] == []
    assert (question in texts) == bool(key_in(payload(answer)))
    assert (await sari.say(f"/start {payload(answer)}")).startswith(f"Kamu bertanya: {question}")


async def test_whatever_letter_the_button_is_pressed_at_it_asks_what_is_typed(sari: Scene) -> None:
    query = HALVES[1]
    for end in range(len(LONG), len(query) + 1, 4):
        answer = await typed(sari, query[:end])
        assert (await sari.say(f"/start {payload(answer)}")).startswith(f"Kamu bertanya: {masked(query[:end])}")


async def test_what_others_ask_goes_on_waiting_while_an_address_is_typed(sari: Scene) -> None:
    budi = sari.desk.world.person("Budi")
    other = await typed(sari, LONG.replace("pinjam", "minjam"), person=budi)
    for end in range(1, len(HALVES[0]) + 1):
        await typed(sari, HALVES[0][:end])
    text = await sari.say(f"/start {payload(other)}")
    assert text.startswith(f"Kamu bertanya: {masked(LONG).replace('pinjam', 'minjam')}")


async def test_what_needs_no_mask_is_not_looked_back_at(sari: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("nothing is to be forgotten")

    monkeypatch.setattr(Unit, "unpark", never)
    for end in range(1, len(LONG) + 1):
        await typed(sari, LONG[:end])
    assert not sari.errors


async def test_where_nothing_matches_the_button_takes_the_question(sari: Scene) -> None:
    answer = await typed(sari, "resep rendang padang")
    assert answer.results == ()
    assert answer.button is not None
    assert answer.button["text"] == sari.library.texts.inline.unknown
    assert await sari.rows(asked) == []
    text = await sari.say(f"/start {payload(answer)}")
    assert text.startswith("Kamu bertanya: resep rendang padang\n\nMaaf, aku belum tahu")
    assert [(row["text"], row["decision"]) for row in await sari.rows(asked)] == [("resep rendang padang", "unknown")]


async def test_where_something_matches_the_button_offers_the_private_chat(sari: Scene) -> None:
    answer = await typed(sari, "burnout")
    assert answer.button is not None
    assert answer.button["text"] == sari.library.texts.inline.ask


async def test_a_question_from_elsewhere_can_be_followed_up(sari: Scene) -> None:
    question = "penghasilan ku blm cukup buat KTA, ada cara lain?"
    await sari.say(f"/start {payload(await typed(sari, question))}")
    about = sari.text.splitlines()[-1]
    await sari.say("yang bisa dijaminin apa aja emang")
    assert sari.text.splitlines()[-1] == about


@pytest.mark.parametrize("start", ["k_" + "a" * 20, "q_a", "q_", "k_", "q_IA", "entri_lama"])
async def test_a_payload_that_means_nothing_any_more_says_so_and_starts_over(sari: Scene, start: str) -> None:
    text = await sari.say(f"/start {start}")
    assert text.startswith("Tautan itu sudah tidak berlaku")
    assert "Kawan Freelance" in text
    assert await sari.rows(asked) == []


async def test_the_longest_question_fits_above_every_answer(knowledge: Knowledge, library: Library) -> None:
    longest = fill(library.texts.inline.asked, question=masked("🫠" * 1000))
    answers = (knowledge.pages.answer(entry).html for entry in library.entries.values())
    assert all(utf16_length(said(f"{longest}\n\n{answer}")) <= 4096 for answer in answers)

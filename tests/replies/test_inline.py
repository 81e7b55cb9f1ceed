"""Every result of an inline query is within the Bot API's limits, and none tells of a person what is theirs alone."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.chat.knowledge import Knowledge
from bot.checklists.past import Past
from bot.checklists.result import Span
from bot.content.checklist import Checklist
from bot.content.library import Library, checklist_name
from bot.playground.markup import parse_html, utf16_length
from bot.replies.inline import DESCRIPTION_LIMIT, ID_LIMIT, Card, InlineCards, in_a_line
from bot.replies.links import PAYLOAD_LIMIT, deep_link
from bot.replies.plain import plain_text
from bot.replies.reply import Reply

BOT = "a_very_long_bot_username_of_32_ch"
TITLE_LIMIT = 80  # characters; an app cuts a longer one off
MESSAGE_LIMIT = 4096  # of UTF-16


@pytest.fixture
def cards(knowledge: Knowledge) -> InlineCards:
    return InlineCards(knowledge.library, knowledge.pages)


def checklist_of(library: Library, name: str) -> Checklist:
    checklist = library.checklist(name)
    assert checklist is not None
    return checklist


def names(library: Library) -> list[str]:
    return [*library.entries, *(checklist_name(checklist.name) for checklist in library.checklists)]


def pasts(library: Library) -> Iterator[tuple[Checklist, Past]]:
    """A result of every checklist and door, with and without figures."""
    for checklist in library.checklists:
        doors = [choice.id for choice in checklist.by_id[checklist.door].choices] if checklist.door else []
        areas = {area.id: 100 for area in checklist.areas}
        for door in (None, "gone", *doors):
            yield checklist, Past(time.time(), door, 73, areas)
            yield checklist, Past(time.time(), door, None, {}, Span(-math.inf, math.inf), "USD")
            yield checklist, Past(0.0, door, None, {}, Span(-12.5, 8_000_000.0), "IDR")


def check(card: Card) -> None:
    parsed = parse_html(card.reply.html)
    assert 1 <= len(card.id.encode()) <= ID_LIMIT
    assert 1 <= len(card.title) <= TITLE_LIMIT
    assert 1 <= len(card.description) <= DESCRIPTION_LIMIT
    assert "\n" not in card.title + card.description
    assert 0 < utf16_length(parsed.text) <= MESSAGE_LIMIT
    for button in card.reply.buttons():
        assert (button.url != "") != (button.switch is not None)
        assert not button.data, "a message that was sent inline is in a chat that the bot is not in"
        assert not button.url or len(button.url.partition("?start=")[2]) in range(1, PAYLOAD_LIMIT + 1)


def test_every_card_is_within_the_limits(cards: InlineCards, library: Library) -> None:
    for name in names(library):
        check(cards.card(name, BOT))
    for checklist, past in pasts(library):
        if card := cards.own_result(checklist, past, BOT):
            check(card)
    check(cards.crisis())


def test_ids_are_stable_tell_cards_apart_and_lead_back(cards: InlineCards, library: Library) -> None:
    shown = [cards.card(name, BOT) for name in names(library)]
    assert len({card.id for card in shown}) == len(shown)
    assert [library.named(card.id) for card in shown] == names(library)
    assert cards.card(names(library)[0], "another_bot").id == shown[0].id


def test_an_entrys_card_posts_its_short_answer_with_the_source_and_the_way_to_the_rest(
    cards: InlineCards, library: Library
) -> None:
    for entry in library.entries.values():
        article = library.article(entry.slug)
        assert article is not None
        card = cards.card(entry.id, BOT)
        text = plain_text(Reply(card.reply.html))
        assert card.title == f"{article.emoji} {entry.title}"
        assert entry.short in text
        assert text.splitlines()[-1] == f"Sumber: {article.title}"
        more, again = card.reply.buttons()
        assert more.url == deep_link(BOT, entry.id.replace("/", "_"))
        assert again.switch == ""


def test_a_checklists_card_invites_and_opens_it(cards: InlineCards, library: Library) -> None:
    card = cards.card(checklist_name("pinjaman"), BOT)
    assert card.title == "🏦 Cek kesiapan pinjamanmu"
    assert next(card.reply.buttons()).url == deep_link(BOT, "pinjaman")
    assert checklist_of(library, "pinjaman").intro in plain_text(card.reply)


def test_what_is_no_name_has_no_card(cards: InlineCards) -> None:
    with pytest.raises(KeyError):
        cards.card("burnout/hilang", BOT)


def test_no_result_that_is_private_ever_becomes_a_card(cards: InlineCards, library: Library) -> None:
    private = [(checklist, past) for checklist, past in pasts(library) if checklist.name in {"pinjaman", "burnout"}]
    assert private
    assert all(cards.own_result(checklist, past, BOT) is None for checklist, past in private)


def test_ones_own_result_says_what_came_out_when_and_from_which_article(cards: InlineCards, library: Library) -> None:
    areas = {"persaingan": 60, "ai": 0}
    card = cards.own_result(checklist_of(library, "harga"), Past(time.time(), "perang", None, areas), BOT)
    assert card is not None
    text = plain_text(Reply(card.reply.html))
    assert card.title == "💸 Bagikan hasilmu: Perang harga"
    assert "Persaingan ketat 60" in card.description
    assert "• Persaingan ketat: 60, terasa" in text
    assert "• Banjir gambar AI: 0, tidak terasa" in text
    assert "Dicek " in text
    assert text.splitlines()[-1].startswith("Sumber: ")


def test_a_promotion_is_told_by_what_its_clicks_bring(cards: InlineCards, library: Library) -> None:
    past = Past(time.time(), "promote", None, {}, Span(-2.5, -2.5), "USD")
    card = cards.own_result(checklist_of(library, "harga"), past, BOT)
    assert card is not None
    assert "Hasil dari 100 klik: -$2,5" in plain_text(card.reply)


def test_a_result_without_figures_is_nothing_to_share(cards: InlineCards, library: Library) -> None:
    assert cards.own_result(checklist_of(library, "harga"), Past(time.time(), "promote", None, {}), BOT) is None


def test_what_the_knowledge_says_is_never_markup(knowledge: Knowledge, library: Library) -> None:
    checklist = replace(checklist_of(library, "pinjaman"), title="a < b", label="<b>x</b>", intro="1 & 2\n</i>")
    changed = replace(library, checklists=(checklist,))
    card = InlineCards(changed, knowledge.pages).card(checklist_name("pinjaman"), BOT)
    text = parse_html(card.reply.html).text
    assert all(part in text for part in ("a < b", "1 & 2", "</i>"))
    assert card.description == "1 & 2 </i>"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("pendek saja", "pendek saja"),
        ("dua\nbaris  dan\tspasi", "dua baris dan spasi"),
        ("kata, " * 40, ("kata, " * 16).rstrip(", ") + "…"),
        ("a" * 300, "a" * 99 + "…"),
    ],
    ids=["short", "lines", "long", "one word"],
)
def test_a_description_is_one_line_cut_after_a_word(text: str, line: str) -> None:
    assert in_a_line(text) == line

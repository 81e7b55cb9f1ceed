"""The buttons and pages of questions to the operators, and drafts made of answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.chat.relay_drafts import adding, draft_of
from bot.chat.relay_places import as_shown, is_cut
from bot.chat.relays_in_hand import ANSWERING
from bot.content.learned import BY_OPERATORS, Learned, LearnedAnswer
from bot.content.library import Library
from bot.content.relay_texts import RelayTexts
from bot.replies.relay import ANSWER_LIMIT, Consent, RelayPages, relay_row
from bot.replies.relay_taps import RelayAct, RelayTap, code_of, key_in, read_relay_tap, relay_keys, typed_key
from bot.replies.reply import DATA_LIMIT, Reply
from tests.chat.scenes import said
from tests.replies.test_limits import check_limits

KEY = "ab2cd3ef4g"
TOKEN = "1:secret"
BIGGEST_ID = 2**52  # Telegram: ids have at most 52 significant bits
LONGEST = "<&😀" * 125  # 500 characters, as long as a question is kept
WIDEST_NAME = "<" * 64 + " (@" + "u" * 32 + ")"

AT = "2026-03-02 12:00"


@pytest.mark.parametrize("act", list(RelayAct))
@pytest.mark.parametrize("owner", [None, 0, 5001, BIGGEST_ID])
def test_a_tap_is_read_as_it_was_written(act: RelayAct, owner: int | None) -> None:
    tap = RelayTap(act, KEY, KEY, owner)
    assert read_relay_tap(tap.data()) == tap
    assert len(tap.data()) <= DATA_LIMIT


@pytest.mark.parametrize("data", ["", "t!", "t!o", "t!q:::", "t!o:short::", "t!o:::-1", "t!oo:::", "x!o:::", "t!o::::"])
def test_what_is_no_tap_is_read_as_none(data: str) -> None:
    assert read_relay_tap(data) is None


@given(st.integers(), st.integers(), st.integers(), st.text())
def test_a_key_fits_into_a_tap_and_a_code(chat_id: int, user_id: int, message_id: int, text: str) -> None:
    typed = typed_key(TOKEN, chat_id, message_id)
    key = next(relay_keys(TOKEN, chat_id, user_id, typed, text))
    assert key == next(relay_keys(TOKEN, chat_id, user_id, typed, f" {text} \n")), "Telegram takes blanks away"
    tap = RelayTap(RelayAct.SEND, typed, key)
    assert read_relay_tap(tap.data()) == tap
    assert key_in(f"Ada pertanyaan {code_of(key)}\nlagi") == key


def test_another_bot_chat_person_question_or_text_has_other_keys() -> None:
    """And none of them is known without the bot's token, whatever else is."""
    ways = [(TOKEN, 1, 1, KEY, "a"), ("1:other", 1, 1, KEY, "a"), (TOKEN, 2, 1, KEY, "a"), (TOKEN, 1, 2, KEY, "a")]
    ways += [(TOKEN, 1, 1, KEY[::-1], "a"), (TOKEN, 1, 1, KEY, "b")]
    keys = [key for way in ways for key in relay_keys(*way)]
    assert len(keys) == len(set(keys)) > 90 * len(ways)


def test_messages_that_were_typed_have_keys_of_their_own() -> None:
    keys = {typed_key(*way) for way in ((TOKEN, 1, 1), (TOKEN, 1, 2), (TOKEN, 2, 1), ("1:other", 1, 1))}
    assert len(keys) == 4


@pytest.mark.parametrize(
    "text",
    [
        "gambar #ilustrator",
        f"tanya #{KEY}",
        f"tanya\n#t_{KEY}",
        f"tanya #t_{KEY} ya",
        f"tanya #t_{KEY}s",
        "tanya #t_Ab2cd3ef4g",
        "",
    ],
)
def test_what_people_type_is_no_code(text: str) -> None:
    assert key_in(text) is None


def test_the_offer_is_the_first_owners(library: Library) -> None:
    (alone,) = relay_row(library.texts, KEY)
    (shared,) = relay_row(library.texts, KEY, (7, 8))
    assert read_relay_tap(alone.data) == RelayTap(RelayAct.OFFER, asked=KEY)
    assert read_relay_tap(shared.data) == RelayTap(RelayAct.OFFER, asked=KEY, owner=7)


def test_every_page_fits_into_a_message(library: Library) -> None:
    pages, owner = RelayPages(library), BIGGEST_ID
    consent = Consent(KEY, KEY, LONGEST, WIDEST_NAME, owner, cut=True)
    answer = "😀" * (ANSWER_LIMIT // 2)
    shown: list[Reply] = [
        pages.consent(consent),
        pages.sent(KEY, LONGEST, WIDEST_NAME, owner),
        pages.withdrawn(LONGEST, owner),
        pages.is_answered(LONGEST, owner),
        pages.is_closed(LONGEST, owner),
        pages.notice(KEY, LONGEST, WIDEST_NAME, in_group=True),
        pages.answer(answer, LONGEST, owner, first=True),
        pages.answer(answer, LONGEST, owner, first=False),
    ]
    for reply in shown:
        check_limits(reply)


@pytest.mark.parametrize("consent", ["{question}", "<blockquote>{question}</blockquote><blockquote>x</blockquote>"])
def test_the_text_that_asks_for_consent_must_quote_what_is_sent(library: Library, consent: str) -> None:
    texts = library.texts.relay.model_dump()
    with pytest.raises(ValidationError, match="must hold <blockquote>"):
        RelayTexts.model_validate({**texts, "consent": f"{consent} {{place}} {{who}} {{answer_place}}"})


def test_the_code_stands_before_the_question(library: Library) -> None:
    """So that a code which somebody writes into their question is never the first."""
    notice = RelayPages(library).notice(KEY, "apa itu #t_zzzzzzzzzz", None, in_group=False)
    assert key_in(said(notice.html)) == KEY


@pytest.mark.parametrize("name", ["notice", "delivered", "delivered_again", "draft_made"])
def test_a_heading_without_the_code_is_refused(library: Library, name: str) -> None:
    texts = library.texts.relay.model_dump()
    with pytest.raises(ValidationError, match="first line must end with"):
        RelayTexts.model_validate({**texts, name: f"Terkirim\n{texts[name]}"})


def test_the_asker_reads_how_it_stands(library: Library) -> None:
    texts, pages = library.texts.relay, RelayPages(library)
    assert pages.status("closed", 0) == texts.closed
    assert pages.status("withdrawn", 0) == texts.taken_back
    assert pages.status(ANSWERING, 0) == texts.on_its_way


def test_the_words_of_the_asker_themself_point_to_no_question(library: Library) -> None:
    """A key of what was typed would be looked for among the questions."""
    page = RelayPages(library).consent(Consent(KEY, KEY, "visa kerja", "Sari", own=True))
    taps = [read_relay_tap(button.data) for row in page.rows for button in row]
    assert {tap.act: tap.asked for tap in taps if tap} == {
        RelayAct.SEND: KEY,
        RelayAct.SEND_NAMED: KEY,
        RelayAct.REWRITE: "",
        RelayAct.CANCEL: "",
    }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Halo,  Kak\nApa Kabar", "Halo, Kak Apa Kabar"),
        ("Email AKU@Mail.com ya", "Email [email] ya"),
        ("NIK 3201012345678901", "NIK [angka]"),
    ],
)
def test_a_text_keeps_its_letters_without_what_tells_who_wrote_it(text: str, shown: str) -> None:
    assert as_shown(text) == shown
    assert not is_cut(text, shown)


def test_a_long_text_is_cut() -> None:
    text = "Kata Lain " * 80
    assert len(as_shown(text)) <= 500
    assert is_cut(text, as_shown(text))


@given(st.text(min_size=3, max_size=500), st.text(max_size=6_000))
def test_whatever_is_asked_and_answered_makes_a_draft_or_is_said_not_to(question: str, answer: str) -> None:
    text, words = " ".join(question.split()), "".join(char for char in answer if char.isalnum() or char in " \n")
    if len(text) < 3 or not text.isalnum():
        return
    draft = draft_of(KEY, text, words, by="Rina", at=AT)
    if draft is None:
        assert len(" ".join(words.split())) < 20 + 1
    else:
        assert draft.draft
        assert draft.article == BY_OPERATORS
        assert draft.questions == [text]


def test_a_long_answer_goes_on_in_points() -> None:
    first, second = "Kalimat pertama yang cukup panjang.", "Kalimat kedua. " * 40
    draft = _drafted(f"Ya.\n\n{first}\n{second}")
    assert draft.short == f"Ya. {first}"
    assert " ".join(draft.details) == second.strip()


def test_one_long_paragraph_is_cut_at_a_word() -> None:
    draft = _drafted("satu dua " * 100)
    assert len(draft.short) <= 600
    assert " ".join((draft.short, *draft.details)) == ("satu dua " * 100).strip()


def test_a_draft_is_kept_once() -> None:
    change = adding(_drafted("Jawaban yang cukup panjang."))
    once = change(Learned())
    assert [one.title for one in once.answers] == ["Apa itu visa kerja"]
    assert change(once) is once
    used = once.answers[0].model_copy(update={"article": "burnout", "draft": False})
    published = once.model_copy(update={"answers": [used]})
    assert change(published) is published


def test_a_draft_does_not_tell_its_relays_key() -> None:
    assert KEY not in str(_drafted("Jawaban yang cukup panjang."))


def _drafted(answer: str) -> LearnedAnswer:
    draft = draft_of(KEY, "apa itu visa kerja", answer, by="Rina", at=AT)
    assert draft is not None
    return draft

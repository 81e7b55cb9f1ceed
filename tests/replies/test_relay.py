"""The buttons and pages of questions to the operators, and drafts made of answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.chat.relay_drafts import adding, draft_of
from bot.chat.relay_places import as_shown, is_cut
from bot.content.learned import BY_OPERATORS, Learned, LearnedAnswer
from bot.content.library import Library
from bot.content.relay_texts import RelayTexts
from bot.replies.relay import ANSWER_LIMIT, Consent, RelayPages, relay_row
from bot.replies.relay_taps import RelayAct, RelayTap, code_of, key_in, read_relay_tap, relay_key
from bot.replies.reply import DATA_LIMIT, Reply
from tests.chat.scenes import said
from tests.replies.test_limits import check_limits

KEY = "ab2cd3ef4g"
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
    key = relay_key(chat_id, user_id, message_id, text)
    assert key == relay_key(chat_id, user_id, message_id, text)
    assert read_relay_tap(RelayTap(RelayAct.SEND, relay=key).data()) is not None
    assert key_in(f"tanya {code_of(key)}\nlagi") == key


def test_another_message_or_text_has_another_key() -> None:
    keys = {relay_key(*parts) for parts in ((1, 1, 1, "a"), (1, 1, 2, "a"), (1, 1, 1, "b"), (1, 2, 1, "a"))}
    assert len(keys) == 4


def test_the_offer_is_the_first_owners(library: Library) -> None:
    (alone,) = relay_row(library.texts, KEY)
    (shared,) = relay_row(library.texts, KEY, (7, 8))
    assert read_relay_tap(alone.data) == RelayTap(RelayAct.OFFER, asked=KEY)
    assert read_relay_tap(shared.data) == RelayTap(RelayAct.OFFER, asked=KEY, owner=7)


def test_every_page_fits_into_a_message(library: Library) -> None:
    pages, owner = RelayPages(library), BIGGEST_ID
    consent = Consent(KEY, LONGEST, WIDEST_NAME, owner, KEY, cut=True)
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
    notice = RelayPages(library).notice(KEY, "apa itu #zzzzzzzzzz", None, in_group=False)
    assert key_in(said(notice.html)) == KEY


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

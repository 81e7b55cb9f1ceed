"""Deep links lead to an entry, an article, a checklist or a question, and back to nothing when they mean nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.library import Library, checklist_name
from bot.replies.links import ASK, PAYLOAD_LIMIT, key_in, name_behind, payload_asking, payload_for, question_in

ALLOWED = re.compile(r"[A-Za-z0-9_-]{1,64}")


def test_every_entry_and_article_has_a_payload_that_leads_back(library: Library) -> None:
    for name in (*library.entries, *(article.slug for article in library.articles)):
        payload = payload_for(name)
        assert ALLOWED.fullmatch(payload)
        assert len(payload) <= PAYLOAD_LIMIT
        assert name_behind(payload, library) == name
        assert question_in(payload) is key_in(payload) is None


def test_a_checklist_is_linked_by_its_name(library: Library) -> None:
    assert name_behind("burnout", library) == checklist_name("burnout")


@pytest.mark.parametrize("payload", ["", "x", "topik_x", "burnout_x", "__", "-" * 64])
def test_an_unknown_payload_means_nothing(library: Library, payload: str) -> None:
    assert name_behind(payload, library) is None
    assert question_in(payload) is key_in(payload) is None


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=500))
def test_every_question_has_a_payload_that_carries_it_or_the_key_of_it(question: str) -> None:
    payload = payload_asking(question)
    assert ALLOWED.fullmatch(payload)
    if len(question.encode()) <= 46:
        assert question_in(payload) == question
        assert key_in(payload) is None
    else:
        assert question_in(payload) is None
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,32}", key_in(payload) or "")


def test_a_long_question_has_one_key_and_another_question_another() -> None:
    assert payload_asking("kata " * 50) == payload_asking("kata " * 50)
    assert payload_asking("kata " * 50) != payload_asking("kata " * 51)


def test_no_question_opens_the_private_chat_all_the_same() -> None:
    assert payload_asking("") == ASK
    assert ALLOWED.fullmatch(ASK)


@pytest.mark.parametrize(
    "payload",
    ["q_", "k_", "q_a", "q_____", "q_-w", "q_ä", "k_abc", "k_" + "a" * 62, "q_" + "a" * 63, "q_YQ\n", "k_" + "\0" * 20],
)
def test_a_made_up_payload_carries_no_question(payload: str) -> None:
    assert question_in(payload) is key_in(payload) is None


@given(st.text(max_size=80))
def test_whatever_follows_start_is_read_without_an_error(payload: str) -> None:
    for read in (question_in, key_in):
        assert read(payload) is None or payload[:2] in {"q_", "k_"}

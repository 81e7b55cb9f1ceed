"""Deep links lead to an entry, an article or a checklist, and back to nothing when they mean nothing."""

from __future__ import annotations

import re

import pytest

from bot.content.library import Library, checklist_name
from bot.replies.links import PAYLOAD_LIMIT, name_behind, payload_for


def test_every_entry_and_article_has_a_payload_that_leads_back(library: Library) -> None:
    for name in (*library.entries, *(article.slug for article in library.articles)):
        payload = payload_for(name)
        assert re.fullmatch(r"[A-Za-z0-9_-]+", payload)
        assert len(payload) <= PAYLOAD_LIMIT
        assert name_behind(payload, library) == name


def test_a_checklist_is_linked_by_its_name(library: Library) -> None:
    assert name_behind("burnout", library) == checklist_name("burnout")


@pytest.mark.parametrize("payload", ["", "x", "topik_x", "burnout_x", "__", "-" * 64])
def test_an_unknown_payload_means_nothing(library: Library, payload: str) -> None:
    assert name_behind(payload, library) is None

"""Naive Bayes, and the small forms in which its numbers are kept."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.profile import build_profile
from bot.search.rows import PackedRows

_OWNERS = ("a", "b", "idle")
_texts = st.lists(
    st.tuples(st.sampled_from(_OWNERS[:2]), st.sets(st.sampled_from("pqrstuvw"), min_size=1)), min_size=1, max_size=20
)


@given(_texts)
def test_odds_compare_an_owners_use_with_everybodys(texts: list[tuple[str, set[str]]]) -> None:
    profile = build_profile(texts, _OWNERS, prior=0.5)
    met = [(owner, feature) for owner, features in texts for feature in features]
    features = {feature for _, feature in met}
    mass, everything = 0.5 * len(features), len(met) + len(features)
    for column, owner in enumerate(_OWNERS):
        own = sum(1 for user, _ in met if user == owner)
        assert profile.absent[column] == math.log(mass / (own + mass))
        for feature in features:
            count = met.count((owner, feature))
            total = sum(1 for _, other in met if other == feature)
            odds = math.log1p(count * everything / (mass * (total + 1))) if count else 0.0
            assert profile.odds[profile.rows[feature], column] == np.float32(odds)


def test_features_that_are_used_alike_share_their_row() -> None:
    profile = build_profile([("a", {"p", "q"}), ("b", {"r"})], _OWNERS)
    assert profile.rows["p"] == profile.rows["q"] != profile.rows["r"]
    assert len(profile.odds) == 2


def test_an_unknown_feature_says_nothing() -> None:
    profile = build_profile([("a", {"p"}), ("b", {"q"})], _OWNERS)
    assert profile.scores([("p", 1.0), ("unheard", 1.0)]).tolist() == profile.scores([("p", 1.0)]).tolist()


@given(st.dictionaries(st.text(), st.integers(0, 10_000)), st.text())
def test_packed_rows_are_found_as_in_a_dict(rows: dict[str, int], other: str) -> None:
    packed = PackedRows(rows)
    assert {feature: packed[feature] for feature in rows} == rows
    assert packed.get(other) == rows.get(other)


def test_a_missing_row_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        PackedRows({"p": 0})["q"]

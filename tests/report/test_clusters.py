"""Questions that ask the same come together, and others do not, whatever people type."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.library import Library
from bot.report.clusters import Cluster, Clusterer, Question

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def clusterer(library: Library) -> Clusterer:
    return Clusterer(library)


def asked(*texts: str) -> list[Question]:
    """Questions, one a second."""
    return [(str(place), text, float(place), None) for place, text in enumerate(texts)]


def members(cluster: Cluster) -> set[str]:
    return {text for text, _ in cluster.texts}


def agreement(clusterer: Clusterer, name: str) -> tuple[float, float]:
    """Pairwise precision and recall on groups of paraphrases."""
    groups = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    questions = [
        (f"{group}-{i}", text, float(i), None) for group, texts in enumerate(groups) for i, text in enumerate(texts)
    ]
    keys = [[f"{group}-{i}" for i in range(len(texts))] for group, texts in enumerate(groups)]
    wanted = {frozenset(pair) for group in keys for pair in combinations(group, 2)}
    found = {frozenset(pair) for one in clusterer.clustered(questions) for pair in combinations(one.keys, 2)}
    return len(found & wanted) / len(found), len(found & wanted) / len(wanted)


def test_the_same_question_in_other_words_is_one(clusterer: Clusterer) -> None:
    tax = ("gmn cara bikin npwp", "cara buat NPWP gimana ya kak", "bikin npwp dmn")
    first, second = clusterer.clustered(asked(*tax, "royalti adobe stock berapa"))
    assert members(first) == set(tax)
    assert members(second) == {"royalti adobe stock berapa"}


@pytest.mark.parametrize(
    ("name", "precision", "recall"), [("paraphrases", 0.95, 0.9), ("paraphrases_heldout", 0.8, 0.8)]
)
def test_paraphrases_come_together_and_others_stay_apart(
    clusterer: Clusterer, name: str, precision: float, recall: float
) -> None:
    found = agreement(clusterer, name)
    assert found[0] >= precision
    assert found[1] >= recall


def test_the_most_frequent_comes_first_then_the_newest(clusterer: Clusterer) -> None:
    texts = ("resep rendang", "cuaca besok", "main valorant", "main valorant", "nomor cs shopee")
    assert [one.text for one in clusterer.clustered(asked(*texts))] == [
        "main valorant",
        "nomor cs shopee",
        "cuaca besok",
        "resep rendang",
    ]


def test_a_chain_of_neighbours_does_not_glue_its_ends(clusterer: Clusterer) -> None:
    chain = ("drone kamera", "kamera lensa", "lensa tripod", "tripod lampu", "lampu studio")
    together = [members(one) for one in clusterer.clustered(asked(*chain))]
    assert not any({"drone kamera", "lampu studio"} <= one or len(one) > 2 for one in together)


def test_typos_and_run_together_words_are_read(clusterer: Clusterer) -> None:
    assert len(clusterer.clustered(asked("akun shutterstock diblokir", "akun shuterstok diblokir"))) == 1
    assert len(clusterer.clustered(asked("berapa royalti adobestock", "berapa royalti adobe stock"))) == 1


def test_a_cluster_tells_who_when_and_what_was_given_instead(clusterer: Clusterer) -> None:
    questions: list[Question] = [
        ("a", "bikin npwp dmn", 30.0, "burnout/apa-itu"),
        ("b", "cara bikin npwp", 10.0, "mitos/x"),
        ("c", "cara bikin npwp", 20.0, "mitos/x"),
        ("d", "cara bikin npwp", 15.0, None),
    ]
    (cluster,) = clusterer.clustered(questions)
    assert set(cluster.keys) == {"a", "b", "c", "d"}
    assert cluster.times == 4
    assert cluster.text == "cara bikin npwp"
    assert cluster.texts == (("cara bikin npwp", 3), ("bikin npwp dmn", 1))
    assert (cluster.first_at, cluster.last_at) == (10.0, 30.0)
    assert cluster.given == (("mitos/x", 2), ("burnout/apa-itu", 1))


def test_masks_are_neither_compared_nor_shown(clusterer: Clusterer) -> None:
    (cluster,) = clusterer.clustered(asked("bikin npwp [nama] dmn", "bikin npwp dmn [angka]"))
    assert cluster.text == "bikin npwp dmn"
    assert len(clusterer.clustered(asked("resep rendang [angka] [nama]", "cuaca besok [angka] [nama]"))) == 2
    (only_masks,) = clusterer.clustered(asked("[angka] [nama]"))
    assert only_masks.text == "[angka] [nama]"


def test_nothing_comes_to_nothing(clusterer: Clusterer) -> None:
    assert clusterer.clustered([]) == []


@pytest.mark.parametrize(
    "text", ["", " ", "🙏🙏", "?", "gimana ya kak?", "npwp", "a" * 500, "kata " * 100, "ًٌٍ", "你好吗"]
)
def test_any_text_is_a_question_of_its_own(clusterer: Clusterer, text: str) -> None:
    found = clusterer.clustered(asked(text, "royalti adobe stock berapa", text))
    assert (found[0].times, members(found[0])) == (2, {text})
    assert len(found) == 2


words = st.sampled_from(
    [
        "cara",
        "bikin",
        "npwp",
        "kamera",
        "lensa",
        "drone",
        "murah",
        "kpr",
        "motor",
        "dmn",
        "brp",
        "🙏",
        "[angka]",
        "pajak",
        "adobestock",
    ]
)
texts = st.one_of(st.lists(words, max_size=6).map(" ".join), st.text(max_size=20))
questions = st.lists(st.tuples(texts, st.floats(0, 1e9), st.none() | st.just("mitos/x")), max_size=25)


@settings(deadline=None, max_examples=60)
@given(questions, st.randoms(use_true_random=False))
def test_every_question_is_in_one_cluster_whatever_the_order(
    clusterer: Clusterer, rows: list[tuple[str, float, str | None]], order: random.Random
) -> None:
    given = [(f"k{place}", text, at, entry) for place, (text, at, entry) in enumerate(rows)]
    found = clusterer.clustered(given)
    assert sorted(key for one in found for key in one.keys) == sorted(key for key, *_ in given)
    assert all(one.times == sum(times for _, times in one.texts) and one.text is not None for one in found)
    assert [one.times for one in found] == sorted((one.times for one in found), reverse=True)
    order.shuffle(given)
    assert clusterer.clustered(given) == found

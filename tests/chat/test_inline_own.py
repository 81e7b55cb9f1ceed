"""Somebody's own result behind `@bot harga`: for its owner alone, the last one, and never of a private checklist."""

from __future__ import annotations

import pytest

from bot.storage.protocols import StorageLostError
from bot.storage.records import SqlRecords
from tests.chat.scenes import Scene, finish_loan, promote, war
from tests.chat.typists import is_result_of_somebody, link, pages, typed
from tests.chat.walkers import finish_burnout


async def test_only_its_owner_can_share_a_pricing_result(sari: Scene) -> None:
    budi = sari.desk.world.person("Budi")
    await promote(sari, "$25", "$10", "3", "0,2")
    for query in ("harga", " Harga ", "cek harga"):
        answer = await typed(sari, query)
        own = [result for result in answer.results if is_result_of_somebody(result)]
        assert len(own) == 1
        assert own[0] == answer.results[1], "it stands behind the invitation"
        assert "Hasil dari 100 klik: $25" in own[0].text
        assert link(own[0]) == "harga"
        assert (answer.is_personal, answer.cache_time) == (True, 0)
        others = await typed(sari, query, person=budi)
        assert not any(map(is_result_of_somebody, others.results))
        assert (others.is_personal, others.cache_time) == (True, 0)


async def test_while_a_name_is_half_typed_nobodys_result_is_looked_for(
    sari: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object, **__: object) -> None:
        raise AssertionError("this would cost every letter a look into the database")

    monkeypatch.setattr(SqlRecords, "results", never)
    for query in ("h", "har", "harg", "cek", "cek har", "perang harga", "pinjaman", "burnout"):
        answer = await typed(sari, query)
        assert (answer.is_personal, answer.cache_time) == (False, 300)


async def test_the_last_of_several_results_is_shared(sari: Scene) -> None:
    await promote(sari, "$25", "$10", "3", "0,2")
    await war(sari)
    await sari.choose(6)
    assert "Hasil: Perang harga" in (await typed(sari, "harga")).results[1].text


async def test_no_loan_or_burnout_result_ever_appears(sari: Scene) -> None:
    await finish_loan(sari)
    await finish_burnout(sari, sari.library)
    kept = await sari.recorded()
    assert {one["areas"] != {} for one in kept} == {True}
    names = (name for one in sari.library.checklists for name in (one.name, one.label, one.title))
    for query in ("", "hasil", "skor", "cek", "hasilku", *names):
        for answer in await pages(sari, query):
            assert not any(map(is_result_of_somebody, answer.results))
            assert not any("/100" in result.text + result.description for result in answer.results)


async def test_a_result_that_cannot_be_read_or_has_no_figures_is_left_out(
    sari: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await promote(sari, "?", "?", "?", "?")
    assert await sari.recorded()
    assert not any(map(is_result_of_somebody, (await typed(sari, "harga")).results))

    async def lost(*_: object, **__: object) -> None:
        raise StorageLostError("gone")

    monkeypatch.setattr(SqlRecords, "results", lost)
    monkeypatch.setattr(SqlRecords, "most_asked", lost)
    assert (await typed(sari, "harga")).results
    assert (await typed(sari, "")).results

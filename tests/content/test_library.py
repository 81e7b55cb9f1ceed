"""The real knowledge: every entry is there, asked for in many ways, and reachable by a short key."""

from __future__ import annotations

from collections import Counter

from bot.content.library import Library, short_key

SECTIONS = {
    "pinjaman-bank": "bisa-atau-tidak rekening-aktif laporan-keuangan npwp-pajak agunan bank-freelancer",
    "promote-gig": "efektif-atau-tidak kapan-efektif kapan-kurang-efektif alternatif",
    "burnout": "apa-itu istirahat eksplorasi statistik kesehatan komunitas target-realistis",
    "perang-harga": "penyebab persaingan langganan diskon-bundling negara-berkembang ai strategi niche diferensiasi "
    "bundling-sendiri multi-platform jual-mandiri",
    "sejarah": "awal-mula pertumbuhan dominasi era-ai",
    "digital-download": "masa-depan permintaan scalable-pasif biaya-rendah pasar-global tren-ai",
    "konsisten": "alasan visibilitas portofolio tren jangka-panjang",
    "mitos": "ringkasan upload-banyak profesional diterima-semua pasar-jenuh viral",
    "sepi-download": "ringkasan tren-pasar kata-kunci kualitas kompetisi frekuensi-variasi",
}


def test_the_nine_articles_and_56_entries_stand_under_their_ids(library: Library) -> None:
    assert list(library.entries) == [
        f"{slug}/{section}" for slug, names in SECTIONS.items() for section in names.split()
    ]
    assert len(library.entries) == 56


def test_every_entry_is_asked_for_in_at_least_15_ways(library: Library) -> None:
    asked = Counter(phrasing.entry_id for phrasing in library.phrasings)
    assert [entry_id for entry_id in library.entries if asked[entry_id] < 15] == []


def test_every_short_key_means_one_thing(library: Library) -> None:
    names = list(library.names())
    assert {library.named(short_key(name)) for name in names} == set(names)
    assert library.named("aaaaa") is None


def test_an_entry_never_speaks_stiffly(library: Library) -> None:
    for entry in library.entries.values():
        words = " ".join((entry.title, entry.short, *entry.details)).casefold().split()
        assert not {"anda", "saudara"} & {word.strip(".,?!:;") for word in words}, entry.id

"""`python -m tests.bench.pictures [FOLDER]`: the pictures of real results: how long they take, how large they are.

They are drawn from the checklists in `knowledge/` and answers that stand here; into FOLDER if it is given.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from typing import Any

from bot.charts.draw import draw
from bot.charts.specs import DayBar, Panel, PanelBar, ReportSpec, Spec
from bot.chat.drawings import Drawings
from bot.checklists.past import Past
from bot.checklists.score import result_of
from bot.content.library import Library
from bot.content.loader import load_library

_ROUNDS = 40
_KNOWLEDGE = Path(__file__).parent.parent.parent / "knowledge"
_WEEK = 7 * 86_400.0
_NOW = 1_790_000_000.0

_LOAN: dict[str, Any] = {
    "rekening-satu": "semua",
    "rekening-lama": "beberapa",
    "catatan": "beberapa",
    "pendapatan": [[million * 1e6, "IDR"] for million in (4.2, 3.5, 5.0, 4.75, 2.9, 6.1)],
    "npwp": "punya",
    "lapor-pajak": "kadang",
    "agunan": "ragu",
    "jenis": "belum-tahu",
    "bukti": "sebagian",
    "kontrak": "tidak",
    "bank": "cari",
}
_BURNOUT = ("sering", "kadang", "selalu", "jarang", "tidak-pernah", "sering")


def samples(library: Library) -> dict[str, Spec]:
    """A picture of every kind."""
    drawings = Drawings(library)
    checklists = {checklist.name: checklist for checklist in library.checklists}

    def picture(name: str, answers: dict[str, Any]) -> Spec:
        drawing = drawings.of(checklists[name], result_of(checklists[name], answers))
        if drawing is None:
            raise LookupError(f"nothing is drawn for {name}")
        return drawing.spec

    burnout = checklists["burnout"]
    felt = {step.id: _BURNOUT[number % len(_BURNOUT)] for number, step in enumerate(burnout.steps)}
    scores = {one.area.id: one.score for one in result_of(burnout, felt).areas}
    past = [
        Past(_NOW - weeks * _WEEK, None, None, {name: min(100, score + 8 * weeks) for name, score in scores.items()})
        for weeks in range(4, -1, -1)
    ]
    trend = drawings.trend(burnout, past)
    if trend is None:
        raise LookupError("no trend is drawn")
    prices = checklists["harga"]
    pressed: dict[str, Any] = {"pintu": "perang", "strategi": ["platform"]}
    for number, step in enumerate(step for step in prices.steps if step.area):
        pressed[step.id] = step.choices[(number + 1) % len(step.choices)].id
    return {
        "loan": picture("pinjaman", _LOAN),
        "burnout": picture("burnout", felt),
        "burnout-trend": trend.spec,
        "price-war": picture("harga", pressed),
        "gig-exact": picture("harga", _campaign(25, 10, [0.03, 0.03], 0.2)),
        "gig-no-orders": picture("harga", _campaign(25, 10, None, 0.5)),
        "gig-spans": picture("harga", _campaign(25, None, [0.02, 0.04], 0.3)),
    }


def report(days: int) -> ReportSpec:
    """What the bot's owner sees of so many days (at most 30)."""
    asked = tuple(
        DayBar(f"{day + 1} Sep", (8 + day * 7 % 31, 2 + day * 5 % 9, day * 3 % 8, day * 11 % 13)) for day in range(days)
    )
    bars = [(f"Pertanyaan {rank}: berapa lama?", 40 // rank) for rank in range(1, 7)]
    panels = (
        Panel("Paling sering ditanyakan", tuple(PanelBar(name, n, f"{n}×") for name, n in bars), ""),
        Panel("Kurang pas", tuple(PanelBar(name, n // 3, f"{n // 3} dari {n}", n) for name, n in bars[:4]), ""),
        Panel("Belum terjawab", (), "Semua pertanyaan terjawab"),
        Panel("Checklist", tuple(PanelBar(f"Langkah {n}", 40 // n, str(40 // n), 40) for n in range(1, 7)), ""),
    )
    parts = ("dijawab", "ditawari pilihan", "belum tahu", "inline")
    return ReportSpec("Laporan Kawan Freelance", f"{days} hari", parts, asked, "Pertanyaan per hari", panels)


def _campaign(price: float, cost: float | None, orders: list[float] | None, click: float) -> dict[str, Any]:
    known = {"harga": price, "modal": cost, "klik": click}
    money = {name: None if value is None else [[value, "USD"]] * 2 for name, value in known.items()}
    return {"pintu": "promote", **money, "order": orders}


def _measured(spec: Spec) -> tuple[list[float], bytes]:
    """Milliseconds of every round, after one that loads what is loaded once, and the picture."""
    picture, times = draw(spec), []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        draw(spec)
        times.append(1000 * (time.perf_counter() - begun))
    return times, picture


def main() -> None:
    """Print a table, one row a picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    folder: Path | None = parser.parse_args().folder
    print(f"{'picture':<16}{'median ms':>10}{'p95 ms':>10}{'KB':>8}")
    reports = {"report-week": report(7), "report-month": report(30)}
    for name, spec in {**samples(load_library(_KNOWLEDGE)), **reports}.items():
        times, picture = _measured(spec)
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{name:<16}{statistics.median(times):>10.1f}{p95:>10.1f}{len(picture) / 1024:>8.1f}")
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.png").write_bytes(picture)


if __name__ == "__main__":
    main()

"""Money is read as Indonesians type it, and what is ambiguous is refused with its reason."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checklists.money import (
    IDR,
    MOST_AMOUNTS,
    USD,
    Amount,
    AmountError,
    Reason,
    read_amounts,
    read_orders,
    read_range,
    read_rate,
    worded,
)

T = TypeVar("T")
JT = 1_000_000.0
RB = 1_000.0
ODD = st.text() | st.text(alphabet="0123456789 .,-$%rpjtbkmusd/:\n()xsampai", max_size=60)


def reason_of(call: object, *arguments: object, **options: object) -> Reason:
    assert callable(call)
    with pytest.raises(AmountError) as caught:
        call(*arguments, **options)
    return caught.value.reason


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5jt", 5 * JT),
        ("5 jt", 5 * JT),
        ("5,5 juta", 5.5 * JT),
        ("5.5jt", 5.5 * JT),
        ("5jtt", 5 * JT),
        ("5 jeti", 5 * JT),
        ("4.250 jt", 4.25 * JT),
        ("1,250jt", 1.25 * JT),
        ("4.250rb", 4.25 * JT),
        ("Rp 4.250.000", 4.25 * JT),
        ("Rp4.250.000,-", 4.25 * JT),
        ("rp. 4,250,000", 4.25 * JT),
        ("Rp. 750.000,00", 750 * RB),
        ("IDR 4,250,000.00", 4.25 * JT),
        ("4250000", 4.25 * JT),
        ("4.250.000 rupiah", 4.25 * JT),
        ("4 500 000", 4.5 * JT),
        ("750rb", 750 * RB),
        ("750 ribu", 750 * RB),
        ("750k", 750 * RB),
        ("5 ratus ribu", 500 * RB),
        ("1,2 m", 1.2e9),
        ("1,2 miliar", 1.2e9),
        ("sekitar 4jtan", 4 * JT),
        ("4jt-an", 4 * JT),
        ("3 jutaan", 3 * JT),
        ("kurang lebih 5 juta", 5 * JT),
        ("2 juta 500 ribu", 2.5 * JT),
        ("1jt 500rb", 1.5 * JT),
        ("seratus ribu", 100 * RB),
        ("sejuta", JT),
        ("seratus dua puluh lima ribu", 125 * RB),
        ("enam belas ribu", 16 * RB),
        ("setengah juta", 0.5 * JT),
        ("dua setengah juta", 2.5 * JT),
        ("4 juta setengah", 4.5 * JT),
        ("4jt setengah", 4.5 * JT),
        ("empat juta setengah", 4.5 * JT),
        ("sejuta setengah", 1.5 * JT),
        ("dua puluh lima ribu", 25 * RB),
        ("lima juta dua ratus ribu", 5.2 * JT),
        ("５００ｒｂ", 500 * RB),
        ("٥ juta", 5 * JT),
        ("5\u200bjt", 5 * JT),
        ("5jt/bln", 5 * JT),
        ("bulan 1: 4jt", 4 * JT),
        ("bulan ke-3 4jt", 4 * JT),
        ("2 klien total 3jt", 3 * JT),
        ("naik 10% jadi 5jt", 5 * JT),
        ("tahun 2024 5jt", 5 * JT),
        ("12/05/2024: 4jt", 4 * JT),
        ("nol", 0.0),
        ("kosong", 0.0),
        ("0", 0.0),
        ("ga ada pemasukan", 0.0),
    ],
)
def test_rupiah_are_read_as_typed(text: str, value: float) -> None:
    assert read_amounts(text) == (Amount(value, IDR),)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$320", 320),
        ("320 dolar", 320),
        ("320$", 320),
        ("usd 300", 300),
        ("US$1,250.50", 1250.5),
        ("$1.250,50", 1250.5),
        ("$1.250", 1250),
        ("$0.250", 0.25),
        ("$.50", 0.5),
        ("$1.2m", 1.2e6),
        ("$2k", 2000),
        ("2 ribu dolar", 2000),
        ("20 sen", 0.2),
    ],
)
def test_dollars_are_read_as_typed(text: str, value: float) -> None:
    assert read_amounts(text) == (Amount(value, USD),)


@pytest.mark.parametrize(
    ("text", "millions"),
    [
        ("4jt 5jt 3,5jt", [4, 5, 3.5]),
        ("4jt, 5jt, 3,5jt", [4, 5, 3.5]),
        ("4jt,5jt,3,5jt", [4, 5, 3.5]),
        ("4jt - 5jt - 3,5jt", [4, 5, 3.5]),
        ("4jt/5jt/6jt", [4, 5, 6]),
        ("4jt5jt", [4, 5]),
        ("4 5 3,5 jt", [4, 5, 3.5]),
        ("4, 5, 3,5 juta", [4, 5, 3.5]),
        ("4,5,6 jt", [4, 5, 6]),
        ("empat lima enam juta", [4, 5, 6]),
        ("4,5 jt 5,5 jt", [4.5, 5.5]),
        ("jan 4jt feb 5jt", [4, 5]),
        ("jan4jt feb5jt", [4, 5]),
        ("jan 4 feb 5 mar 6 jt", [4, 5, 6]),
        ("okt: 4,5 / nov: 5 / des: 6 (juta)", [4.5, 5, 6]),
        ("Januari = 4 juta, Februari=5,2 juta, Maret=3.750.000", [4, 5.2, 3.75]),
        ("jan 2024 4jt feb 2024 5jt", [4, 5]),
        ("2024: 4jt, 2025: 5jt", [4, 5]),
        ("jan 24: 4jt, feb 24: 5jt", [4, 5]),
        ("1 jan 4jt, 1 feb 5jt", [4, 5]),
        ("1. 4jt 2. 5jt", [4, 5]),
        ("1) 4jt 2) 5jt", [4, 5]),
        ("1. 4jt\n2. 5jt\n3. 3jt", [4, 5, 3]),
        ("1 4jt\n2 5jt", [4, 5]),
        ("1 - 4jt\n2 - 5jt", [4, 5]),
        ("- 4jt\n- 5jt", [4, 5]),
        ("-4jt\n-5jt", [4, 5]),
        ("4jt (mei), 0 (juni)", [4, 0]),
        ("jan ga ada, feb 4jt, mar nihil", [0, 4, 0]),
        ("4.250.000 5.100.000", [4.25, 5.1]),
        ("4.250.000,5.100.000", [4.25, 5.1]),
        ("4250000,5100000", [4.25, 5.1]),
        ("4 500 000 5 000 000", [4.5, 5]),
        ("3 bulan terakhir 4 5 6 jt", [4, 5, 6]),
        ("3 bulan 4 5 6 jt", [4, 5, 6]),
        ("per bulan 4-5 jt", [4, 5]),
        ("4jt 750rb 5jt", [4, 0.75, 5]),
        ("4 juta setengah 5 juta", [4.5, 5]),
        ("4 juta setengah juta", [4, 0.5]),
        ("1jt 500rb 2jt 250rb", [1.5, 2.25]),
    ],
)
def test_months_in_a_row_are_read_in_order(text: str, millions: list[float]) -> None:
    amounts = read_amounts(text)
    assert [amount.value for amount in amounts] == pytest.approx([value * JT for value in millions])
    assert {amount.currency for amount in amounts} == {IDR}


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("$300, 0, $200", [(300, USD), (0, USD), (200, USD)]),
        ("$300 250 400", [(300, USD), (250, USD), (400, USD)]),
        ("300 usd 400 usd", [(300, USD), (400, USD)]),
        ("300 dan 400 usd", [(300, USD), (400, USD)]),
        ("4jt usd 300", [(4 * JT, IDR), (300, USD)]),
        ("$5, 5jt", [(5, USD), (5 * JT, IDR)]),
        ("4jt rp 5jt", [(4 * JT, IDR), (5 * JT, IDR)]),
    ],
)
def test_currencies_may_stand_side_by_side(text: str, amounts: list[tuple[float, str]]) -> None:
    assert read_amounts(text) == tuple(Amount(*amount) for amount in amounts)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5", Amount(5, USD)),
        ("0,25", Amount(0.25, USD)),
        ("999", Amount(999, USD)),
        ("$3000", Amount(3000, USD)),
        ("1.250 usd", Amount(1250, USD)),
        ("rate 25", Amount(25, USD)),
        ("rate 300rb", Amount(300 * RB, IDR)),
        ("10.001", Amount(10_001, IDR)),
        ("0", Amount(0, USD)),
        ("50rb", Amount(50 * RB, IDR)),
        ("Rp 50.000", Amount(50 * RB, IDR)),
        ("150.000", Amount(150 * RB, IDR)),
    ],
)
def test_where_dollars_are_expected_small_bare_numbers_are_dollars(text: str, amount: Amount) -> None:
    assert read_amounts(text, default=USD) == (amount,)


@pytest.mark.parametrize("text", ["1000", "3000", "1.250", "10000", "2000-3000", "0,5 sampai 3000"])
def test_a_bare_number_of_thousands_may_be_dollars_or_rupiah(text: str) -> None:
    assert reason_of(read_amounts, text, default=USD) is Reason.UNIT_MISSING


@pytest.mark.parametrize(
    "rate",
    ["kurs 16rb", "kurs 16.300", "rate 16000", "kurs $1 = 16.000", "(kursnya sekarang 16rb)", "kurs dolar: Rp 16.250"],
)
def test_a_rate_beside_months_is_no_month(rate: str) -> None:
    dollars = tuple(Amount(value, USD) for value in (300, 250, 400))
    assert read_amounts(f"$300 $250 $400 {rate}") == dollars
    assert read_amounts(f"{rate}: $300 $250 $400") == dollars


@pytest.mark.parametrize(
    "text", ["100-200rb 300rb 400rb", "4jt-5jt 6jt", "jan 4jt, feb 5-6jt, mar 7jt", "4 sampai 5 6 jt"]
)
def test_a_range_among_months_is_not_guessed(text: str) -> None:
    assert reason_of(read_amounts, text) is Reason.UNREADABLE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.NOTHING),
        ("abc", Reason.NOTHING),
        ("kurs 16rb", Reason.NOTHING),
        ("4,5 juta setengah", Reason.UNIT_MISSING),
        ("3 bulan", Reason.NOTHING),
        ("5", Reason.UNIT_MISSING),
        ("999", Reason.UNIT_MISSING),
        ("Rp 5", Reason.UNIT_MISSING),
        ("4 juta 500", Reason.UNIT_MISSING),
        ("4 toko dapat 5jt", Reason.UNIT_MISSING),
        ("-5jt", Reason.NEGATIVE),
        ("jan -5jt", Reason.NEGATIVE),
        ("minus 5jt", Reason.NEGATIVE),
        ("rugi 2jt", Reason.NEGATIVE),
        ("$-5", Reason.NEGATIVE),
        ("−5jt", Reason.NEGATIVE),
        ("9" * 30, Reason.TOO_LARGE),
        ("9" * 5000, Reason.TOO_LARGE),
        ("$1.000.000.000", Reason.TOO_LARGE),
        ("1.2.3", Reason.UNREADABLE),
        ("€50", Reason.CURRENCY),
        ("50 euro", Reason.CURRENCY),
        ("S$50", Reason.CURRENCY),
        ("1jt " * (MOST_AMOUNTS + 1), Reason.TOO_MANY),
    ],
)
def test_what_is_no_clear_amount_is_refused_with_its_reason(text: str, reason: Reason) -> None:
    assert reason_of(read_amounts, text) is reason


def test_as_many_amounts_as_allowed_are_read() -> None:
    assert len(read_amounts("1jt " * MOST_AMOUNTS)) == MOST_AMOUNTS


@pytest.mark.parametrize(
    ("text", "default", "low", "high", "currency"),
    [
        ("4-5jt", None, 4 * JT, 5 * JT, IDR),
        ("5jt", None, 5 * JT, 5 * JT, IDR),
        ("5jt sampe 7jt", None, 5 * JT, 7 * JT, IDR),
        ("Rp 4 - 5 jt", None, 4 * JT, 5 * JT, IDR),
        ("Rp 50.000 - 100.000", None, 50 * RB, 100 * RB, IDR),
        ("50-100rb", USD, 50 * RB, 100 * RB, IDR),
        ("1500-2000 rb", None, 1.5 * JT, 2 * JT, IDR),
        ("10-20", USD, 10, 20, USD),
        ("$0.2 - $0.5", None, 0.2, 0.5, USD),
        ("$0,2–0,5", None, 0.2, 0.5, USD),
        ("0,2 sampai 0,5 dolar", None, 0.2, 0.5, USD),
        ("antara 10 dan 20 usd", None, 10, 20, USD),
        ("10 s/d 20 dolar", None, 10, 20, USD),
        ("$1500-2000", None, 1500, 2000, USD),
        ("20-10 usd", None, 10, 20, USD),
        ("0-5 usd", None, 0, 5, USD),
    ],
)
def test_ranges_are_read_with_their_ends_in_order(
    text: str, default: str | None, low: float, high: float, currency: str
) -> None:
    assert read_range(text, default=default) == (Amount(low, currency), Amount(high, currency))


@pytest.mark.parametrize(
    ("text", "reason"),
    [("10-20", Reason.UNIT_MISSING), ("$5 - 50rb", Reason.CURRENCY), ("1jt 2jt 3jt", Reason.TOO_MANY)],
)
def test_what_is_no_range_is_refused(text: str, reason: Reason) -> None:
    assert reason_of(read_range, text) is reason


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("16.300", 16300),
        ("16,300", 16300),
        ("16300", 16300),
        ("16,3rb", 16300),
        ("16.3k", 16300),
        ("Rp 16.250", 16250),
        ("1 usd = 16300", 16300),
        ("$1 = Rp 16.300", 16300),
        ("1 dolar 16.250", 16250),
        ("16300/usd", 16300),
        ("kurs 2025: 16.300", 16300),
        ("enam belas ribu", 16000),
    ],
)
def test_a_rate_is_what_a_dollar_costs(text: str, rate: float) -> None:
    assert read_rate(text) == rate


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.NOTHING),
        ("16,3", Reason.UNIT_MISSING),
        ("0", Reason.IMPLAUSIBLE),
        ("1", Reason.IMPLAUSIBLE),
        ("2000000", Reason.IMPLAUSIBLE),
        ("16.200-16.300", Reason.TOO_MANY),
    ],
)
def test_an_impossible_rate_is_refused(text: str, reason: Reason) -> None:
    assert reason_of(read_rate, text) is reason


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2", 0.02, 0.02),
        ("0,5", 0.005, 0.005),
        *[(said, 0, 0) for said in ("nol", "0", "kosong", "belum ada", "blm ada order", "belum pernah", "ga pernah")],
        *[(said, 0, 0) for said in ("ga ada", "belum ada satu pun", "belum pernah dapet order sama sekali kak")],
        ("100", 1, 1),
        ("2 dari 100", 0.02, 0.02),
        ("1 dari 40", 0.025, 0.025),
        ("satu dari lima puluh", 0.02, 0.02),
        ("5 dari 1.000 klik", 0.005, 0.005),
        ("1/50", 0.02, 0.02),
        ("1:50", 0.02, 0.02),
        ("2,5%", 0.025, 0.025),
        ("1%-3%", 0.01, 0.03),
        ("1-3", 0.01, 0.03),
        ("3-1", 0.01, 0.03),
        ("2 sampai 4", 0.02, 0.04),
        ("2-3 dari 50", 0.04, 0.06),
        ("1 order tiap 30 klik", 1 / 30, 1 / 30),
        ("tiap 30 klik 1 order", 1 / 30, 1 / 30),
        ("1 order tiap 30 sampai 50 klik", 1 / 50, 1 / 30),
        ("100 klik 2 order", 0.02, 0.02),
        ("klik 100, order 2", 0.02, 0.02),
        ("dari 100 klik ada 2", 0.02, 0.02),
    ],
)
def test_orders_become_a_share_of_the_clicks(text: str, low: float, high: float) -> None:
    assert read_orders(text) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("lumayan", Reason.NOTHING),
        ("jarang", Reason.NOTHING),
        ("belum", Reason.NOTHING),
        ("belum sampai 1", Reason.UNREADABLE),
        ("ga nyampe 2", Reason.UNREADABLE),
        ("101", Reason.TOO_LARGE),
        ("5 dari 3", Reason.TOO_LARGE),
        ("3 dari 0", Reason.UNREADABLE),
        ("40 klik", Reason.UNREADABLE),
        ("-2", Reason.NEGATIVE),
        ("1 2 3", Reason.TOO_MANY),
    ],
)
def test_impossible_orders_are_refused(text: str, reason: Reason) -> None:
    assert reason_of(read_orders, text) is reason


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        (4.25 * JT, IDR, "Rp 4,25 juta"),
        (750 * RB, IDR, "Rp 750 ribu"),
        (1.2e9, IDR, "Rp 1,2 miliar"),
        (16250, IDR, "Rp 16.250"),
        (950, IDR, "Rp 950"),
        (0, IDR, "Rp 0"),
        (999_999, IDR, "Rp 1 juta"),
        (-50 * RB, IDR, "-Rp 50 ribu"),
        (320, USD, "$320"),
        (0.25, USD, "$0,25"),
        (0.2, USD, "$0,20"),
        (0.125, USD, "$0,125"),
        (1250, USD, "$1.250"),
        (1250.5, USD, "$1.250,50"),
        (-3.5, USD, "-$3,50"),
        (math.inf, USD, "$∞"),
    ],
)
def test_a_sum_is_worded_short(value: float, currency: str, text: str) -> None:
    assert worded(Amount(value, currency)) == text


@given(st.integers(min_value=1000, max_value=10**8), st.sampled_from([("Rp ", IDR), ("$", USD)]))
def test_dotted_numbers_are_read_back(value: int, written: tuple[str, str]) -> None:
    symbol, currency = written
    dotted = f"{value:,}".replace(",", ".")
    assert read_amounts(f"{symbol}{dotted}") == (Amount(value, currency),)


@given(st.lists(st.integers(min_value=1, max_value=999), min_size=1, max_size=12))
def test_a_unit_at_the_end_counts_for_the_whole_row(millions: list[int]) -> None:
    text = " ".join(f"{value} " for value in millions) + "rb"
    assert [amount.value for amount in read_amounts(text)] == [value * RB for value in millions]


def read_or_refused(read: Callable[[str], T], text: str) -> T | None:
    try:
        return read(text)
    except AmountError:
        return None


@given(ODD, st.sampled_from([None, IDR, USD]))
def test_any_text_is_read_as_sane_amounts_or_refused(text: str, default: str | None) -> None:
    amounts = read_or_refused(lambda text: read_amounts(text, default=default), text)
    assert amounts is None or 1 <= len(amounts) <= MOST_AMOUNTS
    assert all(0 <= amount.value <= 1e12 and amount.currency in (IDR, USD) for amount in amounts or ())
    assert all(worded(amount) for amount in amounts or ())


@given(ODD)
def test_any_text_is_a_plausible_rate_and_share_of_orders_or_refused(text: str) -> None:
    rate, orders = read_or_refused(read_rate, text), read_or_refused(read_orders, text)
    assert rate is None or 1_000 <= rate <= 1_000_000
    assert orders is None or 0 <= orders[0] <= orders[1] <= 1


@pytest.mark.parametrize("text", ["1 " * 5000, "123 " * 5000, "9,9" * 5000, "dua " * 5000, "-" * 9000, "1:" * 9000])
def test_a_huge_text_is_read_to_an_end(text: str) -> None:
    for read in (read_amounts, read_orders, read_rate, read_range):
        assert reason_of(read, text) in Reason

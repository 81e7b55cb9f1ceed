"""What a mask must catch, what must stay readable, and that neither depends on how it is written."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.scrubbing import Scrubber, evened, with_masks, without_masks
from tests.sensitive import emails, links, numbers, people, quoted, shows_anything, told

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


def masks(text: str) -> str:
    return with_masks(evened(text))


@settings(deadline=None)
@given(told(numbers | quoted))
def test_no_digit_of_a_telephone_an_identity_or_an_account_survives(text: str) -> None:
    assert not shows_anything(masks(text))


@settings(deadline=None)
@given(told(emails))
def test_no_part_of_an_email_address_survives(text: str) -> None:
    assert not shows_anything(masks(text))


@settings(deadline=None)
@given(told(links))
def test_no_part_of_a_link_survives(text: str) -> None:
    assert not shows_anything(masks(text))


@settings(deadline=None)
@given(told(people))
def test_no_part_of_a_user_name_survives(text: str) -> None:
    assert not shows_anything(masks(text))


@pytest.mark.parametrize(
    "text",
    [
        "0812.3456.7890",
        "(021) 5551 2345",
        "０８１２ ３４５６ ７８９０",
        "0\u200b8\u200b1\u200b2\u200b3\u200b4\u200b5\u200b6\u200b7\u200b8",
        "0️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣",
        "❶②③⁴₅6789",
        "3273 0123 4567 8901",
        "09.254.294.3-407.000",
        "123.456.789",
        "1.234.567.890",
        "123 456 789 000",
        "123.456,789.000",
        "rp 081234567891",
        "1.000.000.000.000.000",
        "0.812.345.000",
        "2019 2020 2021 2022",
        "0812:3456:7890",
        "0812, 3456, 7890",
        "3201;2345;6789;0001",
        "0812→3456→7890",
        "0812&3456&7890",
        "0812<3456>7890",
        "0812🙂3456🙂7890",
        "08:12:34:56:78:90",
        "1111; 1111; 1111",
        "0812:345, 6",
        "123.456, 789.123",
        "0812 3456 7890, 0813 3456 7890",
        "5.000.000, 3201.2345",
    ],
)
def test_a_number_that_is_no_amount_is_masked(text: str) -> None:
    left = masks(text)
    assert "[angka]" in left
    assert not any(character.isdigit() for character in left)


@pytest.mark.parametrize(
    "text",
    [
        "Rp 10.000.000",
        "10.000.000",
        "10,000,000",
        "5jt",
        "rp1.500.000,00",
        "rp 812.345.678",
        "rp50000000",
        "50000000 rupiah",
        "gaji 1500000",
        "$1,250.00",
        "1.000.000.000.000",
        "5.000.000 - 10.000.000",
        "1.500-2.500 per foto",
        "10.000.000 2 bulan",
        "harga 50.000, 100.000, 150.000",
        "12,5% dari 80%",
        "365 hari, 1080p, 24/7",
        "365 1080p",
        "tahun 2019-2024 dan 2008",
        "17-08-1945, 2024/01/31",
        "17/08/2024 10.30",
        "jam 08.00-17.00",
        "aku bingung.tolong dong",
        "gaji 5jt/bulan.gimana",
        "300dpi 4000x3000",
        "jam 08:30, bukan 08:30:15",
        "08:30 - 17:00, 19:00 - 21:00",
        "17/08/2024, 10:30:15; 18.08.2024 & 2024-08-19",
        "2024-01-31 08:30:15,123",
        "16:9, 4:3, 3:2, 1:1",
        "1920:1080",
        "5jt, 7jt",
        "100, 200, 300",
        "10.000, 20.000",
        "100 → 200 → 300",
        "5.000.000 & 10.000.000",
        "rp 1.250.255, 1.333.415",
        "5000000, 2 bulan",
        "10.000.000; 2 bulan",
        "tahun 2019, 2021, 2024",
        "1, 2, 3, 4, 5, 6, 7, 8, 9",
        "5; 10; 15; 20; 25",
        "0.25, 0.38, 0.75",
        "$15, $25, $50, $100",
        "10%, 15%, 20%, 30%",
    ],
)
def test_amounts_dates_and_small_numbers_stay(text: str) -> None:
    assert masks(text) == text


@settings(deadline=None)
@given(st.integers(1, 10**9 - 1), st.sampled_from(".,"), st.sampled_from(("", "Rp ", "rp", "IDR ")))
def test_round_amounts_up_to_a_trillion_stay(thousands: int, by: str, money: str) -> None:
    amount = f"{thousands * 1000:,}".replace(",", by)
    assert masks(f"mau pinjam {money}{amount} dong") == f"mau pinjam {money}{amount} dong"


@settings(deadline=None)
@given(st.integers(1, 10**13 - 1))
def test_any_amount_with_a_currency_stays(number: int) -> None:
    amount = f"{number:,}".replace(",", ".")
    assert masks(f"mau pinjam rp {amount} dong") == f"mau pinjam rp {amount} dong"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
@example("\ud800\udfff 0812")
@example("\u3164\u1160 \u0660\u0301")
def test_any_text_can_be_evened_and_masked(text: str) -> None:
    even = evened(text)
    even.encode()
    assert even == " ".join(even.split())
    with_masks(even)


@pytest.mark.parametrize("part", ["1, ", "1:2, ", "12:30 ", "1.000, ", "1;", "2019-01-02 ", "1::::::", "1, 2:3 "])
@pytest.mark.parametrize("end", ["", "0812", "zz"])
def test_numbers_without_end_are_masked_as_any_others(part: str, end: str) -> None:
    assert masks(part * 2000 + end).count("[angka]") <= 1


def test_a_token_is_hidden_also_within_an_address() -> None:
    text = f"POST https://api.telegram.org/bot{TOKEN}/sendMessage; token={TOKEN}, /bot1:short/getMe"
    assert Scrubber().hide(text) == (
        "POST https://api.telegram.org/bot[secret]/sendMessage; token=[secret], /bot[secret]/getMe"
    )


@pytest.mark.parametrize("secret", ["Kunci-Rahasia_1", "p@ss/wörd&", "qwertz"])
@pytest.mark.parametrize("around", ["x={}", "{}", "a{}b", "?p={}&q=1"])
def test_a_secret_is_hidden_wherever_it_stands(secret: str, around: str) -> None:
    assert secret not in Scrubber([secret])(around.format(secret))


def test_a_secret_is_hidden_as_addresses_write_it() -> None:
    scrub = Scrubber(["p@ss word"])
    assert "p%40ss" not in scrub("connect to db?pw=p%40ss%20word")
    assert "p@ss" not in Scrubber(["p%40ssword"])("FATAL: p@ssword")


def test_a_short_secret_is_hidden_as_a_word_and_does_not_eat_the_log() -> None:
    assert Scrubber(["bot"])("the bot, not the robot") == "the [secret], not the robot"


def test_a_password_in_an_address_is_hidden() -> None:
    assert Scrubber().hide("postgresql://sari:p@ss@db/bot") == "postgresql://[secret]@db/bot"


def test_a_secret_with_digits_is_not_left_in_halves() -> None:
    assert Scrubber(["12345678:abcdef"])("x 12345678:abcdef y") == "x [secret] y"


def test_without_masks_only_words_are_left() -> None:
    assert without_masks("wa [angka] ke [email] [nama][tautan] ya [baru]") == "wa ke ya [baru]"

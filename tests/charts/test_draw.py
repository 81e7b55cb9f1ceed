"""What a drawn picture keeps to, whatever it shows."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image

from bot.charts.draw import draw, sketch
from bot.charts.look import FRAME, FRAME_COLOUR, WIDTH
from bot.charts.sketch import Box
from bot.charts.specs import Bar, Bars, BreakEven, Line, Series, Spec, Trend
from bot.content.loader import load_library
from tests.bench.pictures import samples
from tests.charts.samples import ARBITRARY, BARS, BREAK_EVEN, EVERYDAY, LONG, TREND, WORD, worded
from tests.conftest import KNOWLEDGE_DIR

SAMPLES = samples(load_library(KNOWLEDGE_DIR))

LIMIT = 200_000
TEXTS = {"long": LONG, "one_word": WORD, "wide": "W" * 300, "short": "a"}


def opened(picture: bytes) -> Image.Image:
    image = Image.open(BytesIO(picture))
    image.load()
    return image


def texts(spec: Spec) -> list[str]:
    return [words.text for words in sketch(spec)[0].words]


def inked(spec: Spec) -> list[tuple[str, Box]]:
    """Each text with the box that its ink fills."""
    made, _ = sketch(spec)
    found = []
    for words in made.words:
        left, top, right, bottom = made.letters.font(words.style).getbbox(words.text, anchor="ls")
        found.append((words.text, (words.x + left, words.base + top, words.x + right, words.base + bottom)))
    return found


def stray(spec: Spec) -> list[str]:
    """Texts that leave the card."""
    bottom = sketch(spec)[1] - FRAME
    return [
        text
        for text, box in inked(spec)
        if box[0] < FRAME or box[1] < FRAME or box[2] > WIDTH - FRAME or box[3] > bottom
    ]


def overlapping(spec: Spec) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes meet."""
    return [
        (text, other_text)
        for (text, one), (other_text, other) in combinations(inked(spec), 2)
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_pictures_are_small_png_files_as_wide_as_a_phone(name: str) -> None:
    picture = draw(SAMPLES[name])
    image = opened(picture)
    assert image.format == "PNG"
    assert image.width == WIDTH
    assert image.height == round(sketch(SAMPLES[name])[1])
    assert len(picture) <= LIMIT


@pytest.mark.parametrize("name", SAMPLES)
def test_the_background_is_opaque_and_framed(name: str) -> None:
    image = opened(draw(SAMPLES[name]))
    assert not image.has_transparency_data
    assert image.convert("RGB").getpixel((2, image.height // 2)) == tuple(bytes.fromhex(FRAME_COLOUR[1:]))


@pytest.mark.parametrize("name", EVERYDAY)
def test_the_same_specification_gives_the_same_bytes(name: str) -> None:
    assert draw(EVERYDAY[name]) == draw(replace(EVERYDAY[name]))


async def test_pictures_drawn_in_several_threads_are_those_drawn_in_one() -> None:
    wanted = [draw(spec) for spec in EVERYDAY.values()] * 3
    drawn = await asyncio.gather(*(asyncio.to_thread(draw, spec) for spec in [*EVERYDAY.values()] * 3))
    assert drawn == wanted


@pytest.mark.parametrize("name", EVERYDAY)
@pytest.mark.parametrize("length", TEXTS)
def test_words_neither_leave_the_card_nor_meet(name: str, length: str) -> None:
    spec = worded(TEXTS[length])[name]
    assert stray(spec) == []
    assert overlapping(spec) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_everyday_words_are_neither_shortened_nor_too_small_to_read(name: str) -> None:
    made, _ = sketch(SAMPLES[name])
    assert stray(SAMPLES[name]) == []
    assert overlapping(SAMPLES[name]) == []
    assert not [words.text for words in made.words if words.text.endswith("…") or words.style.size < 30]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ARBITRARY)
def test_words_of_any_specification_stay_on_the_card_and_apart(spec: Spec) -> None:
    assert stray(spec) == []
    assert overlapping(spec) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ARBITRARY)
def test_any_specification_becomes_a_small_picture(spec: Spec) -> None:
    picture = draw(spec)
    assert opened(picture).width == WIDTH
    assert len(picture) <= LIMIT


def test_a_large_picture_still_keeps_to_the_limit() -> None:
    bars = tuple(Bar(LONG, 50, LONG, strong=index % 2 == 0) for index in range(16))
    assert len(draw(replace(BARS, bars=bars, footer=LONG))) <= LIMIT


@pytest.mark.parametrize(("value", "shown"), [(-5, "0"), (0, "0"), (100, "100"), (4000, "100")])
def test_values_are_shown_within_0_and_100(value: int, shown: str) -> None:
    assert shown in texts(Bars("", "", (Bar("Area", value),), True))
    assert shown in texts(Trend("", "", ("1",), (Series("Area", (value,)),), True))
    assert shown in texts(Bars("", "", (), True, total=value))


def test_a_longer_bar_paints_more_of_its_colour() -> None:
    def painted(value: int) -> int:
        image = opened(draw(Bars("", "", (Bar("", value),), True))).convert("RGB")
        return {colour: count for count, colour in image.getcolors(1 << 24) or []}.get((0x1F, 0x7A, 0x99), 0)

    assert 0 == painted(0) < painted(1) < painted(50) < painted(100)


def test_a_highlighted_bar_looks_another_than_a_plain_one() -> None:
    plain, strong = (Bars("T", "", (Bar("Area", 50, "", strong),), False) for strong in (False, True))
    assert draw(plain) != draw(strong)


def test_many_amounts_show_only_the_telling_ones() -> None:
    points = (3.0, 4.0, 9.0, 4.0, 3.5, 1.0, 4.0, 5.0)
    line = Line("", points, (), None, value_labels=tuple(f"v{point}" for point in points))
    shown = {text for text in texts(Bars("", "", (), True, line=line)) if text.startswith("v")}
    assert shown == {"v3.0", "v9.0", "v1.0", "v5.0"}


def test_the_last_known_value_of_a_series_is_shown() -> None:
    assert "40" in texts(replace(TREND, series=(Series("One", (10, 40, None)),)))


def test_a_series_without_values_shows_a_dash() -> None:
    assert "–" in texts(replace(TREND, series=(Series("One", (None, None)),)))


def test_a_change_is_shown_only_where_there_is_something_to_compare() -> None:
    assert "up" in texts(replace(TREND, series=(Series("One", (10, 40), "up"),)))
    assert "up" not in texts(replace(TREND, series=(Series("One", (None, 40), "up"),)))


def test_both_ends_of_the_dates_stand_under_a_panel() -> None:
    shown = texts(replace(TREND, dates=("first", "between", "last"), series=(Series("One", (1, 2, 3)),)))
    assert "first" in shown
    assert "last" in shown
    assert "between" not in shown


def test_break_even_names_both_places_and_both_grounds() -> None:
    assert {"even", "you", "gain", "loss"} <= set(texts(BREAK_EVEN))


@pytest.mark.parametrize(
    "spec",
    [
        replace(BREAK_EVEN, crossing=(50.0, float("inf"))),
        replace(BREAK_EVEN, own=(1e12, 1e12)),
        replace(BREAK_EVEN, low=(), high=()),
        replace(BREAK_EVEN, low=((5.0, 5.0),), high=((5.0, 5.0),)),
        replace(BREAK_EVEN, low=((0.0, 0.0), (0.0, 0.0)), high=((0.0, 0.0), (0.0, 0.0))),
        replace(BREAK_EVEN, high=((0.0, float("inf")), (100.0, float("nan")))),
    ],
    ids=["endless_span", "far_away", "no_points", "one_point", "all_zero", "infinite_gain"],
)
def test_break_even_can_be_drawn_from_odd_numbers(spec: BreakEven) -> None:
    assert {"even", "you"} <= set(texts(spec))
    assert opened(draw(spec)).width == WIDTH

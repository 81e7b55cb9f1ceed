"""An answer of the operators' may have no details, and names them as its source."""

from __future__ import annotations

from pathlib import Path

from bot.content.loader import load_library
from bot.replies.pages import Pages
from tests.content.test_learned import OWN, SHORT, written


def test_an_answer_without_details_has_no_gap_and_names_its_source(knowledge_dir: Path) -> None:
    written(knowledge_dir, OWN)
    library = load_library(knowledge_dir)
    entry = library.entries["pengelola/waktu-libur"]
    text = Pages(library).answer(entry).html
    assert text == f"<b>Kapan waktu libur yang pas?</b>\n\n{SHORT}\n\n{text.rpartition(chr(10))[2]}"
    assert "Jawaban pengelola" in text.rpartition("\n")[2]
    assert "blockquote" not in text

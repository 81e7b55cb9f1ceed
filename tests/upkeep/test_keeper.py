"""The knowledge is read again, and learns, in every process; on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.chat.knowledge import Knowledge
from bot.content.learned_file import learned_text, read_learned
from bot.content.teaching import with_phrasing
from bot.storage.database import create_tables, in_memory
from bot.storage.owner import Taught
from bot.storage.protocols import StorageLostError
from bot.upkeep.disk import FileChangedError
from bot.upkeep.keeper import Keeper
from tests.upkeep.conftest import AT, ENTRY, Process, asks, asks_no_more, texts_of

Make = Callable[..., Process]


async def begun(*processes: Process) -> None:
    for process in processes:
        await process.keeper.begin()


async def test_a_changed_file_is_used_and_counts_as_a_version(process: Make) -> None:
    one = process()
    await begun(one)
    one.retitle("Burnout yang baru")
    outcome = await one.keeper.reload()
    assert (outcome.problems, outcome.version, outcome.kept) == ((), 1, True)
    assert outcome.library is one.library
    assert one.title == "Burnout yang baru"
    assert not one.file.exists(), "nothing was learned"


async def test_a_broken_file_changes_nothing_and_every_problem_is_told(process: Make) -> None:
    one, other = process(), process()
    await begun(one, other)
    before = one.current.knowledge
    one.retitle("Burnout yang baru")
    one.change("intro:", "intor:")
    one.change("intro:", "intor:", "articles/mitos.yaml")
    outcome = await one.keeper.reload()
    assert {line.split(":")[0] for line in outcome.problems} >= {
        "knowledge/id/articles/burnout.yaml",
        "knowledge/id/articles/mitos.yaml",
    }
    assert one.current.knowledge is before
    assert await one.teachings.taught() == Taught(0, "")
    assert await other.keeper.follow() is None


async def test_what_is_the_same_is_not_built_again(process: Make) -> None:
    one = process()
    before = one.current.knowledge
    assert (await one.keeper.reload()).version == 1
    assert one.current.knowledge is before


async def test_every_process_reads_its_own_files_again(process: Make) -> None:
    one, other = process(), process()
    await begun(one, other)
    one.retitle("Burnout di sini")
    other.retitle("Burnout di sana")
    await one.keeper.reload()
    assert other.title != "Burnout di sana"
    outcome = await other.keeper.follow()
    assert outcome
    assert outcome.version == 1
    assert (one.title, other.title) == ("Burnout di sini", "Burnout di sana")
    assert await other.keeper.follow() is None
    assert await one.keeper.follow() is None, "its own reload is nothing new"


async def test_a_process_with_a_broken_file_goes_on_until_there_is_something_newer(process: Make) -> None:
    one, other = process(), process()
    await begun(one, other)
    before = other.title
    other.change("intro:", "intor:")
    other.retitle("Burnout yang baru")
    await one.keeper.reload()
    outcome = await other.keeper.follow()
    assert outcome
    assert outcome.problems
    assert other.title == before
    assert await other.keeper.follow() is None, "told once a version"
    other.change("intor:", "intro:")
    await one.keeper.reload()
    outcome = await other.keeper.follow()
    assert outcome
    assert not outcome.problems
    assert other.title == "Burnout yang baru"


async def test_what_is_taught_is_used_and_written_at_once_and_everywhere(process: Make) -> None:
    one, other = process(), process()
    await begun(one, other)
    outcome = await one.keeper.teach(asks("kok aku lemes terus ya"))
    assert (outcome.problems, outcome.version, outcome.kept) == ((), 1, True)
    assert one.asked == one.on_disk == {"kok aku lemes terus ya"}
    assert "Rina" in one.file.read_text(encoding="utf-8")
    assert AT in one.file.read_text(encoding="utf-8")
    assert other.asked == set()
    await other.keeper.follow()
    assert other.asked == other.on_disk == {"kok aku lemes terus ya"}
    assert texts_of(await other.keeper.learned()) == {"kok aku lemes terus ya"}


async def test_what_is_taught_twice_changes_nothing_the_second_time(process: Make) -> None:
    one = process()
    first = await one.keeper.teach(asks("kok aku lemes terus ya"))
    before, content = one.current.knowledge, one.file.read_bytes()
    again = await one.keeper.teach(asks("kok aku lemes terus ya"))
    assert (again.problems, again.version, again.kept) == ((), first.version, True)
    assert one.current.knowledge is before
    assert one.file.read_bytes() == content


async def test_what_the_checker_refuses_is_not_taught(process: Make) -> None:
    one = process()
    for text in ("", "x" * 700):
        assert (await one.keeper.teach(asks(text))).problems
    taken = next(phrasing.text for phrasing in one.library.phrasings if phrasing.entry_id == "burnout/istirahat")
    assert (await one.keeper.teach(asks(taken))).problems
    assert await one.teachings.taught() == Taught(0, "")
    assert one.asked == set()
    assert not one.file.exists()


async def test_what_is_taught_in_several_processes_at_once_is_all_kept(process: Make) -> None:
    processes = [process(), process(), process()]
    await begun(*processes)
    words = [f"kok aku lemes terus {word}" for word in ("pagi", "siang", "sore", "malam", "dini", "petang")]
    outcomes = await asyncio.gather(
        *(processes[place % 3].keeper.teach(asks(text)) for place, text in enumerate(words))
    )
    assert [outcome.problems for outcome in outcomes] == [()] * len(words)
    assert len({outcome.version for outcome in outcomes}) == len(words)
    for one in processes:
        await one.keeper.follow()
        assert one.asked == one.on_disk == set(words)


async def test_what_was_learned_survives_a_fresh_disk(process: Make) -> None:
    one = process()
    await one.keeper.teach(asks("kok aku lemes terus ya"))
    fresh = process()
    outcome = await fresh.keeper.begin()
    assert (outcome.problems, outcome.version) == ((), 1), "beginning is no new version"
    assert fresh.asked == fresh.on_disk == {"kok aku lemes terus ya"}


async def test_a_file_that_was_not_written_before_the_end_is_written_at_the_next_beginning(process: Make) -> None:
    one = process()
    await one.keeper.teach(asks("kok aku lemes terus ya"))

    taught = await one.teachings.taught()
    more = asks("kok aku lemes lagi")(read_learned(taught.learned)).model_copy(update={"version": 2})
    assert await one.teachings.teach(learned_text(more), taught.version) == 2
    again = process(folder=one.folder)
    assert again.on_disk == {"kok aku lemes terus ya"}
    await again.keeper.begin()
    assert again.asked == again.on_disk == {"kok aku lemes terus ya", "kok aku lemes lagi"}


async def test_a_file_that_nobody_can_read_keeps_no_process_from_following(process: Make) -> None:
    one, other = process(), process()
    await begun(one, other)
    other.file.write_bytes(b"\xff\xfe\x00")
    await one.keeper.teach(asks("kok aku lemes terus ya"))
    outcome = await other.keeper.follow()
    assert outcome
    assert (outcome.problems, outcome.kept) == ((), False)
    assert other.asked == one.asked
    assert "UTF-8" in (await other.keeper.reload()).problems[0]


async def test_what_was_added_to_the_file_by_hand_is_used_everywhere_after_a_reload(process: Make) -> None:
    one, other = process(), process()
    await one.keeper.teach(asks("kok aku lemes terus ya"))
    await other.keeper.begin()
    one.change("lemes terus ya", "lemes melulu sih", "learned.yaml")
    outcome = await one.keeper.reload()
    assert (outcome.problems, outcome.kept) == ((), True)
    await other.keeper.follow()
    assert one.asked == one.on_disk == other.asked == other.on_disk == {"kok aku lemes melulu sih"}


async def test_what_was_deleted_from_the_file_by_hand_is_gone_everywhere(process: Make) -> None:
    one, other = process(), process()
    await one.keeper.teach(asks("kok aku lemes terus ya"))
    await one.keeper.teach(asks("kok aku lemes lagi"))
    await other.keeper.begin()
    text = one.file.read_text(encoding="utf-8")
    block = text[text.index("  - entry:") : text.index("  - entry:", text.index("  - entry:") + 1)]
    one.change(block, "", "learned.yaml")
    await one.keeper.reload()
    await other.keeper.follow()
    assert one.asked == other.asked == one.on_disk == other.on_disk == {"kok aku lemes lagi"}


async def test_what_an_operator_took_back_does_not_return_from_an_old_disk(process: Make) -> None:
    one, other = process(), process()
    await one.keeper.teach(asks("kok aku lemes terus ya"))
    await other.keeper.begin()
    assert other.on_disk
    await one.keeper.teach(asks_no_more("kok aku lemes terus ya"))
    again = process(folder=other.folder)
    await again.keeper.begin()
    assert again.asked == again.on_disk == one.asked == set()


async def test_an_edit_of_an_older_file_loses_nothing_that_was_taught_meanwhile(process: Make) -> None:
    one, other = process(), process()
    await one.keeper.teach(asks("kok aku lemes terus ya"))
    await other.keeper.begin()
    other.change("lemes terus ya", "lemes melulu sih", "learned.yaml")
    await one.keeper.teach(asks("kok aku lemes lagi"))
    outcome = await other.keeper.follow()
    assert outcome
    assert outcome.kept is False, "nobody's edit is written over"
    assert other.on_disk == {"kok aku lemes melulu sih"}
    await other.keeper.reload()
    assert other.asked == other.on_disk == {"kok aku lemes terus ya", "kok aku lemes lagi", "kok aku lemes melulu sih"}


async def test_an_edit_in_the_very_moment_of_writing_is_taken_with_it(
    process: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = process()
    await one.keeper.teach(asks("kok aku lemes terus ya"))
    write = one.keeper._file.write

    def edited(*given: object) -> bool:
        monkeypatch.setattr(one.keeper._file, "write", write)
        one.change("lemes terus ya", "lemes melulu sih", "learned.yaml")
        return write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(one.keeper._file, "write", edited)
    outcome = await one.keeper.teach(asks("kok aku lemes lagi"))
    assert outcome.kept
    assert one.asked == one.on_disk >= {"kok aku lemes lagi", "kok aku lemes melulu sih"}


async def test_a_broken_learned_file_refuses_a_reload_but_no_lesson(process: Make) -> None:
    one = process()
    await one.keeper.teach(asks("kok aku lemes terus ya"))
    one.change("phrasings:", "phrasing:", "learned.yaml")
    content = one.file.read_bytes()
    assert "learned.yaml" in (await one.keeper.reload()).problems[0]
    outcome = await one.keeper.teach(asks("kok aku lemes lagi"))
    assert (outcome.problems, outcome.kept) == ((), False)
    assert "learned.yaml" in outcome.warnings[0]
    assert one.asked == {"kok aku lemes terus ya", "kok aku lemes lagi"}
    assert one.file.read_bytes() == content, "the owner mends it"


async def test_a_disk_that_cannot_be_written_is_told_once_and_the_database_has_it(
    process: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("bot.upkeep.disk.LearnedFile._replace", refuses)
    one = process()
    with capture_logs() as logs:
        assert (await one.keeper.teach(asks("kok aku lemes terus ya"))).kept is False
        assert (await one.keeper.teach(asks("kok aku lemes lagi"))).kept is False
    assert [entry["event"] for entry in logs if entry["log_level"] == "warning"] == [
        "learned.yaml cannot be written, it is kept in the database alone"
    ]
    assert len(one.asked) == 2
    again = process(folder=one.folder)
    await again.keeper.begin()
    assert again.asked == one.asked


async def test_what_may_not_write_leaves_the_disk_alone(process: Make) -> None:
    one = process(writes=False)
    assert (await one.keeper.teach(asks("kok aku lemes terus ya"))).kept is False
    assert one.asked == {"kok aku lemes terus ya"}
    assert not one.file.exists()


async def test_a_file_that_came_with_the_knowledge_is_kept_in_the_database(process: Make) -> None:
    one = process()
    await one.keeper.teach(asks("kok aku lemes terus ya"))
    elsewhere = in_memory()
    await create_tables(elsewhere)
    moved = Process(one.folder, one.current.knowledge, elsewhere)
    await moved.keeper.begin()
    assert texts_of(await moved.keeper.learned()) == {"kok aku lemes terus ya"}
    await elsewhere.close()


async def test_learned_things_that_fit_the_articles_no_more_keep_no_process_from_starting(process: Make) -> None:
    one = process()
    await one.keeper.teach(asks("kok aku lemes terus ya"))
    fresh = process()
    fresh.change("  apa-itu:", "  apa-saja:")
    fresh.change("  apa-itu:", "  apa-saja:", "questions/burnout.yaml")
    for path in (fresh.folder / "id").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(ENTRY, "burnout/apa-saja"), encoding="utf-8")
    outcome = await fresh.keeper.begin()
    assert any("learned.yaml" in line for line in outcome.problems)
    assert fresh.asked == set()
    assert await fresh.keeper.follow() is None, "told once"


async def test_where_nothing_was_learned_a_beginning_reads_nothing(
    process: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reads(*_: object, **__: object) -> None:
        pytest.fail("the files were read")

    monkeypatch.setattr("bot.upkeep.building.inspect_knowledge", reads)
    one = process()
    assert (await one.keeper.begin()).problems == ()


async def test_a_lost_database_is_raised_and_nothing_changes(process: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    one = process()
    before = one.current.knowledge
    one.retitle("Burnout yang baru")

    async def lost(*_: object) -> int:
        raise StorageLostError("away")

    monkeypatch.setattr(one.teachings, "teach", lost)
    with pytest.raises(StorageLostError):
        await one.keeper.reload()
    assert one.current.knowledge is before


def test_a_file_is_replaced_as_one_and_nothing_is_left_beside_it(process: Make, knowledge: Knowledge) -> None:
    one = process()
    found = one.keeper._file.read()
    learned = asks("kok aku lemes terus ya")(read_learned(""))
    one.file.write_text("somebody was quicker", encoding="utf-8")
    with pytest.raises(FileChangedError):
        one.keeper._file.write(learned, found)
    assert one.file.read_text(encoding="utf-8") == "somebody was quicker"
    assert one.keeper._file.write(learned, one.keeper._file.read())
    beside = {path.name for path in Path(one.file.parent).iterdir() if path.name.startswith(".")}
    assert beside == set()


async def test_a_lesson_that_breaks_another_question_is_warned_of(process: Make) -> None:
    one = process()
    one.keeper = Keeper(one.current, one.teachings, one.folder)
    entry = "promote-gig/efektif-atau-tidak"
    outcome = await one.keeper.teach(lambda now: with_phrasing(now, entry, "CPC, fiverr", "Rina", AT))
    assert outcome.problems == ()
    assert any('the question "CPC fiverr"' in line for line in outcome.warnings)
    assert one.asked


async def test_what_was_replaced_is_let_go_of_however_often_it_is(
    process: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, forgotten = process(), []
    monkeypatch.setattr("bot.upkeep.keeper.forget_unused", lambda: forgotten.append(one.title))
    monkeypatch.setattr("bot.upkeep.keeper._QUIET_AFTER", 0.0)
    for title in ("Satu", "Dua", "Tiga"):
        one.retitle(title)
        await one.keeper.reload()
    while not forgotten or forgotten[-1] != "Tiga":
        await asyncio.sleep(0)
    monkeypatch.setattr("bot.upkeep.keeper._QUIET_AFTER", 3600.0)
    for title in ("Empat", "Lima"):
        one.retitle(title)
        await one.keeper.reload()
    assert one.keeper._forgetting, "it is only put off until the first of them is over"
    one.keeper._forget()
    assert forgotten[-1] == "Lima"
    assert one.keeper._forgetting, "and what was replaced since then has its own time"

"""/belum with the real knowledge: what operators make of questions is checked, used at once, and answers people."""

from __future__ import annotations

from pathlib import Path

from bot.chat.knowledge import Knowledge
from bot.content.learned_file import read_learned
from bot.playground.opening import on_desk
from bot.playground.world import World
from bot.storage.database import in_memory
from tests.talk import Talk


async def test_what_was_missing_is_answered_at_once_and_can_be_read_in_the_file(
    knowledge: Knowledge, knowledge_dir: Path
) -> None:
    world, database = World(), in_memory()
    rina, sari = world.person("Rina"), world.person("Sari")
    async with on_desk(knowledge, database, world, operators={rina.id}, folder=knowledge_dir) as (desk, request):
        operator, asker = Talk(desk, request, rina), Talk(desk, request, sari)
        for question in ("resep rendang dong", "resep rendang dong?"):
            assert "belum tahu" in await asker.say(question)
        await operator.say("/belum")
        await operator.press("1.")
        await operator.press("Tulis jawaban")
        await operator.say("Resep rendang\nDimasak lama dengan santan dan bumbu sampai kering.\n- pakai api kecil")
        await operator.press("Dari aku sendiri")
        assert "Sudah tayang" in operator.text
        assert "Dimasak lama dengan santan" in await asker.say("resep rendang dong")
        assert "Sumber: Jawaban pengelola" in asker.text
        assert "Jawaban pengelola" in str(await asker.say("/topik")) + str(asker.labels)

        taught = read_learned((knowledge_dir / "id/learned.yaml").read_text(encoding="utf-8"))
        assert [(answer.title, answer.by, answer.draft) for answer in taught.answers] == [
            ("Resep rendang", "Rina", False)
        ]
        assert operator.errors == []
        assert asker.errors == []
    await database.close()


async def test_a_question_that_stands_elsewhere_is_refused_with_its_place(
    knowledge: Knowledge, knowledge_dir: Path
) -> None:
    world, database = World(), in_memory()
    rina, sari = world.person("Rina"), world.person("Sari")
    phrasing = next(one for one in knowledge.library.phrasings if one.entry_id == "burnout/apa-itu")
    async with on_desk(knowledge, database, world, operators={rina.id}, folder=knowledge_dir) as (desk, request):
        operator, asker = Talk(desk, request, rina), Talk(desk, request, sari)
        await asker.say(phrasing.text)
        await asker.press("Kurang pas")
        await asker.press("Bukan itu")
        await operator.say("/belum")
        await operator.press("1.")
        await operator.press(operator.labels[0])
        assert f"questions/burnout.yaml:{phrasing.line}" in operator.text
        assert not (knowledge_dir / "id/learned.yaml").exists()
        assert phrasing.text.casefold()[:20] in (await operator.say("/belum")).casefold()
    await database.close()

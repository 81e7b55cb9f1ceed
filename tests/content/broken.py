"""One change that breaks a checklist of the real knowledge, and what must be told of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.content.loader import inspect_knowledge


@dataclass(frozen=True)
class Broken:
    """After `anchor` (in the file as it is written by people, so no line number), `old` becomes `new`.

    The fault stands on the line of `at`, sought from the anchor on, or else where the change was made.
    """

    name: str
    anchor: str
    old: str
    new: str
    message: str
    at: str = ""

    def told(self, knowledge_dir: Path) -> list[str]:
        """Break the file: what the check then says about this at the right place; all that it says must be one line."""
        path = knowledge_dir / "id" / "checklists" / f"{self.name}.yaml"
        text = path.read_text(encoding="utf-8")
        anchored = text.index(self.anchor)
        start = text.index(self.old, anchored)
        text = text[:start] + self.new + text[start + len(self.old) :]
        path.write_text(text, encoding="utf-8")
        place = text.index(self.at, anchored) if self.at else start
        while text[place] == "\n":
            place += 1
        where = f"knowledge/id/checklists/{self.name}.yaml:{text[:place].count(chr(10)) + 1}: "
        found = [str(problem) for problem in inspect_knowledge(knowledge_dir)[1]]
        told = [line for line in found if line.startswith(where + self.message)]
        assert len(told) == 1, f"expected at {where}\n" + "\n".join(found)
        return [line for line in found if line not in told]

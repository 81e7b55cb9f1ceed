"""Every exception that the bot raises on purpose.

KawanError
├── KnowledgeError   the YAML files hold problems (all of them, each with its cure)
└── StartupError     the bot cannot start: a setting, the token, the Bot API
    └── UsageError   the command line or the environment is wrong (exit code 2)
"""

from __future__ import annotations

from collections.abc import Sequence


class KawanError(Exception):
    """Any fault that the bot can explain in one plain sentence."""

    exit_code = 1


class KnowledgeError(KawanError):
    """The knowledge base cannot be used; `problems` holds one printable line for each fault."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"The knowledge base cannot be used; problems: {len(self.problems)} (listed above).")


class StartupError(KawanError):
    """The bot cannot start; the message says what happened and how to mend it."""


class UsageError(StartupError):
    """A setting or an argument is wrong."""

    exit_code = 2

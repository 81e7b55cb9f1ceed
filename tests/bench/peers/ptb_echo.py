"""`python -m tests.bench.peers.ptb_echo [CONCURRENT]`: an echo bot in python-telegram-bot.

Without a number it is PTB as it comes: one update after the other.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, MessageHandler, filters

_PTB_POOL = 256  # connections that PTB opens at most where nothing else is said


async def echo(update: Update, context: Any) -> None:
    """Say what was said."""
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


def main() -> None:
    """Poll until the process is told to stop."""
    logging.basicConfig(level=logging.WARNING)
    builder = ApplicationBuilder().token(os.environ["TELEGRAM_BOT_TOKEN"])
    builder = builder.base_url(f"{os.environ['TELEGRAM_API_URL']}/bot")
    if len(sys.argv) > 1:
        at_once = int(sys.argv[1])
        builder = builder.concurrent_updates(at_once).connection_pool_size(max(at_once, _PTB_POOL))
    app = builder.build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.run_polling()


if __name__ == "__main__":
    main()

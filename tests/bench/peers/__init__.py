"""Echo bots to measure against, each a program of its own; TELEGRAM_BOT_TOKEN and TELEGRAM_API_URL tell them where."""

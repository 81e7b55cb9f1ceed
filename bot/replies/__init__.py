"""How does it read? A result of search or content -> a Reply: HTML and buttons, within Telegram's limits."""

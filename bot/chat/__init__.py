"""How do people talk to it? Telegram updates in, replies out; one module a way of talking."""

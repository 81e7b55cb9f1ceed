"""Telegram on a desk: the same bot over an in-memory Telegram, without a token."""

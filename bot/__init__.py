"""Kawan Freelance: a Telegram bot that answers freelancers' and microstock contributors' questions."""

__version__ = "0.1.0"

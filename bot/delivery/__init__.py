"""How do updates arrive? Polling, the webhook, the way to the Bot API, order, once-only, and alarms that ring."""

"""What does the bot look like? The playground's page in a browser: its server, its live events, its author's panel."""

"""How does the knowledge change while the bot runs? Reloading, learning, one version in all processes."""

"""How do updates arrive? Long polling of a Bot API server, from a clean start to a clean stop."""

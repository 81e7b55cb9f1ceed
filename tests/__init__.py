"""Tests, mirroring the rooms of bot/."""

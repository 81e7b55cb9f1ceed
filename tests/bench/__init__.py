"""Measurements: run by hand with the `bench` extra installed, never by the tests."""

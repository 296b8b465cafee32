"""Marking and translating words; languages."""

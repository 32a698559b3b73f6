"""Technique without nouns: knows no slice, has no tables."""

"""Stored files: limits, types, hashes, scoped download."""

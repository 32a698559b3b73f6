"""Imports as stored plans: read, check, review, commit, undo."""

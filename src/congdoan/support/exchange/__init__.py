"""Imports as stored plans: read, plan, review, commit, result file, undo."""

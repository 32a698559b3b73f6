"""Scopes of tokens: they narrow what a person may do, and never widen it."""

READ, WRITE = "imports.read", "imports.write"
PACKAGES = "edxml.exchange"

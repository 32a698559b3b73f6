"""Drafts, their owners, what may be written into them."""

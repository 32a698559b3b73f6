"""Coordination agreements: text, parties, signing, obligations, reviews."""

"""Transactional outbox and per-person channels."""

"""Organisations, their dated tree, events and lineage."""

"""The block model of official documents and what can be said of it without an engine."""

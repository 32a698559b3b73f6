"""A draft as an official document."""

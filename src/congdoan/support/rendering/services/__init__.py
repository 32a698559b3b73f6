"""The engines: one document in, one file out."""

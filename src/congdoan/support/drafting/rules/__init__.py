"""A draft's blocks as values: read, numbered, moved, filled, pasted."""

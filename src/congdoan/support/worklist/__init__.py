"""One list of work: who, what, due, why, from where."""

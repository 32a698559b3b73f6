"""The programming interface: what programs may do for a person, by a token of that person."""

"""Targets of growth, handed down the tree and tracked as the year goes."""

"""Soạn thảo văn bản: a text made of typed blocks, written by several, kept in versions."""

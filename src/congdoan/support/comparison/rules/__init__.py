"""Comparing words and lines: plain functions on values."""

"""Employees of units and employers, and how many of them are members."""

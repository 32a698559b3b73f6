"""Capabilities, roles from offices, grants, reach, delegation."""

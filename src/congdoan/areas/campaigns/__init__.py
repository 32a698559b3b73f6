"""Campaigns: founding a union at an employer, or winning members where there is one."""

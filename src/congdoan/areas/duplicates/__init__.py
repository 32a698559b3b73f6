"""Duplicates: two records of one person found, decided on by people, merged, parted again."""

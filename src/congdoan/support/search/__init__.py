"""Whole-desk search without diacritics, only what the actor may see."""

"""Packets, slots, signatures; mandate checked at signing."""

"""Numbers of registers, without gaps."""

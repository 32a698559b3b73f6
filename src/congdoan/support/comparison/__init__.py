"""Two texts compared, line by line and word by word."""

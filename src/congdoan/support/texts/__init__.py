"""What is written in a file: read by page, in the background, and found again."""

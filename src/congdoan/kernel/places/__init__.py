"""Administrative units before and after 1 July 2025, with links."""

"""A person once; offices held over time."""

"""Votes and elections: open, secret on paper and on the phone, counted by rules of the day."""

"""Who belongs to which union, when; and how many, under any organisation on any day."""

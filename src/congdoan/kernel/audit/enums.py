#: The verb of a look at something sensitive.
SEEN = "seen"

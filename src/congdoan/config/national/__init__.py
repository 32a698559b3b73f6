"""
The country at its real size, for measuring and for trying out what only size shows.

Deterministic: the same scale gives the same rows. Facts: provinces, districts, communes and what
became of them (``kernel.places``). Invented: which unions there are, their names, members, events.
The rows are those the services would write (tests compare), loaded by COPY.
"""

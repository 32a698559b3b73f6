"""What keeps the program from starting, said in one Vietnamese line."""

import sys


class CannotStart(Exception):
    """The text of the exception is the whole line shown to the person at the keyboard."""


def say(line: str) -> None:
    print(line, flush=True)


def complain(fault: CannotStart) -> int:
    """Print the line on the error stream and return the exit status."""
    print(f"congdoan: {fault}", file=sys.stderr, flush=True)
    return 1

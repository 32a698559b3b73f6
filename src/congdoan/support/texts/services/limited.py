"""
Run a program within limits: ``python -m … MEMORY_MB CPU_SECONDS PROGRAM ARGUMENTS…``.

A file made to choke its reader costs one page, not the worker. Knows nothing of Django.
"""

import os
import resource
import sys


def main(memory: int, seconds: int, command: list[str]) -> None:
    size = memory * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    os.execvp(command[0], command)  # noqa: S606 - no shell: the caller names the program


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])

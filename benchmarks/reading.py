"""
Somebody who reads: asks for pages one after the other until told to stop, then says how long each
took (milliseconds, one JSON list). A process of its own, so that the measured one does not slow it.
"""

import json
import select
import sys
import time

from benchmarks.stage import Client


def main(port: int, user_name: str, paths: list[str]) -> None:
    client = Client(port)
    client.sign_in(user_name)
    for path in paths * 3:
        client.get(path)
    print("ready", flush=True)
    taken = []
    while not select.select([sys.stdin], [], [], 0)[0]:
        for path in paths:
            begun = time.perf_counter()
            status, _page = client.get(path)
            if status != 200:
                message = f"{path} trả lời {status}"
                raise RuntimeError(message)
            taken.append((time.perf_counter() - begun) * 1000)
    print(json.dumps(taken), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])

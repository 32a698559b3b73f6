"""Pages, asked for by one client over one connection."""

from collections.abc import Iterator

from benchmarks.harness import Figure, figure, made, median_ms, side_by_side_ms
from benchmarks.stage import BRANCH, NATION, PASSWORD, Client, Stage

LIST = "/to-chuc/"
COVERAGE = "/phoi-hop/do-phu/"
TURNS = 100


def against_plain(client: Client, plain: Client, path: str) -> tuple[float, float]:
    """Return the medians of a page and of the plain page, asked for in turns."""
    return side_by_side_ms(lambda: client.get(path), lambda: plain.get("/plain/"), TURNS)


@figure
def sign_in(stage: Stage) -> Iterator[Figure]:
    """Sign-in page, password, first page; floor: checking the password's hash alone."""
    port = stage.web  # first: it says which settings Django reads
    from django.contrib.auth.hashers import check_password, make_password

    hashed = make_password(PASSWORD)
    floor = median_ms(lambda: check_password(PASSWORD, hashed), 10)
    took = median_ms(lambda: Client(port).sign_in("mot-tinh"), 15)
    yield made("sign_in", took, "ms", 15, floor=floor)


@figure
def list_page_vs_plain_page(stage: Stage) -> Iterator[Figure]:
    """First page of the organisations of a branch, whole; floor: the plain page."""
    plain = stage.client()
    for user_name, size in (("mot-tinh", BRANCH), ("ca-nuoc", NATION)):
        client = stage.client(user_name)
        status, text = client.get(LIST)
        rows = text.count("<tr") - text.count("<thead")
        if status != 200 or rows < 40:
            message = f"{LIST} trả lời {status} với {rows} dòng"
            raise RuntimeError(message)
        took, floor = against_plain(client, plain, LIST)
        yield made(f"list_page_vs_plain_page_{size}", took, "ms", TURNS, floor=floor)


@figure
def coverage_page(stage: Stage) -> Iterator[Figure]:
    """Coverage of a branch and of the country, figures counted before; floor: the plain page."""
    plain = stage.client()
    for user_name, size in (("mot-tinh", BRANCH), ("ca-nuoc", NATION)):
        client = stage.client(user_name)
        status, text = client.get(COVERAGE)
        if status != 200 or "tile-map" not in text:
            message = f"{COVERAGE} trả lời {status}"
            raise RuntimeError(message)
        took, floor = against_plain(client, plain, COVERAGE)
        yield made(f"coverage_page_{size}", took, "ms", TURNS, floor=floor)

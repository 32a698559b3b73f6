"""A real browser against the real pages (``live_server``)."""

from collections.abc import Generator, Iterator
from contextlib import suppress
import os
from pathlib import Path
import re
from typing import Any

import pytest

from congdoan.config import environment as env
from tests.journeys.world import demo_base, demo_whole  # noqa: F401 - fixtures

CHROMIUM = Path(os.environ.get("CONGDOAN_CHROMIUM", "/usr/bin/chromium"))
LAUNCH = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
DESK = {"width": 1366, "height": 768}
SEEN = env.PROJECT / "var" / "journeys"
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Keep what every browser of a failed journey showed, in ``var/journeys``."""
    report = yield
    if report.when == "call" and report.failed:
        for n, page in list(enumerate(getattr(item, "open_pages", [])))[-3:]:
            with suppress(Exception):  # a picture is help, its failure no news
                SEEN.mkdir(parents=True, exist_ok=True)
                report.sections.append((f"browser {n}", page.url))
                page.screenshot(path=str(SEEN / f"{item.name}-{n}.png"), full_page=True)
    return report


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail(f"Không có Chromium ở {CHROMIUM}")
        pytest.skip(f"Không có Chromium ở {CHROMIUM}: apt install chromium")
    # Playwright's loop runs in this thread; the ORM would refuse to work beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=LAUNCH)
        yield browser
        browser.close()


@pytest.fixture
def open_page(request: Any, chromium: Any, live_server: Any) -> Iterator[Any]:
    """Give ``open_page(width=…, javascript=…)``: a page of a fresh browser profile (one person)."""
    contexts = []
    faults: list[str] = []
    request.node.open_pages = pages = []

    def make(viewport: dict[str, int] = DESK, *, javascript: bool = True) -> Any:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=viewport,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(8_000)
        context.set_default_navigation_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        pages.append(page)
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: _note(said, faults))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not faults, "Trình duyệt báo lỗi:\n" + "\n".join(faults)


@pytest.fixture
def page(open_page: Any) -> Any:
    return open_page()


@pytest.fixture
def phone(open_page: Any) -> Any:
    return open_page(PHONE)


def _note(said: Any, faults: list[str]) -> None:
    """Count what the browser itself complains of: refused by CSP, missing files, script faults."""
    expected = re.search(r"status of (403|404|409|413|422)", said.text)
    # A journey that breaks the line on purpose.
    cut = "ERR_FAILED" in said.text and "/tep/tai-len/" in said.location.get("url", "")
    expected = expected or cut
    if said.type == "error" and not expected:
        faults.append(f"{said.location.get('url', '')}: {said.text}")

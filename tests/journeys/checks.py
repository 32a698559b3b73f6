"""What a journey asks of each page it reaches."""

import os
from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
# Only faults are told in full: describing what is right takes five times as long as looking.
AXE_RUN = """async ([part, tags]) => {
  const options = {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']};
  return (await axe.run(part || document, options)).violations;
}"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_accessible(page: Any, *, within: str = "") -> None:
    """Run axe-core (WCAG 2.2 AA) on the page, or on the part ``within``; name every fault."""
    # A page that is still arriving has no root element to look at.
    page.wait_for_load_state("load")
    # Through the debugger's door, since the page's own policy refuses foreign scripts.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate(AXE_RUN, [within, TAGS])
    faults = [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n"
        + "\n".join(f"    {node['html'][:160]}" for node in fault["nodes"][:5])
        for fault in violations
    ]
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def assert_fits_its_width(page: Any) -> None:
    """No sideways scrolling (tables scroll in their own frame)."""
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert over <= 0, f"{page.url} rộng hơn màn hình {over}px"


def picture(page: Any, name: str) -> None:
    """Keep a screenshot when they are asked for (``make screenshots``)."""
    folder = os.environ.get("CONGDOAN_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=False)

from pathlib import Path
import re

from django.contrib.staticfiles import finders

SOURCE = Path(__file__).resolve().parents[2]
IN_TEMPLATES = re.compile(r"""{% icon ["']([\w-]+)["']""")
IN_CODE = re.compile(r"""icon(?:_name)?=["']([\w-]+)["']""")


def test_every_icon_that_is_named_is_in_the_sprite():
    """A missing name draws nothing and nobody notices."""
    sprite = Path(finders.find("ui/icons.svg")).read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    named = set()
    for path in SOURCE.rglob("*.html"):
        named.update(IN_TEMPLATES.findall(path.read_text(encoding="utf-8")))
    for path in SOURCE.rglob("*.py"):
        if "tests" not in path.parts:
            named.update(IN_CODE.findall(path.read_text(encoding="utf-8")))
    assert named
    assert named <= known, "tools/icons.txt, then tools/vendor"

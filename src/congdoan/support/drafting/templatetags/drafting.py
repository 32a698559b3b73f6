"""How the words of a block are shown to who reads them."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from congdoan.support.drafting.rules.inline import runs_of
from congdoan.support.rendering.api import Run

register = template.Library()


@register.filter
def styled(text: str) -> SafeString:
    """Draw the words of a block with their bold and italic, its lines one under the other."""
    lines = [[(_run(run),) for run in runs_of(line)] for line in text.split("\n")]
    drawn = [(format_html_join("", "{}", line),) for line in lines]
    return format_html_join(SafeString("<br>"), "{}", drawn)


def _run(run: Run) -> SafeString:
    made = format_html("<em>{}</em>", run.text) if run.italic else format_html("{}", run.text)
    return format_html("<strong>{}</strong>", made) if run.bold else made

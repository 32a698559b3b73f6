"""A line of text before it is a clause: from a template, a paste or a copy."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NewLine:
    level: str
    heading: str = ""
    text: str = ""
    content_code: str = ""
    bearer: str = ""
    cadence: str = ""
    indicator: str = ""
    target: str = ""
    #: Side whose (only) party leads, for templates: "A", "B" or empty.
    lead_side: str = ""

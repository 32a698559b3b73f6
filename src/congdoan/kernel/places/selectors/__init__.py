"""Administrative units are public facts: these selectors take no actor and filter nothing."""

from congdoan.kernel.places.selectors.change import (
    Candidate,
    candidates,
    links_from,
    links_to,
    predecessors,
    successors,
)
from congdoan.kernel.places.selectors.counts import PlaceCounts, counts_on, place_counts
from congdoan.kernel.places.selectors.finding import find_ended_units, find_units
from congdoan.kernel.places.selectors.units import (
    children_on,
    codes_below,
    full_name,
    full_names,
    parents_on,
    unit_near,
    unit_on,
    units_by_code,
    units_on,
)

__all__ = [
    "Candidate",
    "PlaceCounts",
    "candidates",
    "children_on",
    "codes_below",
    "counts_on",
    "find_ended_units",
    "find_units",
    "full_name",
    "full_names",
    "links_from",
    "links_to",
    "parents_on",
    "place_counts",
    "predecessors",
    "successors",
    "unit_near",
    "unit_on",
    "units_by_code",
    "units_on",
]

"""The front door of workforce."""

from congdoan.areas.workforce.policies import RECORD
from congdoan.areas.workforce.rules import Density, percent_of
from congdoan.areas.workforce.selectors.density import (
    Unit,
    unscoped_densities,
    unscoped_density,
    unscoped_listed,
)
from congdoan.areas.workforce.selectors.numbers import Stated, unscoped_numbers
from congdoan.areas.workforce.services.stating import (
    CountData,
    correct_employees,
    state_employees,
)

__all__ = [
    "RECORD",
    "CountData",
    "Density",
    "Stated",
    "Unit",
    "correct_employees",
    "percent_of",
    "state_employees",
    "unscoped_densities",
    "unscoped_density",
    "unscoped_listed",
    "unscoped_numbers",
]

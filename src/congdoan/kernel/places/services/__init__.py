from congdoan.kernel.places.services.loading import Loaded, load_places
from congdoan.kernel.places.services.reading import (
    DATA,
    FaultyData,
    LinkFacts,
    PlaceData,
    UnitFacts,
    read_place_data,
)

__all__ = [
    "DATA",
    "FaultyData",
    "LinkFacts",
    "Loaded",
    "PlaceData",
    "UnitFacts",
    "load_places",
    "read_place_data",
]

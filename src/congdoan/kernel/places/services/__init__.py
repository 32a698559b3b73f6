from congdoan.kernel.places.services.loading import Loaded, load_places
from congdoan.kernel.places.services.reading import DATA, FaultyData, PlaceData, read_place_data

__all__ = ["DATA", "FaultyData", "Loaded", "PlaceData", "load_places", "read_place_data"]

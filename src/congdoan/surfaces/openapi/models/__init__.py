from congdoan.surfaces.openapi.models.taken_request import TakenRequest

__all__ = ["TakenRequest"]

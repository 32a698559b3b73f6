from congdoan.surfaces.openapi.views.addresses import urlpatterns

__all__ = ["urlpatterns"]

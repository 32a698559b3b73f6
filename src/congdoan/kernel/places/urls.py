from django.urls import path

from congdoan.kernel.places import views

app_name = "places"
urlpatterns = [
    path("", views.index, name="index"),
    path("dia-chi-cu/", views.old_address, name="old_address"),
    path("<str:code>/", views.unit, name="unit"),
]

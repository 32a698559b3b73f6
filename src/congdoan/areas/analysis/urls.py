from django.urls import path

from congdoan.areas.analysis import views

app_name = "analysis"
urlpatterns = [
    path("dot/<int:pk>/bieu-do/", views.charts, name="charts"),
    path("dot/<int:pk>/bieu-do/tai/", views.charts_file, name="charts_file"),
    path("dot/<int:pk>/ban-do/", views.map_, name="map"),
]

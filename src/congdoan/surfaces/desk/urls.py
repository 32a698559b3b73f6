from django.urls import path

from congdoan.surfaces.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("ngon-ngu/", views.language, name="language"),
    path("doi-don-vi/", views.switch, name="switch"),
    path("mau-giao-dien/", views.style_guide, name="style_guide"),
]

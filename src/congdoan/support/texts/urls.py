from django.urls import path

from congdoan.support.texts import views

app_name = "texts"
urlpatterns = [
    path("tinh-trang/", views.health, name="health"),
    path("<int:file>/", views.show, name="show"),
    path("<int:file>/doc-lai/", views.again, name="again"),
]

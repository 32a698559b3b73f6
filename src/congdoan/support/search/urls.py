from django.urls import path

from congdoan.support.search import views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("chon/<slug:source>/", views.pick, name="pick"),
]

from django.urls import path

from congdoan.areas.watchlist import views

app_name = "watchlist"
urlpatterns = [
    path("", views.own, name="own"),
    path("don-vi/<int:unit>/", views.of, name="of"),
    path("don-vi/<int:unit>/ghi/", views.grid, name="grid"),
    path("don-vi/<int:unit>/danh-sach.xlsx", views.sheet, name="sheet"),
]

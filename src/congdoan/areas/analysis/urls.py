from django.urls import path

from congdoan.areas.analysis import views

app_name = "analysis"
urlpatterns = [
    path("", views.home, name="home"),
    path("don-vi/<int:unit>/", views.board, name="board"),
    path("don-vi/<int:unit>/co-san/", views.board_begin, name="board_begin"),
    path("don-vi/<int:unit>/chia-se/", views.board_share, name="board_share"),
    path("don-vi/<int:unit>/o/<int:pk>/<slug:act>/", views.board_tile, name="board_tile"),
    path("bang-xem/", views.kept, name="views"),
    path("bang-xem/<int:pk>/", views.view, name="view"),
    path("bang-xem/<int:pk>/dua-len/", views.view_place, name="view_place"),
    path("bang-xem/<int:pk>/xoa/", views.view_remove, name="view_remove"),
    path("dot/<int:pk>/luu/", views.save, name="save"),
    path("dot/<int:pk>/bieu-do/", views.charts, name="charts"),
    path("dot/<int:pk>/bieu-do/tai/", views.charts_file, name="charts_file"),
    path("dot/<int:pk>/ban-do/", views.map_, name="map"),
]

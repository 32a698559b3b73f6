from django.urls import path

from congdoan.areas.workforce import views

app_name = "workforce"
urlpatterns = [
    path("", views.units, name="units"),
    path("bang.xlsx", views.sheet, name="sheet"),
    path("don-vi/<int:pk>/", views.place, name="place"),
    path("don-vi/<int:pk>/giu-nguyen/", views.carry, name="carry"),
    path("to-chuc/<int:pk>/", views.panel, name="panel"),
    path("so/<int:count>/sua/", views.correct, name="correct"),
    path("so/<int:count>/bo/", views.withdraw, name="withdraw"),
]

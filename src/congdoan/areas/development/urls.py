from django.urls import path

from congdoan.areas.development import views

app_name = "development"
urlpatterns = [
    path("", views.targets, name="targets"),
    path("giao/", views.grid, name="grid"),
    path("giao/<int:pk>/gui/", views.give, name="give"),
    path("bang.xlsx", views.sheet, name="sheet"),
    path("dot/<int:pk>/don-vi/<int:organisation>/", views.receiver, name="receiver"),
]

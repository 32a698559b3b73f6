from django.urls import path

from congdoan.areas.indicators.views import catalogue, figures

app_name = "indicators"
urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("so-lieu/", figures.figures, name="figures"),
    path("so-lieu/bang.xlsx", figures.sheet, name="sheet"),
    path("<str:code>/", figures.indicator_page, name="indicator"),
    path("<str:code>/qua-cac-ky/", figures.series, name="series"),
]

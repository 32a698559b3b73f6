from django.urls import path

from congdoan.areas.indicators.views import catalogue, figures

app_name = "indicators"
urlpatterns = [
    path("", figures.figures, name="figures"),
    path("bang.xlsx", figures.sheet, name="sheet"),
    path("danh-muc/", catalogue.catalogue, name="catalogue"),
    path("<str:code>/", figures.indicator_page, name="indicator"),
    path("<str:code>/qua-cac-ky/", figures.series, name="series"),
]

from django.urls import path

from congdoan.areas.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.campaigns, name="campaigns"),
    path("bang.xlsx", views.sheet, name="sheet"),
    path("de-xuat/", views.proposed, name="proposed"),
    path("mo/<int:place>/", views.start, name="start"),
    path("co-so/<int:pk>/", views.panel, name="panel"),
    path("<int:pk>/", views.campaign, name="campaign"),
    path("<int:pk>/sua/", views.change, name="change"),
    path("<int:pk>/dong/", views.close, name="close"),
]

from django.urls import path

from congdoan.areas.duplicates import views

app_name = "duplicates"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("<int:pk>/", views.pair, name="pair"),
    path("gop/<int:pk>/", views.merged, name="merged"),
    path("gop/<int:pk>/tach/", views.part, name="part"),
]

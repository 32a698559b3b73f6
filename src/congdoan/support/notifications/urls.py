from django.urls import path

from congdoan.support.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox_list, name="list"),
    path("doc-het/", views.read_all, name="read-all"),
    path("tuy-chon/", views.preferences_edit, name="preferences"),
    path("<int:pk>/mo/", views.open_notification, name="open"),
    path("<int:pk>/doc/", views.read_one, name="read"),
]

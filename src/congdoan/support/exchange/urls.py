from django.urls import path

from congdoan.support.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.index, name="index"),
    path("lan/<int:pk>/", views.batch, name="batch"),
    path("lan/<int:pk>/thuc-hien/", views.batch_commit, name="batch_commit"),
    path("lan/<int:pk>/huy/", views.batch_discard, name="batch_discard"),
    path("lan/<int:pk>/hoan-tac/", views.batch_undo, name="batch_undo"),
    path("lan/<int:pk>/ket-qua/", views.batch_result, name="batch_result"),
    path("<slug:kind>/", views.upload, name="upload"),
    path("<slug:kind>/tep-mau/", views.template, name="template"),
]

from django.urls import path

from congdoan.support.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.index, name="index"),
    path("lan/<int:pk>/", views.batch, name="batch"),
    path("lan/<int:pk>/cot/", views.columns, name="columns"),
    path("lan/<int:pk>/thuc-hien/", views.batch_commit, name="batch_commit"),
    path("lan/<int:pk>/huy/", views.batch_discard, name="batch_discard"),
    path("lan/<int:pk>/hoan-tac/", views.batch_undo, name="batch_undo"),
    path("lan/<int:pk>/nhap-lai/", views.batch_again, name="batch_again"),
    path("lan/<int:pk>/ket-qua/", views.batch_result, name="batch_result"),
    path("lan/<int:pk>/tien-do/", views.progress, name="progress"),
    path("lan/<int:pk>/so-lai/", views.compare, name="compare"),
    path("lan/<int:pk>/gia-tri/", views.value, name="value"),
    path("lan/<int:pk>/sua-loat/", views.fix, name="fix"),
    path("lan/<int:pk>/dong/<int:n>/", views.row, name="row"),
    path("lan/<int:pk>/dong/<int:n>/la-ai/", views.answer, name="answer"),
    path("<slug:kind>/", views.upload, name="upload"),
    path("<slug:kind>/hien-co/", views.current, name="current"),
    path("<slug:kind>/tep-mau/", views.template, name="template"),
]

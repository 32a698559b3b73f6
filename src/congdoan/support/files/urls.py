from django.urls import path

from congdoan.support.files import views

app_name = "files"
urlpatterns = [path("<int:pk>/", views.download, name="download")]

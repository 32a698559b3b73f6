from django.urls import path

from congdoan.support.files.views import gathering, reading

app_name = "files"
urlpatterns = [
    path("<int:pk>/", reading.download, name="download"),
    path("tai-len/", gathering.begin, name="begin"),
    path("tai-len/<uuid:pk>/", gathering.part, name="part"),
]

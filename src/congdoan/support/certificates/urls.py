from django.urls import path

from congdoan.support.certificates.views import installation

app_name = "certificates"
urlpatterns = [path("", installation.settings, name="settings")]

from django.urls import path

from congdoan.kernel.audit.views import log

app_name = "audit"
urlpatterns = [
    path("", log.mine, name="mine"),
    path("he-thong/", log.installation, name="installation"),
    path("<int:organisation_id>/", log.log, name="log"),
]

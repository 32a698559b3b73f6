from django.urls import path

from congdoan.support.signing.views import acts, rooms, verifying

app_name = "signing"
urlpatterns = [
    path("", rooms.packets, name="packets"),
    path("kiem-tra/", verifying.search, name="verify_search"),
    path("kiem-tra/<str:token>/", verifying.verify, name="verify"),
    path("<int:pk>/", rooms.room, name="room"),
    path("<int:pk>/van-ban/", rooms.text, name="text"),
    path("<int:pk>/phieu-xac-nhan/", rooms.evidence, name="evidence"),
    path("<int:pk>/huy/", acts.void, name="void"),
    path("<int:pk>/gia-han/", acts.extend, name="extend"),
    path("cho-ky/<int:pk>/ky/", acts.sign, name="sign"),
    path("cho-ky/<int:pk>/ky-giay/", acts.paper, name="paper"),
    path("cho-ky/<int:pk>/ban-quet/", acts.scan, name="scan"),
    path("cho-ky/<int:pk>/tu-choi/", acts.decline, name="decline"),
]

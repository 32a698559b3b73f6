from django.urls import path

from congdoan.areas.gateway.views import arranging, inbox, packages

app_name = "gateway"
urlpatterns = [
    path("", packages.home, name="home"),
    path("nap/", packages.take, name="take"),
    path("nhan/", inbox.inbox, name="inbox"),
    path("goi/<int:pk>/", packages.package, name="package"),
    path("goi/<int:pk>/tep/", packages.content, name="content"),
    path("goi/<int:pk>/gui-lai/", packages.again, name="again"),
    path("goi/<int:pk>/da-chuyen/", packages.carried, name="carried"),
    path("goi/<int:pk>/thu-hoi/", packages.recall, name="recall_one"),
    path("noi/", arranging.peers, name="peers"),
    path("noi/moi/", arranging.new_peer, name="new_peer"),
    path("noi/<int:pk>/", arranging.peer, name="peer"),
    path("noi/<int:pk>/tam-dung/", arranging.pause, name="peer_pause"),
    path("noi/<int:pk>/go/", arranging.remove, name="peer_remove"),
    path("ma/", arranging.codes, name="codes"),
    path("khoa/", arranging.key, name="key"),
    path("khoa/chung-thu.pem", arranging.certificate, name="certificate"),
]

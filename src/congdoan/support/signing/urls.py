from django.urls import path

from congdoan.support.signing.views import (
    certificates,
    checking,
    lists,
    managing,
    outside,
    paper,
    rooms,
    scans,
    signing,
    verifying,
)

app_name = "signing"
urlpatterns = [
    path("", lists.packets, name="packets"),
    path("nhac/", lists.remind, name="remind"),
    path("kiem-tra/", verifying.search, name="verify_search"),
    path("kiem-tra/tep/", checking.check, name="check_copy"),
    path("kiem-tra/<str:token>/", verifying.verify, name="verify"),
    path("<int:pk>/", rooms.room, name="room"),
    path("<int:pk>/van-ban/", rooms.text, name="text"),
    path("<int:pk>/ban-da-ky/", rooms.finished, name="finished"),
    path("<int:pk>/dien-bien/", rooms.evidence, name="evidence_page"),
    path("<int:pk>/phieu-xac-nhan/", rooms.evidence_pdf, name="evidence"),
    path("<int:pk>/huy/", managing.void, name="void"),
    path("<int:pk>/gia-han/", managing.extend, name="extend"),
    path("<int:pk>/trinh-lai/", managing.resume, name="resume"),
    path("cho-ky/<int:pk>/ky/", signing.sign, name="sign"),
    path("cho-ky/<int:pk>/ky-giay/", paper.paper, name="paper"),
    path("cho-ky/<int:pk>/ban-quet/", scans.attach, name="scan"),
    path("ban-quet/<int:pk>/", scans.result, name="scan_result"),
    path("ban-quet/<int:pk>/to/<int:number>/", scans.picture, name="scan_picture"),
    path("cho-ky/<int:pk>/tu-choi/", signing.decline, name="decline"),
    path("<int:pk>/tep-ky-so/", certificates.signed_file, name="signed_file"),
    path("<int:pk>/tep-ky-so/cho-xac-nhan/", certificates.wait, name="certificate_wait"),
    path("<int:pk>/tep-ky-so/tra-luot/", certificates.give_back, name="certificate_release"),
    path("cho-ky/<int:pk>/chung-thu-so/", certificates.person, name="certificate"),
    path("cho-ky/<int:pk>/dau-so/", certificates.seal, name="certificate_seal"),
    path("cho-ky/<int:pk>/ky-ngoai/", outside.person, name="certificate_outside"),
    path("cho-ky/<int:pk>/dau-so/ky-ngoai/", outside.seal, name="certificate_seal_outside"),
]

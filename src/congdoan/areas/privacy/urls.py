from django.urls import path

from congdoan.areas.privacy.views import (
    answering,
    asking,
    consenting,
    member,
    own,
    retaining,
    taking,
)

app_name = "privacy"
urlpatterns = [
    path("", own.home, name="home"),
    path("lien-he/", own.contact, name="contact"),
    path("de-nghi-sua/", own.propose, name="propose"),
    path("de-nghi-sua/<int:pk>/", own.own_proposal, name="own_proposal"),
    path("dong-y/", consenting.consents, name="consents"),
    path("dong-y/<slug:code>/", consenting.agree, name="agree"),
    path("dong-y/<int:pk>/rut/", consenting.withdraw, name="withdraw_consent"),
    path("yeu-cau/", asking.mine, name="mine"),
    path("yeu-cau/moi/", asking.ask, name="ask"),
    path("yeu-cau/<int:pk>/", asking.request_page, name="request"),
    path("yeu-cau/<int:pk>/rut/", asking.withdraw, name="withdraw_request"),
    path("yeu-cau/<int:pk>/go-han-che/", asking.lift, name="lift"),
    path("yeu-cau/<int:pk>/in/", asking.printed, name="print_request"),
    path("don-vi/yeu-cau/<int:pk>/tiep-nhan/", asking.acknowledge, name="acknowledge"),
    path("don-vi/yeu-cau/<int:pk>/tra-loi/", asking.answer, name="answer"),
    path("tai-ve/", taking.take_along, name="take_along"),
    path("tai-ve/<int:pk>/", taking.download, name="download"),
    path("don-vi/", asking.office, name="office"),
    path("don-vi/<int:unit>/de-nghi-sua/", answering.proposals, name="proposals"),
    path("don-vi/<int:unit>/yeu-cau/", asking.requests, name="requests"),
    path("don-vi/<int:unit>/luu-tru/", retaining.retention, name="retention"),
    path("don-vi/xet/<int:pk>/", answering.proposal, name="proposal"),
    path("don-vi/xet/<int:pk>/mo/", answering.open_private, name="open_private"),
    path("don-vi/luu-tru/<int:pk>/giu/", retaining.hold, name="hold"),
    path("don-vi/luu-tru/<int:pk>/thoi-giu/", retaining.release, name="release"),
    path("don-vi/doan-vien/<int:pk>/", member.panel, name="member"),
    path("don-vi/doan-vien/<int:pk>/dong-y/", member.paper_consent, name="paper_consent"),
    path(
        "don-vi/doan-vien/<int:pk>/dong-y/<int:consent>/rut/",
        member.paper_withdrawal,
        name="paper_withdrawal",
    ),
    path("don-vi/doan-vien/<int:pk>/yeu-cau/", member.paper_request, name="paper_request"),
]

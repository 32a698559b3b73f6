"""Every address of the product, slice by slice (Vietnamese words, without diacritics)."""

from django.urls import include, path

from congdoan.config import health, offline

urlpatterns = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("dich-vu-nen/", offline.worker, name="worker"),
    path("ung-dung.json", offline.manifest, name="manifest"),
    path("mat-mang/", offline.offline, name="offline"),
    path("", include("congdoan.surfaces.desk.urls")),
    path("tai-khoan/", include("congdoan.kernel.accounts.urls")),
    path("tai-khoan/", include("congdoan.kernel.accounts.urls.sign_in")),
    path("nhat-ky/", include("congdoan.kernel.audit.urls")),
    path("quy-dinh/", include("congdoan.kernel.rulebook.urls")),
    path("dia-gioi/", include("congdoan.kernel.places.urls")),
    path("to-chuc/", include("congdoan.kernel.organisations.urls")),
    path("ky/", include("congdoan.kernel.periods.urls")),
    path("nhan-su/", include("congdoan.kernel.people.urls")),
    path("quyen/", include("congdoan.kernel.access.urls")),
    path("tep/", include("congdoan.support.files.urls")),
    path("gop-y/", include("congdoan.support.discussion.urls")),
    path("thong-bao/", include("congdoan.support.notifications.urls")),
    path("viec/", include("congdoan.support.worklist.urls")),
    path("tim/", include("congdoan.support.search.urls")),
    path("nhap/", include("congdoan.support.exchange.urls")),
    path("chung-thu-so/", include("congdoan.support.certificates.urls")),
    path("ky-so/", include("congdoan.support.signing.urls")),
    path("chi-tieu/", include("congdoan.areas.development.urls")),
    path("du-lieu-ca-nhan/", include("congdoan.areas.privacy.urls")),
    path("lao-dong/", include("congdoan.areas.workforce.urls")),
    path("van-dong/", include("congdoan.areas.campaigns.urls")),
    path("sap-xep/", include("congdoan.areas.restructuring.urls")),
    path("cong-tac-can-bo/", include("congdoan.areas.cadres.urls")),
    path("theo-doi/", include("congdoan.areas.watchlist.urls")),
    path("trung-lap/", include("congdoan.areas.duplicates.urls")),
    path("doan-vien/", include("congdoan.areas.members.urls")),
    path("the-doan-vien/", include("congdoan.areas.cards.urls")),
    path("phoi-hop/", include("congdoan.areas.agreements.urls")),
]

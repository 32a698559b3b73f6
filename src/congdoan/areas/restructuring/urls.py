from django.urls import path

from congdoan.areas.restructuring.views import founding, founding_acts, hand_over, hand_over_acts

app_name = "restructuring"

urlpatterns = [
    path("don-vi/<int:pk>/", founding.panel, name="panel"),
    path("thanh-lap/", founding.foundings, name="foundings"),
    path("thanh-lap/moi/", founding.founding_start, name="founding_start"),
    path("thanh-lap/<int:pk>/", founding.founding, name="founding"),
    path("thanh-lap/<int:pk>/thong-tin/", founding.founding_facts, name="founding_facts"),
    path("thanh-lap/<int:pk>/don/", founding_acts.count, name="founding_count"),
    path("thanh-lap/<int:pk>/dai-hoi/", founding_acts.congress, name="founding_congress"),
    path("thanh-lap/<int:pk>/hop/", founding_acts.first_meeting, name="founding_meeting"),
    path("thanh-lap/<int:pk>/nop/", founding_acts.dossier, name="founding_dossier"),
    path("thanh-lap/<int:pk>/du/", founding_acts.full, name="founding_full"),
    path("thanh-lap/<int:pk>/khong-cong-nhan/", founding_acts.refuse, name="founding_refuse"),
    path("thanh-lap/<int:pk>/quyet-dinh/", founding_acts.recognise, name="founding_recognise"),
    path("thanh-lap/<int:pk>/con-dau/", founding_acts.settle, name="founding_settle"),
    path("thanh-lap/<int:pk>/bau/", founding_acts.election, name="founding_election"),
    path("thanh-lap/<int:pk>/dung/", founding_acts.drop, name="founding_drop"),
    path("thanh-lap/<int:pk>/giay-to/", founding_acts.paper_add, name="founding_paper_add"),
    path(
        "thanh-lap/<int:pk>/giay-to/<int:paper_pk>/bo/",
        founding_acts.paper_remove,
        name="founding_paper_remove",
    ),
    path("thanh-lap/<int:pk>/ban-chap-hanh/", founding_acts.seat_add, name="founding_seat_add"),
    path(
        "thanh-lap/<int:pk>/ban-chap-hanh/<int:seat_pk>/bo/",
        founding_acts.seat_remove,
        name="founding_seat_remove",
    ),
    path("ban-giao/", hand_over.hand_overs, name="hand_overs"),
    path("ban-giao/su-kien/<int:pk>/", hand_over.hand_over_event, name="hand_over_event"),
    path("ban-giao/su-kien/<int:pk>/ghi/", hand_over.hand_over_mark, name="hand_over_event_mark"),
    path("ban-giao/<int:pk>/", hand_over.hand_over, name="hand_over"),
    path("ban-giao/<int:pk>/buoc/", hand_over_acts.steps, name="hand_over_steps"),
    path("ban-giao/<int:pk>/bien-ban/", hand_over_acts.minutes, name="hand_over_minutes"),
    path("ban-giao/<int:pk>/bien-ban/<str:form>/", hand_over.hand_over_file, name="hand_over_file"),
    path("ban-giao/<int:pk>/muc/", hand_over_acts.item_add, name="hand_over_item_add"),
    path("ban-giao/<int:pk>/muc/<int:item_pk>/", hand_over_acts.item, name="hand_over_item"),
    path(
        "ban-giao/<int:pk>/muc/<int:item_pk>/bo/",
        hand_over_acts.item_remove,
        name="hand_over_item_remove",
    ),
    path("ban-giao/<int:pk>/khoan-thu/", hand_over_acts.receipt_add, name="hand_over_receipt_add"),
    path(
        "ban-giao/<int:pk>/khoan-thu/<int:receipt_pk>/hoan/",
        hand_over_acts.receipt_refund,
        name="hand_over_receipt",
    ),
]

from django.urls import path

from congdoan.kernel.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.register, name="register"),
    path("cay/", views.tree, name="tree"),
    path("thanh-lap/", views.establish, name="establish"),
    path("cum-khoi/", views.grouping_list, name="groupings"),
    path("cum-khoi/lap/", views.grouping_add, name="grouping_add"),
    path("cum-khoi/<int:pk>/", views.grouping_page, name="grouping"),
    path("cum-khoi/<int:pk>/them/", views.grouping_member_add, name="grouping_member_add"),
    path(
        "cum-khoi/<int:pk>/ra/<int:member>/", views.grouping_member_end, name="grouping_member_end"
    ),
    path("sap-xep/", views.reorganisations, name="reorganisations"),
    path("sap-xep/lap/", views.reorganisation_start, name="reorganisation_start"),
    path("sap-xep/<int:pk>/", views.reorganisation_page, name="reorganisation"),
    path("sap-xep/<int:pk>/don-vi/", views.reorganisation_unit_add, name="reorganisation_unit_add"),
    path(
        "sap-xep/<int:pk>/don-vi/<int:unit>/bo/",
        views.reorganisation_unit_remove,
        name="reorganisation_unit_remove",
    ),
    path(
        "sap-xep/<int:pk>/don-vi-moi/",
        views.reorganisation_new_unit,
        name="reorganisation_new_unit",
    ),
    path(
        "sap-xep/<int:pk>/don-vi-moi/bo/",
        views.reorganisation_new_unit_remove,
        name="reorganisation_new_unit_remove",
    ),
    path("sap-xep/<int:pk>/noi-nhan/", views.reorganisation_homes, name="reorganisation_homes"),
    path(
        "sap-xep/<int:pk>/quyet-dinh/",
        views.reorganisation_decision,
        name="reorganisation_decision",
    ),
    path("sap-xep/<int:pk>/thu/", views.reorganisation_try, name="reorganisation_try"),
    path(
        "sap-xep/<int:pk>/thuc-hien/",
        views.reorganisation_carry_out,
        name="reorganisation_carry_out",
    ),
    path("sap-xep/<int:pk>/bo/", views.reorganisation_drop, name="reorganisation_drop"),
    path("sap-toi/", views.coming, name="coming"),
    path("so-sanh/", views.compare, name="compare"),
    path("so-sanh/bang.xlsx", views.compare_sheet, name="compare_sheet"),
    path("qua-cac-nam/", views.series, name="series"),
    path("su-kien/<int:pk>/", views.event_page, name="event"),
    path("su-kien/<int:pk>/hoan-tac/", views.undo, name="undo"),
    path("su-kien/<int:pk>/dinh-chinh/", views.correct, name="correct"),
    path("su-kien/<int:pk>/thu-lai/", views.settle, name="settle"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/nguon-goc/", views.lineage, name="lineage"),
    path("<int:pk>/doi/", views.profile, name="profile"),
    path("<int:pk>/chuyen/", views.move, name="move"),
    path("<int:pk>/ket-thuc/", views.end, name="end"),
    path("<int:pk>/dong-cap/", views.counterpart_add, name="counterpart_add"),
    path("<int:pk>/dong-cap/<int:partner>/", views.counterpart_end, name="counterpart_end"),
]

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
    path("su-kien/<int:pk>/", views.event_page, name="event"),
    path("su-kien/<int:pk>/hoan-tac/", views.undo, name="undo"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/doi/", views.profile, name="profile"),
    path("<int:pk>/chuyen/", views.move, name="move"),
    path("<int:pk>/ket-thuc/", views.end, name="end"),
    path("<int:pk>/dong-cap/", views.counterpart_add, name="counterpart_add"),
    path("<int:pk>/dong-cap/<int:partner>/", views.counterpart_end, name="counterpart_end"),
]

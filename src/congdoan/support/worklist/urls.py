from django.urls import path

from congdoan.support.worklist import views

app_name = "worklist"
urlpatterns = [
    path("", views.work_list, name="list"),
    path("in/", views.work_print, name="print"),
    path("lich/", views.feed, name="feed"),
    path("lich/dia-chi-moi/", views.feed_renew, name="feed_renew"),
    path("lich/tat/", views.feed_stop, name="feed_stop"),
    path("lich/<str:token>.ics", views.calendar, name="calendar"),
    path("<int:pk>/", views.work_detail, name="detail"),
    path("<int:pk>/giao/", views.work_assign, name="assign"),
    path("<int:pk>/ghi-chu/", views.work_note, name="note"),
    path("<int:pk>/xong/", views.work_finish, name="finish"),
]

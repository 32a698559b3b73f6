from django.urls import path

from congdoan.support.notifications.views import choosing, health, inbox, leaving, linking

app_name = "notifications"
urlpatterns = [
    path("", inbox.inbox_list, name="list"),
    path("doc-het/", inbox.read_all, name="read-all"),
    path("tuy-chon/", choosing.preferences_edit, name="preferences"),
    path("thoi-nhan/<str:token>/", leaving.leave, name="leave"),
    path("dia-chi-thu/dung-lai/", choosing.use_address_again, name="use_again"),
    path("kenh/", linking.links, name="links"),
    path("kenh/thiet-bi/", linking.add_device, name="add_device"),
    path("kenh/<int:pk>/bo/", linking.unlink, name="unlink"),
    path("kenh/<str:channel>/", linking.link, name="link"),
    path("zalo/", linking.zalo_event, name="zalo"),
    path("suc-khoe/", health.channels, name="channels"),
    path("suc-khoe/<str:channel>/", health.connect, name="connect"),
    path("suc-khoe/<str:channel>/<str:verb>/", health.operate, name="operate"),
    path("da-gui/", inbox.receipt_list, name="receipts"),
    path("gio-yen-tinh/", choosing.quiet_own, name="quiet"),
    path("gio-yen-tinh/<int:pk>/", choosing.quiet_unit, name="quiet_unit"),
    path("<int:pk>/mo/", inbox.open_notification, name="open"),
    path("<int:pk>/doc/", inbox.read_one, name="read"),
]

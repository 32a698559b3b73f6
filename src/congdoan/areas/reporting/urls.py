from django.urls import path

from congdoan.areas.reporting import views

app_name = "reporting"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("dot/", views.rounds, name="rounds"),
    path("dot/mo/", views.open_, name="open"),
    path("dot/<int:pk>/", views.round_, name="round"),
    path("dot/<int:pk>/nop/", views.owed, name="round_owed"),
    path("dot/<int:pk>/khoa/", views.lock, name="round_lock"),
    path("dot/<int:pk>/mo-khoa/", views.unlock, name="round_unlock"),
    path("dot/<int:pk>/dieu-chinh/", views.adjust, name="round_adjust"),
    path(
        "dot/<int:pk>/dieu-chinh/<int:adjustment>/rut/",
        views.withdraw,
        name="round_adjust_withdraw",
    ),
    path("dot/<int:pk>/tong-hop/", views.totals, name="totals"),
    path("dot/<int:pk>/tong-hop/bang/", views.sheet, name="totals_sheet"),
    path("dot/<int:pk>/so-sanh/", views.pivot, name="pivot"),
    path("dot/<int:pk>/so-sanh/tai/", views.pivot_file, name="pivot_file"),
    path("dot/<int:pk>/tong-hop/o/<int:position>/", views.behind, name="behind"),
    path("dot/<int:pk>/tong-hop/loi/<slug:code>/", views.words, name="words"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/nhap/", views.entry, name="report_entry"),
    path("<int:pk>/excel/", views.workbook, name="report_workbook"),
    path("<int:pk>/excel/tai-len/", views.workbook_back, name="report_workbook_back"),
    path("<int:pk>/excel/nhan/", views.workbook_take, name="report_workbook_take"),
    path("<int:pk>/tinh-lai/", views.refresh, name="report_refresh"),
    path("<int:pk>/nhan/", views.accept, name="report_accept"),
    path("<int:pk>/tra-lai/", views.send_back, name="report_return"),
    path("<int:pk>/mo-lai/", views.reopen, name="report_reopen"),
    path("<int:pk>/gia-han/", views.extend, name="report_extend"),
    path("<int:pk>/gia-han/xin/", views.ask_more, name="report_ask_more"),
    path("<int:pk>/gia-han/khong/", views.refuse_more, name="report_refuse_more"),
    path("<int:pk>/gop-y/", views.say, name="report_say"),
    path("<int:pk>/gop-y/<int:comment>/", views.answer, name="report_answer"),
    path("<int:pk>/ban/<int:frozen>/", views.snapshot, name="report_snapshot"),
    path("bieu-mau/", views.forms_, name="forms"),
    path("bieu-mau/<int:pk>/", views.version, name="version"),
]

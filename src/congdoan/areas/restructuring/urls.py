from django.urls import path

from congdoan.areas.restructuring.views import papers

app_name = "restructuring"

urlpatterns = [
    path("ban-sap-xep/<int:pk>/van-ban/", papers.sheet_panel, name="sheet_papers"),
    path("ban-sap-xep/<int:pk>/<slug:paper>.pdf", papers.sheet_pdf, name="sheet_pdf"),
    path("ban-sap-xep/<int:pk>/<slug:paper>.docx", papers.sheet_docx, name="sheet_docx"),
    path("su-kien/<int:pk>/van-ban/", papers.event_panel, name="event_papers"),
    path("su-kien/<int:pk>/<slug:paper>.pdf", papers.event_pdf, name="event_pdf"),
    path("su-kien/<int:pk>/<slug:paper>.docx", papers.event_docx, name="event_docx"),
    path("su-kien/<int:pk>/phu-luc.xlsx", papers.event_sheet, name="event_sheet"),
    path("lo-nhap/<int:pk>/van-ban/", papers.batch_panel, name="batch_papers"),
    path("lo-nhap/<int:pk>/<slug:paper>.pdf", papers.batch_pdf, name="batch_pdf"),
    path("lo-nhap/<int:pk>/<slug:paper>.docx", papers.batch_docx, name="batch_docx"),
    path("lo-nhap/<int:pk>/phu-luc.xlsx", papers.batch_sheet, name="batch_sheet"),
]

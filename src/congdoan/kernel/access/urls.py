from django.urls import path

from congdoan.kernel.access import views

app_name = "access"
urlpatterns = [
    path("don-vi/<int:pk>/", views.explain, name="explain"),
    path("don-vi/<int:pk>/tom-tat/", views.explain_panel, name="panel"),
    path("don-vi/<int:pk>/giao/", views.grant, name="grant"),
    path("duoc-giao/<int:pk>/thu-hoi/", views.end, name="end"),
    path("uy-quyen/", views.delegations, name="delegations"),
    path("uy-quyen/<int:pk>/lap/", views.delegate_office, name="delegate"),
    path("uy-quyen/<int:pk>/thu-hoi/", views.revoke, name="revoke"),
    path("ho-tro/", views.support, name="support"),
    path("ho-tro/ket-thuc/", views.support_end, name="support_end"),
]

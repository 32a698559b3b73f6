from django.urls import path

from congdoan.kernel.people import views

app_name = "people"
urlpatterns = [
    path("", views.register, name="register"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/lien-he/", views.contact, name="contact"),
    path("<int:pk>/sua/", views.change, name="change"),
    path("<int:pk>/tai-khoan/<int:organisation>/", views.invite, name="invite"),
    path("don-vi/<int:pk>/", views.offices_panel, name="offices"),
    path("don-vi/<int:organisation>/ghi/", views.appoint, name="appoint"),
    path("chuc-vu/<int:pk>/thoi/", views.end, name="end"),
]

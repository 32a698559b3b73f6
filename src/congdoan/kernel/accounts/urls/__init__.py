from django.urls import path

from congdoan.kernel.accounts.views import activation, profile

app_name = "accounts"
urlpatterns = [
    path("ho-so/", profile.profile, name="profile"),
    path("kich-hoat/", activation.activate, name="activate"),
]

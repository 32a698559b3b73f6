from django.urls import path

from congdoan.kernel.accounts.views import activation, profile, tokens

app_name = "accounts"
urlpatterns = [
    path("ho-so/", profile.profile, name="profile"),
    path("ma-truy-cap/", tokens.tokens, name="tokens"),
    path("ma-truy-cap/moi/", tokens.token_new, name="token_new"),
    path("ma-truy-cap/<int:pk>/thu-hoi/", tokens.token_revoke, name="token_revoke"),
    path("kich-hoat/", activation.activate, name="activate"),
]

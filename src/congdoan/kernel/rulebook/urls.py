from django.urls import path

from congdoan.kernel.rulebook.views import book, own

app_name = "rulebook"
urlpatterns = [
    path("", book.rule_list, name="list"),
    path("thay-doi/", book.rule_changes, name="changes"),
    path("rieng/<int:pk>/bai-bo/", own.lift, name="lift"),
    path("<str:key>/", book.rule_history, name="history"),
    path("<str:key>/dat-rieng/", own.lay_down, name="lay_down"),
]

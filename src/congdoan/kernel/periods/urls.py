from django.urls import path

from congdoan.kernel.periods.views import counted, terms

app_name = "periods"
urlpatterns = [
    path("", counted.period_list, name="list"),
    path("nhiem-ky/", terms.term_list, name="terms"),
    path("nhiem-ky/moi/", terms.term_start, name="start"),
    path("nhiem-ky/<int:pk>/ket-thuc/", terms.term_end, name="end"),
    path("to-chuc/<int:pk>/", terms.terms_of_organisation, name="of_organisation"),
]

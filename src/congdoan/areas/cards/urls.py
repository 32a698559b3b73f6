from django.urls import path

from congdoan.areas.cards.views import card, oneself, prints, unit, verifying

app_name = "cards"
urlpatterns = [
    path("cua-toi/", oneself.oneself, name="oneself"),
    path("k/<str:token>/", verifying.verify, name="verify"),
    path("don-vi/<int:unit>/", unit.of, name="of"),
    path("don-vi/<int:unit>/cap/", unit.issue, name="issue"),
    path("doan-vien/<int:pk>/", card.member, name="member"),
    path("the/<int:pk>/cap-lai/", card.replace, name="replace"),
    path("the/<int:pk>/thu-hoi/", card.withdraw, name="withdraw"),
    path("in/<int:pk>/", prints.printing, name="printing"),
    path("in/<int:pk>/tep/", prints.file, name="file"),
]

from django.urls import path

from congdoan.areas.cards.views import card, oneself, photo, prints, unit, verifying

app_name = "cards"
urlpatterns = [
    path("cua-toi/", oneself.oneself, name="oneself"),
    path("cua-toi/anh/", photo.own_photo, name="own_photo"),
    path("cua-toi/anh/xoa/", photo.own_photo_drop, name="own_photo_drop"),
    path("cua-toi/anh/tep/", photo.own_picture, name="own_picture"),
    path("doan-vien/<int:pk>/anh/", photo.photo, name="photo"),
    path("doan-vien/<int:pk>/anh/xoa/", photo.photo_drop, name="photo_drop"),
    path("doan-vien/<int:pk>/anh/tep/", photo.picture, name="picture"),
    path("k/<str:token>/", verifying.verify, name="verify"),
    path("don-vi/<int:unit>/", unit.of, name="of"),
    path("don-vi/<int:unit>/cap/", unit.issue, name="issue"),
    path("doan-vien/<int:pk>/", card.member, name="member"),
    path("the/<int:pk>/cap-lai/", card.replace, name="replace"),
    path("the/<int:pk>/thu-hoi/", card.withdraw, name="withdraw"),
    path("in/<int:pk>/", prints.printing, name="printing"),
    path("in/<int:pk>/tep/", prints.file, name="file"),
]

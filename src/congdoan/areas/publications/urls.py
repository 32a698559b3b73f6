from django.urls import path

from congdoan.areas.publications.views import arranging, pages, public

app_name = "publications"
urlpatterns = [
    path("", public.listed, name="listed"),
    path("<uuid:token>/", public.one, name="public"),
    path("<uuid:token>/tep/", public.content, name="public_file"),
    path("quan-ly/", arranging.home, name="home"),
    path("quan-ly/suc-khoe/", pages.health, name="health"),
    path("quan-ly/don-vi/<int:unit>/", arranging.of, name="of"),
    path("quan-ly/don-vi/<int:unit>/facebook/", pages.page, name="page"),
    path("quan-ly/don-vi/<int:unit>/facebook/go/", pages.forget, name="page_forget"),
    path("quan-ly/van-ban/<int:pk>/", arranging.of_document, name="of_document"),
    path("quan-ly/van-ban/<int:pk>/<slug:channel>/", arranging.new, name="new"),
    path("quan-ly/<int:pk>/", arranging.publication, name="publication"),
    path("quan-ly/<int:pk>/sua/", arranging.edit, name="edit"),
    path("quan-ly/<int:pk>/bo/", arranging.discard, name="discard"),
    path("quan-ly/<int:pk>/duyet/", arranging.approve, name="approve"),
    path("quan-ly/<int:pk>/tra-lai/", arranging.give_back, name="give_back"),
    path("quan-ly/<int:pk>/go/", arranging.withdraw, name="withdraw"),
    path("quan-ly/<int:pk>/dang-lai/", arranging.again, name="again"),
    path("quan-ly/<int:pk>/da-thay/", arranging.there, name="there"),
    path("quan-ly/<int:pk>/khong-con/", arranging.gone, name="gone"),
]

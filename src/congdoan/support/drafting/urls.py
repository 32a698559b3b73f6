from django.urls import path

from congdoan.support.drafting import views

app_name = "drafting"
urlpatterns = [
    path("mau/", views.templates, name="templates"),
    path("mau/lap/", views.template_new, name="template_new"),
    path("mau/<int:pk>/chep/", views.template_copy, name="template_copy"),
    path("mau/<int:pk>/thoi-dung/", views.template_retire, name="template_retire"),
    path("<int:pk>/", views.editor, name="editor"),
    path("<int:pk>/luu/", views.autosave, name="autosave"),
    path("<int:pk>/dan/", views.paste, name="paste"),
    path("<int:pk>/xem.pdf", views.pdf, name="pdf"),
    path("<int:pk>/xem.docx", views.docx, name="docx"),
    path("<int:pk>/trang/<int:page>.png", views.picture, name="picture"),
    path("<int:pk>/phien-ban/", views.versions, name="versions"),
    path("<int:pk>/phien-ban/<int:number>/", views.version, name="version"),
    path("<int:pk>/phien-ban/<int:number>/khoi-phuc/", views.restore, name="restore"),
    path("<int:pk>/gop-y/", views.comment, name="comment"),
    path("<int:pk>/gop-y/<int:comment>/", views.answer, name="answer"),
]

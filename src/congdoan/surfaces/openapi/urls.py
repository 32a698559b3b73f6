from congdoan.surfaces.openapi import views

app_name = "api"
urlpatterns = views.urlpatterns

from django.urls import path

from congdoan.areas.restructuring.views import employers, unit_employers

app_name = "restructuring"

urlpatterns = [
    path("co-so/", employers.employers, name="employers"),
    path("co-so/bang.xlsx", employers.employers_sheet, name="employers_sheet"),
    path("co-so/<int:pk>/", employers.employer, name="employer"),
    path("co-so/<int:pk>/viec/<int:item>/", employers.employer_waive, name="employer_waive"),
    path("co-so/cua/<int:pk>/", unit_employers.unit_employers, name="unit_employers"),
]

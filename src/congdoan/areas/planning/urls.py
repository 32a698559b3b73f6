from django.urls import path

from congdoan.areas.planning.views import handing_down, looking, plans, tasks_of

app_name = "planning"
urlpatterns = [
    path("", plans.home, name="home"),
    path("don-vi/<int:unit>/", plans.of, name="of"),
    path("don-vi/<int:unit>/lap/", plans.begin, name="begin"),
    path("don-vi/<int:unit>/lich/", looking.calendar, name="calendar"),
    path("don-vi/<int:unit>/cap-duoi/", looking.branch, name="branch"),
    path("<int:pk>/", plans.plan, name="plan"),
    path("<int:pk>/sua/", plans.change, name="plan_change"),
    path("<int:pk>/ban-hanh/", plans.adopt, name="plan_adopt"),
    path("<int:pk>/ket-thuc/", plans.close, name="plan_close"),
    path("<int:pk>/bo/", plans.discard, name="plan_discard"),
    path("<int:pk>/chuyen-tiep/", plans.carry, name="plan_carry"),
    path("<int:pk>/van-ban/", looking.paper, name="plan_paper"),
    path("<int:pk>/in/<str:form>/", looking.printed, name="plan_printed"),
    path("<int:pk>/them/", tasks_of.add, name="plan_add"),
    path("nhiem-vu/<int:pk>/", tasks_of.task, name="task"),
    path("nhiem-vu/<int:pk>/sua/", tasks_of.change, name="task_change"),
    path("nhiem-vu/<int:pk>/bao/", tasks_of.report, name="task_report"),
    path("nhiem-vu/<int:pk>/nhan/", tasks_of.accept, name="task_accept"),
    path("nhiem-vu/<int:pk>/y-kien/", tasks_of.decline, name="task_decline"),
    path("nhiem-vu/<int:pk>/mo-lai/", tasks_of.reopen, name="task_reopen"),
    path("nhiem-vu/<int:pk>/bo/", tasks_of.drop, name="task_drop"),
    path("nhiem-vu/<int:pk>/giao/", handing_down.hand, name="task_hand"),
    path("nhiem-vu/<int:pk>/giao/<int:given>/", handing_down.given, name="given"),
]

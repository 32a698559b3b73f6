from django.urls import path

from congdoan.areas.cadres.views import party, party_acts, plan_acts, plans

app_name = "cadres"
urlpatterns = [
    path("dang/", party.party, name="party"),
    path("dang/cua-toi/", party.own, name="own"),
    path("dang/don-vi/<int:unit>/", party.party_of, name="party_of"),
    path("dang/don-vi/<int:unit>/de-cu/", party_acts.nominate, name="nominate"),
    path("dang/don-vi/<int:unit>/danh-sach.xlsx", party.party_sheet, name="party_sheet"),
    path("dang/<int:pk>/", party.introduction, name="introduction"),
    path("dang/<int:pk>/buoc/", party_acts.step, name="step"),
    path("dang/<int:pk>/buoc/<int:step>/rut/", party_acts.step_back, name="step_back"),
    path("dang/<int:pk>/dung/", party_acts.stop, name="stop"),
    path("dang/<int:pk>/tiep-tuc/", party_acts.resume, name="resume"),
    path("dang/<int:pk>/van-ban/<str:kind>/", party_acts.paper, name="paper"),
    path("quy-hoach/", plans.plans, name="plans"),
    path("quy-hoach/don-vi/<int:unit>/", plans.plans_of_unit, name="plans_of"),
    path("quy-hoach/don-vi/<int:unit>/lap/", plan_acts.begin, name="begin_plan"),
    path("quy-hoach/<int:pk>/", plans.plan, name="plan"),
    path("quy-hoach/<int:pk>/bang.xlsx", plans.plan_sheet, name="plan_sheet"),
    path("quy-hoach/<int:pk>/gioi-thieu/", plan_acts.propose, name="plan_propose"),
    path("quy-hoach/<int:pk>/trinh/", plan_acts.submit, name="plan_submit"),
    path("quy-hoach/<int:pk>/phe-duyet/", plan_acts.approve, name="plan_approve"),
    path("quy-hoach/<int:pk>/tra-lai/", plan_acts.return_plan, name="plan_return"),
    path("quy-hoach/<int:pk>/ra-soat/", plan_acts.review, name="plan_review"),
    path("quy-hoach/nguoi/<int:pk>/phieu/", plan_acts.vote, name="candidate_vote"),
    path("quy-hoach/nguoi/<int:pk>/dua-ra/", plan_acts.remove, name="candidate_remove"),
]

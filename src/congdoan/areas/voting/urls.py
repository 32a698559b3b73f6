from django.urls import path

from congdoan.areas.voting import views

app_name = "voting"
urlpatterns = [
    path("", views.votes, name="votes"),
    path("mo/<int:organisation>/", views.open_new, name="open"),
    path("may/", views.kiosk, name="kiosk"),
    path("<int:pk>/to-ma/", views.slips, name="slips"),
    path("<int:pk>/", views.vote, name="vote"),
    path("<int:pk>/ung-cu/", views.candidate_add, name="candidate_add"),
    path("<int:pk>/ung-cu/<int:line>/rut/", views.candidate_strike, name="candidate_strike"),
    path("<int:pk>/ung-cu/<int:line>/len/", views.candidate_move, name="candidate_move"),
    path("<int:pk>/ban-bau-cu/", views.board_add, name="board_add"),
    path("<int:pk>/ban-bau-cu/<int:line>/thoi/", views.board_leave, name="board_leave"),
    path("<int:pk>/chot/", views.list_close, name="list_close"),
    path("<int:pk>/cu-tri/", views.roll, name="roll"),
    path("<int:pk>/cu-tri/them/", views.voter_add, name="voter_add"),
    path("<int:pk>/cu-tri/lay/", views.voters_fill, name="voters_fill"),
    path("<int:pk>/cu-tri/<int:line>/ra/", views.voter_remove, name="voter_remove"),
    path("<int:pk>/cu-tri/<int:line>/phat/", views.voter_hand_out, name="voter_hand_out"),
    path("<int:pk>/bat-dau/", views.begin, name="begin"),
    path("<int:pk>/ket-thuc/", views.end, name="end"),
    path("<int:pk>/huy/", views.void, name="void"),
    path("<int:pk>/kiem-phieu/", views.count, name="count"),
    path("<int:pk>/cong-bo/", views.announce_result, name="announce"),
    path("<int:pk>/vong-sau/", views.next_round, name="next_round"),
    path("<int:pk>/cong-nhan/", views.recognise_result, name="recognise"),
    path("<int:pk>/huy-phieu/", views.destroy, name="destroy"),
    path("<int:pk>/bien-ban/<str:form>/", views.minutes, name="minutes"),
    path("<int:pk>/kiem-lai.json", views.export, name="export"),
    path("<int:pk>/phieu/", views.ballot, name="ballot"),
    path("<int:pk>/ma/", views.codes, name="codes"),
]

from django.urls import path

from assistance.rounds.views import calendar, coverage, duties, planning, tours

app_name = "rounds"
urlpatterns = [
    path("", calendar.month, name="calendar"),
    path("agencies/", calendar.agencies, name="agencies"),
    path("missed/", calendar.missed, name="missed"),
    path("coverage/", coverage.areas, name="coverage"),
    path("coverage/agencies/", coverage.agencies, name="coverage_agencies"),
    path("unvisited/", coverage.unvisited, name="unvisited"),
    path("leaders/", tours.leaders, name="leaders"),
    path("tours/", tours.tour_list, name="tours"),
    path("tours/plan/", planning.plan, name="plan"),
    path("tours/names/", planning.names, name="names"),
    path("tours/<int:pk>/", tours.tour_page, name="tour"),
    path("tours/<int:pk>/change/", planning.change, name="change"),
    path("tours/<int:pk>/sheet/", tours.sheet, name="sheet"),
    path("tours/<int:pk>/finish/", tours.finish, name="finish"),
    path("tours/<int:pk>/cancel/", tours.cancel, name="cancel"),
    path("tours/<int:tour_pk>/stops/<int:pk>/skip/", tours.skip, name="skip"),
    path("duties/", duties.duty_list, name="duties"),
    path("duties/set/", duties.set_one, name="set_duty"),
    path("duties/<int:pk>/end/", duties.end, name="end_duty"),
]

from django.urls import path

from campaigns.views import campaigns, deciding, quotas, reports, rosters, taking_in

app_name = "campaigns"
urlpatterns = [
    path("", campaigns.list_campaigns, name="list"),
    path("plan/", campaigns.plan, name="plan"),
    path("<int:pk>/", campaigns.show_campaign, name="campaign"),
    path("<int:pk>/conditions/", campaigns.conditions, name="conditions"),
    path("<int:pk>/conditions/rule/", campaigns.set_rule, name="set_rule"),
    path("<int:pk>/publish/", campaigns.publish, name="publish"),
    path("<int:pk>/close/", campaigns.close, name="close"),
    path("<int:pk>/summarise/", campaigns.summarise, name="summarise"),
    path("<int:pk>/archive/", campaigns.archive, name="archive"),
    path("<int:pk>/quotas/", quotas.quotas, name="quotas"),
    path("<int:pk>/quotas/drop/", quotas.drop, name="drop_quota"),
    path("<int:pk>/quotas/move/", quotas.move, name="move_quota"),
    path("<int:pk>/roster/", rosters.roster, name="roster"),
    path("<int:pk>/propose/", taking_in.propose, name="propose"),
    path("<int:pk>/enrol/", taking_in.find, name="find"),
    path("<int:pk>/enrol/person/", taking_in.enrol_person, name="enrol_person"),
    path("<int:pk>/enrol/<int:file_pk>/", taking_in.enrol_file, name="enrol_file"),
    path("<int:pk>/end-collecting/", deciding.end_collecting, name="end_collecting"),
    path("<int:pk>/screen/", deciding.screen, name="screen"),
    path("<int:pk>/notice/", deciding.notice, name="notice"),
    path("<int:pk>/notice/sheet/", reports.notice_sheet, name="notice_sheet"),
    path("<int:pk>/approve/", deciding.approve, name="approve"),
    path("<int:pk>/execute/", deciding.execute, name="execute"),
    path("<int:pk>/report/", reports.report, name="report"),
    path("enrolments/<int:pk>/", rosters.show, name="enrolment"),
    path("enrolments/<int:pk>/change/", rosters.change, name="change"),
    path("enrolments/<int:pk>/tick/", rosters.tick, name="tick"),
    path("enrolments/<int:pk>/untick/", rosters.untick, name="untick"),
    path("enrolments/<int:pk>/withdraw/", rosters.withdraw, name="withdraw"),
    path("enrolments/<int:pk>/exception/", rosters.propose_exception, name="propose_exception"),
    path("enrolments/<int:pk>/exception/agree/", rosters.agree_exception, name="agree_exception"),
]

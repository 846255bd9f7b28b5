from django.urls import path

from assistance.aid.views import batches, payments, register, setup, ways

app_name = "aid"
urlpatterns = [
    path("", batches.batches, name="batches"),
    path("new/", batches.make, name="make_batch"),
    path("<int:pk>/", batches.batch, name="batch"),
    path("<int:pk>/check/", batches.check, name="check_batch"),
    path("<int:pk>/approve/", batches.approve, name="approve_batch"),
    path("<int:pk>/reject/", batches.reject, name="reject_batch"),
    path("<int:pk>/pay/", batches.pay, name="pay_batch"),
    path("<int:pk>/roll/", batches.roll, name="payout_roll"),
    path("<int:pk>/notice/", ways.notice, name="batch_notice"),
    path("<int:pk>/reissue/", ways.reissue, name="reissue"),
    path("<int:pk>/release/", ways.release, name="release"),
    path("rules/", setup.rules, name="rules"),
    path("payments/", payments.payments, name="payments"),
    path("payments/new/", payments.plan, name="plan_payment"),
    path("payments/<int:pk>/", payments.payment, name="payment"),
    path("payments/<int:pk>/void/", payments.void, name="void_payment"),
    path("payments/<int:pk>/recover/", ways.recover, name="recover"),
    path("register/", register.register, name="register"),
    path("register/<int:pk>/", register.line, name="line"),
]

"""Addresses of the administration, in the namespace of `web`."""

from django.urls import path

from ground.web.admin_pages import (
    deliveries,
    history,
    keys,
    organisations,
    people,
    places,
    privacy,
    trail,
)

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/add/", organisations.add, name="organisation_add"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/rename/", organisations.rename, name="organisation_rename"),
    path(
        "organisations/<int:pk>/deactivate/",
        organisations.deactivate,
        name="organisation_deactivate",
    ),
    path("people/", people.people, name="people"),
    path("people/add/", people.add, name="person_add"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/close/", people.close, name="person_close"),
    path("people/<int:pk>/reopen/", people.reopen, name="person_reopen"),
    path("people/<int:pk>/password/", people.password, name="person_password"),
    path("people/<int:pk>/move/", people.move, name="person_move"),
    path(
        "people/<int:pk>/roles/<int:role_pk>/withdraw/",
        people.role_withdraw,
        name="person_role_withdraw",
    ),
    path("api-keys/", keys.api_keys, name="api_keys"),
    path("api-keys/issue/", keys.issue, name="api_key_issue"),
    path("api-keys/<int:pk>/", keys.api_key, name="api_key"),
    path("api-keys/<int:pk>/revoke/", keys.revoke, name="api_key_revoke"),
    path("rules/", places.rules, name="rules"),
    path("rules/set/", places.rule_set, name="rule_set"),
    path("calendar/", places.calendar, name="calendar"),
    path("calendar/set/", places.day_set, name="day_set"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:pk>/try-again/", deliveries.try_again, name="delivery_try_again"),
    path("deliveries/<int:pk>/settle/", deliveries.settle, name="delivery_settle"),
    path("deliveries/<int:pk>/skip/", deliveries.skip, name="delivery_skip"),
    path("deliveries/event/", history.event, name="event"),
    path("releases/", privacy.releases, name="releases"),
    path("releases/whose/", privacy.whose_release, name="whose_release"),
    path("reveals/", privacy.reveals, name="reveals"),
    path("trail/", trail.trail, name="trail"),
]

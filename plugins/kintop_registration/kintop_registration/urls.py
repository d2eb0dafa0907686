"""Addresses below /x/kintop_registration/."""

from django.urls import path

from kintop_registration import views

urlpatterns = [
    path("gesendet/", views.show_sent, name="sent"),
    path("bestaetigen/<str:token>/", views.confirm, name="confirm"),
    path("abmelden/<str:token>/", views.withdraw, name="withdraw"),
    path("<int:offering_id>/<uuid:run_uid>/", views.register, name="register"),
]

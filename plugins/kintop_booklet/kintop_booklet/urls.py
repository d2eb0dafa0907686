from django.urls import path

from kintop_booklet import views

urlpatterns = [
    path("flyer/<int:pk>/", views.show_flyer, name="flyer"),
    path("<uuid:uid>/", views.show_job, name="job"),
    path("<uuid:uid>/noch-einmal/", views.retry_job, name="retry"),
    path("<uuid:uid>/datei/", views.show_file, name="file"),
]

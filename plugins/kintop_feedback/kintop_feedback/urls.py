from django.urls import path

from kintop_feedback.views import receive

urlpatterns = [path("", receive, name="receive")]

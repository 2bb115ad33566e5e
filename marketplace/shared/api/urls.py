"""The kernel's part of ``/api/v1``."""

from django.urls import path

from . import health, sms_reports

urlpatterns = [
    path("health", health.HealthView.as_view(), name="health"),
    path("health/liveness", health.LivenessView.as_view(), name="health-liveness"),
    path("health/readiness", health.ReadinessView.as_view(), name="health-readiness"),
    path("health/detailed", health.DetailedHealthView.as_view(), name="health-detailed"),
    path("health/database", health.DatabaseHealthView.as_view(), name="health-database"),
    path("health/cache", health.CacheHealthView.as_view(), name="health-cache"),
    path(
        "health/dependencies", health.DependenciesHealthView.as_view(), name="health-dependencies"
    ),
    path("health/metrics", health.MetricsView.as_view(), name="health-metrics"),
    path("notifications/twilio/status", sms_reports.TwilioStatus.as_view(), name="twilio-status"),
]

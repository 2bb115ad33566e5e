"""What the description says about the operations of health."""

from .schema import Operation

OPERATIONS = {
    "health_retrieve": Operation(summary="Saber si la plaza atiende", answer={"status": "ok"}),
    "health_liveness_retrieve": Operation(summary="Saber si el proceso responde"),
    "health_readiness_retrieve": Operation(summary="Saber si el proceso puede recibir solicitudes"),
    "health_detailed_retrieve": Operation(summary="Ver todos los motores y medidas"),
    "health_database_retrieve": Operation(summary="Medir PostgreSQL"),
    "health_cache_retrieve": Operation(summary="Medir Redis"),
    "health_dependencies_retrieve": Operation(summary="Medir cada motor"),
    "health_metrics_retrieve": Operation(summary="Ver las medidas de la plaza"),
    "notifications_twilio_status_create": Operation(
        summary="Recibir un aviso firmado por Twilio sobre un SMS"
    ),
}

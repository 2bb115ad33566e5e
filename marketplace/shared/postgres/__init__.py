"""Django's PostgreSQL back end without its query log, which ``DEBUG`` would switch on."""

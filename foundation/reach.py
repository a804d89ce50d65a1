"""Does the database answer: asked over a connection of its own, which no pool makes anybody wait for."""

import psycopg
from django.db import connection

PATIENCE_SECONDS = 2


def database_fault() -> str:
    """Why the database cannot be used, as PostgreSQL or the network says it (never a password); empty if it can."""
    given = {**connection.get_connection_params(), "connect_timeout": PATIENCE_SECONDS}
    try:
        with psycopg.connect(**given) as fresh:
            fresh.execute("SELECT 1")
    except psycopg.Error as error:
        return " ".join(str(error).split()) or type(error).__name__
    return ""

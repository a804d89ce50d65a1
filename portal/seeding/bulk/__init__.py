"""Many invented dossiers by COPY, with every row that the acts would have written (``manage.py loaddossiers``)."""

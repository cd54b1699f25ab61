"""Everything that speaks to Postgres. The only importer of psycopg and yoyo."""

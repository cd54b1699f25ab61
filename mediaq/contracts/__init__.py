"""What a producer may write into the JSON columns of a job: pydantic models, compiled into SQL
functions that a trigger asks, so that one definition holds for the API, the worker and psql."""

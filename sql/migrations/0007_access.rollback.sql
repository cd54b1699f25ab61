delete from mediaq.queues where queue = 'mediaq.webhook_jobs'::regclass;
drop table mediaq.webhook_jobs;
drop table mediaq.idempotency_keys;
drop table mediaq.api_keys;

delete from mediaq.queues where queue = 'mediaq.provider_submissions'::regclass;
drop table mediaq.provider_submissions;
drop table mediaq.provider_accounts;

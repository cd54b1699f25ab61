drop table mediaq.workers;
drop table mediaq.job_errors;
drop table mediaq.rate_slots;
drop table mediaq.queues;
drop table mediaq.job;
drop sequence mediaq.lease_seq;

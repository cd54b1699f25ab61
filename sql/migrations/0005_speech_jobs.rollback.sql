delete from mediaq.queues where queue in ('mediaq.ssml_jobs'::regclass, 'mediaq.audio_jobs'::regclass);
drop table mediaq.audio_jobs;
drop table mediaq.ssml_jobs;

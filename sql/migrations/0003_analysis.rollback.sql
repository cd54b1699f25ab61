delete from mediaq.queues where queue = 'mediaq.analysis'::regclass;
drop table mediaq.transcriptions;
drop table mediaq.asset_files;
drop table mediaq.analysis_results;
drop table mediaq.analysis;
drop table mediaq.sessions;

drop table mediaq.webhook_secrets;
drop table mediaq.webhook_disabled;
drop table mediaq.webhook_attempts;
update mediaq.queues
set payload = '{analysis_id,event,url}',
  max_attempts = case max_attempts when 17 then 12 else max_attempts end
where queue = 'mediaq.webhook_jobs'::regclass;
drop index mediaq.webhook_jobs_by_owner;
drop index mediaq.webhook_jobs_newest;
drop index mediaq.webhook_jobs_analysis;
delete from mediaq.webhook_jobs w using mediaq.webhook_jobs later
where later.analysis_id = w.analysis_id and later.event = w.event and later.id > w.id;
alter table mediaq.webhook_jobs
  drop column owner, drop column ended_at, drop column data,
  add constraint webhook_jobs_analysis_id_event_key unique (analysis_id, event);
comment on column mediaq.webhook_jobs.response_status is null;

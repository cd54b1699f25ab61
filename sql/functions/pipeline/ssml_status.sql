-- A feedback shows the status of its SSML job; a completed one enqueues the audio job; when SSML
-- ends without a text, audio is canceled, never left waiting.
create or replace function mediaq.ssml_job_updated() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  changed uuid[] := array(
    select id from (
      select id, status from new_rows union all select id, status from old_rows
    ) both_rows group by id having min(status) <> max(status));
begin
  if cardinality(changed) = 0 then
    return null;
  end if;
  update mediaq.analysis_feedback f
  set ssml_status = j.status,
      audio_status = case when j.status in ('failed', 'canceled') then 'canceled' else 'queued' end
  from mediaq.ssml_jobs j
  where j.id = any(changed) and f.id = j.feedback_id;
  insert into mediaq.audio_jobs (feedback_id, priority, key)
  select j.feedback_id, j.priority, j.key from mediaq.ssml_jobs j
  where j.id = any(changed) and j.status = 'completed' order by j.feedback_id
  on conflict (feedback_id) do nothing;
  return null;
end
$$;

create or replace trigger ssml_job_updated after update on mediaq.ssml_jobs
referencing old table as old_rows new table as new_rows for each statement
execute function mediaq.ssml_job_updated();

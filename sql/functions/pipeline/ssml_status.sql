-- A feedback shows the status of its SSML job; a completed one enqueues the audio job; when SSML
-- ends without a text, audio is canceled, never left waiting.
create or replace function mediaq.ssml_job_updated() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  if not exists (
    select from new_rows n join old_rows o on o.id = n.id where n.status <> o.status
  ) then
    return null;
  end if;
  update mediaq.analysis_feedback f
  set ssml_status = n.status,
      audio_status = case when n.status in ('failed', 'canceled') then 'canceled' else 'queued' end
  from new_rows n join old_rows o on o.id = n.id
  where n.status <> o.status and f.id = n.feedback_id;
  insert into mediaq.audio_jobs (feedback_id, priority, key)
  select n.feedback_id, n.priority, n.key from new_rows n join old_rows o on o.id = n.id
  where n.status = 'completed' and o.status <> 'completed' order by n.feedback_id
  on conflict (feedback_id) do nothing;
  return null;
end
$$;

create or replace trigger ssml_job_updated after update on mediaq.ssml_jobs
referencing old table as old_rows new table as new_rows for each statement
execute function mediaq.ssml_job_updated();

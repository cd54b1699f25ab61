-- A feedback shows the status of its audio job.
create or replace function mediaq.audio_job_updated() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  if not exists (
    select from new_rows n join old_rows o on o.id = n.id where n.status <> o.status
  ) then
    return null;
  end if;
  update mediaq.analysis_feedback f set audio_status = n.status
  from new_rows n join old_rows o on o.id = n.id
  where n.status <> o.status and f.id = n.feedback_id;
  return null;
end
$$;

create or replace trigger audio_job_updated after update on mediaq.audio_jobs
referencing old table as old_rows new table as new_rows for each statement
execute function mediaq.audio_job_updated();

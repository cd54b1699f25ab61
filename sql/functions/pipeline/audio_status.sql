-- A feedback shows the status of its audio job.
create or replace function mediaq.audio_job_updated() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  changed uuid[] := array(
    select id from (
      select id, status from new_rows union all select id, status from old_rows
    ) both_rows group by id having min(status) <> max(status));
begin
  if cardinality(changed) > 0 then
    update mediaq.analysis_feedback f set audio_status = j.status
    from mediaq.audio_jobs j
    where j.id = any(changed) and f.id = j.feedback_id;
  end if;
  return null;
end
$$;

create or replace trigger audio_job_updated after update on mediaq.audio_jobs
referencing old table as old_rows new table as new_rows for each statement
execute function mediaq.audio_job_updated();

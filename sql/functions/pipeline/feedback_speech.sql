-- Rollout step 07. Feedback with a message that is not blank is spoken; a changed message is
-- spoken anew: its stale segments and jobs go, so a worker still on the old text loses its lease.
create or replace function mediaq.feedback_inserted() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  if exists (select from new_rows where message is null or message !~ '\S') then
    update mediaq.analysis_feedback f set ssml_status = null, audio_status = null
    where f.id = any(array(select id from new_rows where message is null or message !~ '\S'));
  end if;
  insert into mediaq.ssml_jobs (feedback_id, key)
  select n.id, (select a.key from mediaq.analysis a where a.id = n.analysis_id) from new_rows n
  where n.message ~ '\S' and n.ssml_status = 'queued' order by n.id
  on conflict (feedback_id) do nothing;
  return null;
end
$$;

create or replace function mediaq.feedback_updated() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  changed bigint[] := array(
    select id from (
      select id, coalesce(message, '') as message from new_rows
      union all select id, coalesce(message, '') from old_rows
    ) both_rows group by id having min(message) <> max(message) order by id);
begin
  if cardinality(changed) = 0 then
    return null;
  end if;
  delete from mediaq.audio_jobs j where j.feedback_id = any(changed);
  delete from mediaq.ssml_jobs j where j.feedback_id = any(changed);
  delete from mediaq.analysis_audio_segments s where s.feedback_id = any(changed);
  delete from mediaq.analysis_ssml_segments s where s.feedback_id = any(changed);
  update mediaq.analysis_feedback f
  set ssml_status = case when f.message ~ '\S' then 'queued' end,
      audio_status = case when f.message ~ '\S' then 'queued' end
  where f.id = any(changed);
  insert into mediaq.ssml_jobs (feedback_id, key)
  select f.id, (select a.key from mediaq.analysis a where a.id = f.analysis_id)
  from mediaq.analysis_feedback f
  where f.id = any(changed) and f.message ~ '\S' order by f.id
  on conflict (feedback_id) do nothing;
  return null;
end
$$;

create or replace trigger feedback_inserted after insert on mediaq.analysis_feedback
referencing new table as new_rows for each statement
execute function mediaq.feedback_inserted();

create or replace trigger feedback_updated after update on mediaq.analysis_feedback
referencing old table as old_rows new table as new_rows for each statement
execute function mediaq.feedback_updated();

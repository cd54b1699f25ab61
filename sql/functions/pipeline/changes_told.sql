-- Trigger: tells event streams which analyses changed, by status, deletion or speech. Progress is
-- not told: streams look at what runs once a second, and by that a lost notification is made good.
--
-- A notifying commit takes a lock on the whole cluster, so it is done only while an API process
-- watches (watch_changes). When nobody does, a statement pays for this call and two lock calls.
create or replace function mediaq.changes_told() returns trigger
language plpgsql set search_path = mediaq, pg_temp
as $$
declare
  changed uuid[];
begin
  if pg_try_advisory_lock(7226003, 0) and pg_advisory_unlock(7226003, 0) then
    return null;
  end if;
  if tg_table_name = 'analysis' and tg_op = 'INSERT' then
    changed := array(select id from new_rows);
  elsif tg_table_name = 'analysis' then
    changed := array(
      select id from (
        select id, status, deleted_at from new_rows
        union all select id, status, deleted_at from old_rows
      ) both_rows
      group by id having min(status) <> max(status) or count(deleted_at) = 1);
  elsif tg_op = 'INSERT' then
    changed := array(select distinct analysis_id from new_rows);
  else
    changed := array(
      select distinct analysis_id from (
        select id, analysis_id, concat(ssml_status, ' ', audio_status) as spoken from new_rows
        union all
        select id, analysis_id, concat(ssml_status, ' ', audio_status) from old_rows
      ) both_rows
      group by id, analysis_id having min(spoken) <> max(spoken));
  end if;
  if cardinality(changed) > 0 then
    -- A payload holds 8,000 bytes. An empty one means: look at everything.
    perform pg_notify('mediaq_changed',
      case when cardinality(changed) <= 200 then array_to_string(changed, ',') else '' end);
  end if;
  return null;
end
$$;

create or replace trigger changes_told_inserted after insert on mediaq.analysis
referencing new table as new_rows for each statement
execute function mediaq.changes_told();

create or replace trigger changes_told_updated after update on mediaq.analysis
referencing old table as old_rows new table as new_rows for each statement
execute function mediaq.changes_told();

create or replace trigger changes_told_inserted after insert on mediaq.analysis_feedback
referencing new table as new_rows for each statement
execute function mediaq.changes_told();

create or replace trigger changes_told_updated after update on mediaq.analysis_feedback
referencing old table as old_rows new table as new_rows for each statement
execute function mediaq.changes_told();

-- An asset shows the status of its newest analysis; each end of an analysis with a callback URL gets
-- a webhook job. Heartbeats fire this too: they change no status and fall through.
-- What was to be fetched and is not there when its analysis fails is a failed upload, until a retry.
-- What changed is found by grouping, never by joining the transition tables: their plan is cached
-- from the first, small statement, and a nested loop over 100,000 rows would not end.
create or replace function mediaq.analysis_inserted() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  -- An automatic analysis is the first of its asset, which was marked when it was written.
  if not exists (select from new_rows where kickoff <> 'auto') then
    return null;
  end if;
  update mediaq.media_assets a set analysis_status = n.status, updated_at = mediaq.now()
  from new_rows n
  where n.kickoff <> 'auto' and a.id = n.asset_id and not exists (
    select from mediaq.analysis later where later.asset_id = n.asset_id and later.id > n.id
  );
  return null;
end
$$;

create or replace function mediaq.analysis_updated() returns trigger
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
  update mediaq.media_assets a
  set analysis_status = n.status, updated_at = mediaq.now(),
    upload_status = case
      when a.source_url is null or a.storage_path is not null then a.upload_status
      when n.status = 'failed' and a.upload_status = 'pending' then 'failed'
      when n.status in ('queued', 'processing') and a.upload_status = 'failed' then 'pending'
      else a.upload_status end
  from mediaq.analysis n
  where n.id = any(changed) and a.id = n.asset_id and not exists (
    select from mediaq.analysis later where later.asset_id = n.asset_id and later.id > n.id
  );
  insert into mediaq.webhook_jobs (analysis_id, event, url, key, owner, ended_at, data)
  select n.id, 'analysis.' || n.status, n.callback_url, n.key, n.owner, n.completed_at,
    jsonb_build_object('analysis_id', n.id, 'asset_id', n.asset_id, 'status', n.status,
      'tag', n.tag, 'error_code', case n.status when 'failed' then n.error_code end)
  from mediaq.analysis n
  where n.id = any(changed) and n.status in ('completed', 'failed', 'canceled')
    and n.callback_url is not null
  order by n.id;
  return null;
end
$$;

create or replace trigger analysis_inserted after insert on mediaq.analysis
referencing new table as new_rows for each statement
execute function mediaq.analysis_inserted();

create or replace trigger analysis_updated after update on mediaq.analysis
referencing old table as old_rows new table as new_rows for each statement
execute function mediaq.analysis_updated();

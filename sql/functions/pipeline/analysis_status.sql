-- An asset shows the status of its newest analysis; a terminal analysis with a callback URL gets
-- its webhook job. Fires for heartbeats too, which change no status and fall through.
create or replace function mediaq.analysis_inserted() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  if not exists (select from new_rows) then
    return null;
  end if;
  update mediaq.media_assets a set analysis_status = n.status, updated_at = mediaq.now()
  from new_rows n
  where a.id = n.asset_id and not exists (
    select from mediaq.analysis later where later.asset_id = n.asset_id and later.id > n.id
  );
  return null;
end
$$;

create or replace function mediaq.analysis_updated() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  if not exists (
    select from new_rows n join old_rows o on o.id = n.id where n.status <> o.status
  ) then
    return null;
  end if;
  update mediaq.media_assets a set analysis_status = n.status, updated_at = mediaq.now()
  from new_rows n join old_rows o on o.id = n.id
  where n.status <> o.status and a.id = n.asset_id and not exists (
    select from mediaq.analysis later where later.asset_id = n.asset_id and later.id > n.id
  );
  insert into mediaq.webhook_jobs (analysis_id, event, url)
  select n.id, 'analysis.' || n.status, n.callback_url
  from new_rows n join old_rows o on o.id = n.id
  where n.status <> o.status and n.status in ('completed', 'failed', 'canceled')
    and n.callback_url is not null
  on conflict (analysis_id, event) do nothing;
  return null;
end
$$;

create or replace trigger analysis_inserted after insert on mediaq.analysis
referencing new table as new_rows for each statement
execute function mediaq.analysis_inserted();

create or replace trigger analysis_updated after update on mediaq.analysis
referencing old table as old_rows new table as new_rows for each statement
execute function mediaq.analysis_updated();

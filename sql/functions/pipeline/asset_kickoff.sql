-- Rollout step 08. An asset whose upload is complete gets its automatic analysis, once.
-- A statement trigger also fires for no rows at all: each one returns early then, or two tables
-- that update each other would never end.
create or replace function mediaq.asset_inserted() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  if not exists (
    select from new_rows n where n.upload_status = 'completed' and n.deleted_at is null
  ) then
    return null;
  end if;
  insert into mediaq.analysis (asset_id, owner, key, kickoff)
  select n.id, n.owner, nullif(n.owner, ''), 'auto' from new_rows n
  where n.upload_status = 'completed' and n.deleted_at is null
  on conflict (asset_id) where kickoff = 'auto' do nothing;
  return null;
end
$$;

create or replace function mediaq.asset_updated() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  if not exists (
    select from new_rows n join old_rows o on o.id = n.id
    where n.upload_status = 'completed' and o.upload_status <> 'completed'
  ) then
    return null;
  end if;
  insert into mediaq.analysis (asset_id, owner, key, kickoff)
  select n.id, n.owner, nullif(n.owner, ''), 'auto' from new_rows n join old_rows o on o.id = n.id
  where n.upload_status = 'completed' and o.upload_status <> 'completed' and n.deleted_at is null
  on conflict (asset_id) where kickoff = 'auto' do nothing;
  return null;
end
$$;

create or replace trigger asset_inserted after insert on mediaq.media_assets
referencing new table as new_rows for each statement
execute function mediaq.asset_inserted();

create or replace trigger asset_updated after update on mediaq.media_assets
referencing old table as old_rows new table as new_rows for each statement
execute function mediaq.asset_updated();

-- Analyses that somebody asked for belong to their owner's turn, too.
create or replace function mediaq.analysis_key() returns trigger
language plpgsql set search_path = mediaq, pg_temp
as $$
begin
  new.key := new.owner;
  return new;
end
$$;

create or replace trigger analysis_key before insert on mediaq.analysis for each row
when (new.key is null and new.owner <> '') execute function mediaq.analysis_key();

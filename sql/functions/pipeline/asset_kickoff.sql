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

-- What flipped is found by grouping, never by joining the transition tables: the plan is cached from
-- a first, small statement, and its nested loop over 100,000 rows would not end.
create or replace function mediaq.asset_updated() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  flipped uuid[] := array(
    select id from (
      select id from new_rows where upload_status = 'completed' and deleted_at is null
      union all
      select id from old_rows where upload_status <> 'completed'
    ) both_rows group by id having count(*) = 2);
begin
  if cardinality(flipped) > 0 then
    insert into mediaq.analysis (asset_id, owner, key, kickoff)
    select a.id, a.owner, nullif(a.owner, ''), 'auto'
    from mediaq.media_assets a where a.id = any(flipped) and not (
      a.source_url is not null and exists (select from mediaq.analysis n where n.asset_id = a.id)
    )
    on conflict (asset_id) where kickoff = 'auto' do nothing;
  end if;
  return null;
end
$$;

-- The asset says `queued` from the start: a second write of every row would cost more than the rest.
-- What is to be fetched has its analysis by the end of the transaction (asset_source.sql).
create or replace function mediaq.asset_marked() returns trigger
language plpgsql set search_path = mediaq, pg_temp
as $$
begin
  new.analysis_status := 'queued';
  return new;
end
$$;

create or replace trigger asset_marked before insert on mediaq.media_assets for each row
when (new.analysis_status is null and new.deleted_at is null and (new.upload_status = 'completed'
  or new.upload_status = 'pending' and new.source_url is not null and new.storage_path is null))
execute function mediaq.asset_marked();

create or replace trigger asset_marked_later before update on mediaq.media_assets for each row
when (new.upload_status = 'completed' and old.upload_status <> 'completed'
  and new.analysis_status is null and new.deleted_at is null)
execute function mediaq.asset_marked();

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

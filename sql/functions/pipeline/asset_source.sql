-- An asset that names a URL and has no file yet is fetched by its first analysis, as that one's
-- first stage. At the end of the transaction it has one: whoever inserts both chooses its options.
create or replace function mediaq.asset_sourced() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  insert into mediaq.analysis (asset_id, owner, key, kickoff)
  select a.id, a.owner, nullif(a.owner, ''), 'auto'
  from mediaq.media_assets a
  where a.id = new.id and a.upload_status = 'pending' and a.deleted_at is null
    and not exists (select from mediaq.analysis n where n.asset_id = a.id)
  on conflict (asset_id) where kickoff = 'auto' do nothing;
  return null;
end
$$;

drop trigger if exists asset_sourced on mediaq.media_assets;
create constraint trigger asset_sourced after insert on mediaq.media_assets
deferrable initially deferred for each row
when (new.source_url is not null and new.storage_path is null and new.upload_status = 'pending'
  and new.deleted_at is null)
execute function mediaq.asset_sourced();

-- The last part of the URL's path is its name, if it was given none.
create or replace function mediaq.asset_named() returns trigger
language plpgsql set search_path = mediaq, pg_temp
as $$
begin
  new.filename := coalesce(
    nullif(left(substring(new.source_url from '^[^:]+://[^/?#]*(?:/[^/?#]*)*/([^/?#]+)'), 255), ''),
    'download');
  return new;
end
$$;

create or replace trigger asset_named before insert on mediaq.media_assets for each row
when (new.filename is null and new.source_url is not null)
execute function mediaq.asset_named();

-- Notes that the content of an asset's URL is stored. The analysis that fetched it names its lease.
-- Answers done, already (the asset has a file, perhaps by this very call) or lost.
create or replace function mediaq.fetched(
  id uuid, lease bigint, media_type text, mime_type text, size_bytes bigint, sha256 text,
  storage_path text
) returns text
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  asset uuid;
begin
  select j.asset_id into asset from mediaq.analysis j
  where j.id = fetched.id and j.lease = fetched.lease and j.lease_expires_at is not null
  for no key update;
  if asset is null then
    return 'lost';
  end if;
  update mediaq.media_assets a
  set media_type = fetched.media_type, mime_type = fetched.mime_type,
    size_bytes = fetched.size_bytes, sha256 = fetched.sha256,
    storage_path = fetched.storage_path, upload_status = 'completed', updated_at = mediaq.now()
  where a.id = asset and a.source_url is not null and a.storage_path is null;
  return case when found then 'done' else 'already' end;
end
$$;

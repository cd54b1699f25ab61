-- Keeps the perceptual hash of an asset's picture, and answers which other picture of the same owner
-- is most like it: the same bytes, else at most `within` bits apart (4 at the most: the indexes look
-- at five bands). No row where there is none; a picture without a hash is compared by its bytes.
create or replace function mediaq.picture_seen(asset uuid, hash bigint, within integer)
returns table (other uuid, filename text, same boolean, bits integer)
language plpgsql set search_path = mediaq, pg_temp
as $$
declare
  this mediaq.media_assets;
begin
  -- One after the other: two that are analysed at once would not see each other.
  perform pg_advisory_xact_lock(hashtextextended('mediaq.picture_hashes', 0));
  select a.* into this from mediaq.media_assets a where a.id = asset;
  if hash is not null then
    insert into mediaq.picture_hashes as h values (asset, this.owner, picture_seen.hash)
    on conflict (asset_id) do update set owner = excluded.owner, hash = excluded.hash;
  end if;
  return query
  select a.id, a.filename, c.same, c.bits
  from (
    select s.id, true as same, 0 as bits from mediaq.media_assets s
    where s.sha256 = this.sha256 and s.owner = this.owner and s.media_type = 'image'
    union all
    select l.asset_id, false, l.bits from mediaq.pictures_like(this.owner, hash, within) l
  ) c
  join mediaq.media_assets a on a.id = c.id
  where a.id <> asset and a.owner = this.owner and a.deleted_at is null
  order by not c.same, c.bits, a.id
  limit 1;
end
$$;

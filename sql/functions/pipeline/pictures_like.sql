-- Pictures of an owner whose hash is at most `within` (4) bits away. A band that very many pictures
-- have in common is looked at in part, so that the cost is bounded.
create or replace function mediaq.pictures_like(owner text, hash bigint, within integer)
returns table (asset_id uuid, bits integer)
language sql stable set search_path = mediaq, pg_temp
as $$
  select l.asset_id, l.bits from (
    select c.asset_id, bit_count((c.hash # pictures_like.hash)::bit(64))::integer as bits
    from (
      (select h.asset_id, h.hash from mediaq.picture_hashes h where h.owner = pictures_like.owner
        and (h.hash & 8191) = (pictures_like.hash & 8191) limit 1000)
      union
      (select h.asset_id, h.hash from mediaq.picture_hashes h where h.owner = pictures_like.owner
        and (h.hash >> 13 & 8191) = (pictures_like.hash >> 13 & 8191) limit 1000)
      union
      (select h.asset_id, h.hash from mediaq.picture_hashes h where h.owner = pictures_like.owner
        and (h.hash >> 26 & 8191) = (pictures_like.hash >> 26 & 8191) limit 1000)
      union
      (select h.asset_id, h.hash from mediaq.picture_hashes h where h.owner = pictures_like.owner
        and (h.hash >> 39 & 8191) = (pictures_like.hash >> 39 & 8191) limit 1000)
      union
      (select h.asset_id, h.hash from mediaq.picture_hashes h where h.owner = pictures_like.owner
        and (h.hash >> 52 & 8191) = (pictures_like.hash >> 52 & 8191) limit 1000)
    ) c
  ) l
  where l.bits <= within
$$;

-- What event streams show, read once for all of an owner's streams.

-- name: live.watch
select mediaq.watch_changes()

-- name: live.unwatch
select mediaq.unwatch_changes()

-- name: live.states
select * from mediaq.live_state(%(ids)s)

-- Those of the known ones that got on, by a look at their rows alone.
-- name: live.advanced
select known.id
from unnest(%(ids)s::uuid[], %(statuses)s::text[], %(progress)s::integer[])
  as known (id, status, progress)
left join mediaq.analysis n on n.id = known.id and n.deleted_at is null
where (n.status, n.progress) is distinct from (known.status, known.progress)

-- Those of the known ones of which anything is another now.
-- name: live.moved
select known.id
from unnest(%(ids)s::uuid[], %(versions)s::text[]) as known (id, version)
left join mediaq.live_state(%(ids)s) s on s.analysis_id = known.id
where s.version is distinct from known.version

-- The newest analysis of each asset, as a gallery shows them.
-- name: live.selection
select * from mediaq.live_state(array(
  select n.id from mediaq.analysis n
  join mediaq.media_assets a on a.id = n.asset_id
  where n.deleted_at is null and a.deleted_at is null
    and (%(owner)s = '*' or n.owner = %(owner)s)
    and (%(asset_ids)s::uuid[] is null or n.asset_id = any(%(asset_ids)s))
    and (%(statuses)s::text[] is null or n.status = any(%(statuses)s))
    and not exists (
      select from mediaq.analysis later
      where later.asset_id = n.asset_id and later.id > n.id and later.deleted_at is null
    )
  order by n.created_at desc, n.id desc
  limit %(limit)s
))

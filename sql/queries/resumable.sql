-- Uploads that come in pieces.

-- name: resumable.add
insert into mediaq.resumable_uploads (filename, claimed_type, metadata, asked, length, expires_at)
values (%(filename)s, %(claimed_type)s, %(metadata)s, %(asked)s::jsonb, %(length)s,
  mediaq.now() + make_interval(secs => %(expiry)s))
returning id, expires_at

-- name: resumable.one
select id, owner, filename, claimed_type, metadata, asked, length, received, sha256, error_code,
  asset_id, analysis_id, duplicate, created_at, expires_at,
  case when state = 'uploading' and expires_at <= mediaq.now() then 'expired' else state end as state
from mediaq.resumable_uploads where id = %(id)s

-- The same, for the transaction that ends it.
-- name: resumable.lock
select id, state, asset_id, analysis_id from mediaq.resumable_uploads where id = %(id)s for update

-- name: resumable.grow
update mediaq.resumable_uploads
set received = %(received)s, length = coalesce(length, %(length)s), updated_at = mediaq.now(),
  expires_at = mediaq.now() + make_interval(secs => %(expiry)s)
where id = %(id)s and state = 'uploading'

-- All is there: from now on the content is found by its hash, wherever its file is.
-- name: resumable.whole
update mediaq.resumable_uploads
set received = length, sha256 = %(sha256)s, updated_at = mediaq.now(),
  expires_at = mediaq.now() + make_interval(secs => %(expiry)s)
where id = %(id)s and state = 'uploading'

-- name: resumable.complete
update mediaq.resumable_uploads
set state = 'completed', asset_id = %(asset_id)s, analysis_id = %(analysis_id)s,
  duplicate = %(duplicate)s, updated_at = mediaq.now()
where id = %(id)s

-- name: resumable.end
update mediaq.resumable_uploads
set state = %(state)s, error_code = %(error_code)s, updated_at = mediaq.now()
where id = %(id)s and state <> 'failed'

-- name: resumable.expire
update mediaq.resumable_uploads set state = 'expired', updated_at = mediaq.now()
where state = 'uploading' and expires_at <= mediaq.now()

-- What ended is told apart from what never was for a day.
-- name: resumable.forget
delete from mediaq.resumable_uploads
where state <> 'uploading' and expires_at <= mediaq.now() - interval '1 day'

-- name: resumable.uploading
select id from mediaq.resumable_uploads where id = any(%(ids)s) and state = 'uploading'

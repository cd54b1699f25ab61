-- What an event stream shows of analyses. `version` differs whenever anything shown does; `newest`
-- says that the asset has no later analysis, and `ended` that neither the analysis nor its speech
-- will change by itself. Runs with the caller's rights, so row security chooses the rows; simple
-- enough to be inlined into the statement that calls it.
create or replace function mediaq.live_state(ids uuid[]) returns table (
  analysis_id uuid, asset_id uuid, filename text, media_type text, status text, progress smallint,
  error_code text, last_error text, findings bigint, total bigint, completed bigint, failed bigint,
  spoken jsonb, created_at timestamptz, gone boolean, newest boolean, ended boolean, version text
)
language sql stable
as $$
select s.*,
  not exists (
    select from mediaq.analysis later
    where later.asset_id = s.asset_id and later.id > s.analysis_id and later.deleted_at is null
  ),
  s.status in ('completed', 'failed', 'canceled')
    and not jsonb_path_exists(s.spoken, '$[*].* ? (@ == "queued" || @ == "processing")'),
  left(md5(s::text), 16)
from (
  select n.id as analysis_id, n.asset_id, a.filename, a.media_type, n.status, n.progress,
    n.error_code, n.last_error, f.findings, f.total, f.completed, f.failed, f.spoken, n.created_at,
    n.deleted_at is not null or a.deleted_at is not null as gone
  from mediaq.analysis n
  join mediaq.media_assets a on a.id = n.asset_id
  cross join lateral (
    select count(*) as findings,
      count(*) filter (where g.ssml_status is not null) as total,
      count(*) filter (where g.audio_status = 'completed') as completed,
      count(*) filter (where g.audio_status in ('failed', 'canceled')) as failed,
      coalesce(jsonb_agg(jsonb_build_object('feedback_id', g.id, 'ssml_status', g.ssml_status,
        'audio_status', g.audio_status) order by g.id) filter (where g.ssml_status is not null),
        '[]') as spoken
    from mediaq.analysis_feedback g where g.analysis_id = n.id
  ) f
  where n.id = any(ids)
) s
$$;

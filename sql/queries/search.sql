-- name: search.passages
select s.id, s.rank, s.kind, s.asset_id, s.analysis_id, a.filename, a.media_type, s.feedback_id,
  f.code, f.severity, s.start_ms, s.end_ms, s.snippet,
  case when a.media_type <> 'image' then s.page end as page
from mediaq.search(%(q)s, %(kinds)s, %(media_types)s, %(after_rank)s, %(after_id)s, %(limit)s) s
join mediaq.media_assets a on a.id = s.asset_id
left join mediaq.analysis_feedback f on f.id = s.feedback_id
order by s.rank desc, s.id desc

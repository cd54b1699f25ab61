-- Findings are found by their message, suggestion and code. Here and in its sisters no table is ever
-- read whole: a plan that was made while it was small may be kept.
create or replace function mediaq.index_findings(ids bigint[]) returns void
language sql security definer set search_path = mediaq, pg_temp set enable_seqscan = off set jit = off
as $$
delete from mediaq.search_entries where feedback_id = any(ids);
insert into mediaq.search_entries (kind, asset_id, analysis_id, feedback_id, start_ms, end_ms, page,
  language, content, words)
select 'finding', n.asset_id, n.id, f.id, f.start_ms, f.end_ms, f.page, t.config, t.content,
  setweight(to_tsvector(t.config::regconfig, f.code || ' ' || translate(f.code, '._', '  ')), 'A')
    || mediaq.text_vector(t.config, t.content, 'B')
from mediaq.analysis_feedback f
join mediaq.analysis n on n.id = f.analysis_id,
lateral (select mediaq.text_config(f.language) as config,
  left(concat_ws(' ', f.message, f.suggestion), 8000) as content) t
where f.id = any(ids) and t.content ~ '\S'
order by f.id
$$;

create or replace function mediaq.findings_told() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    perform mediaq.index_findings(array(select id from new_rows));
  else
    perform mediaq.index_findings(array[new.id]);
  end if;
  return null;
end
$$;

create or replace trigger text_inserted after insert on mediaq.analysis_feedback
referencing new table as new_rows for each statement execute function mediaq.findings_told();

-- By its columns, so that a change of status, of which there are many, does not even fire it.
create or replace trigger text_updated
after update of code, message, suggestion, language, start_ms, end_ms, page
on mediaq.analysis_feedback for each row execute function mediaq.findings_told();

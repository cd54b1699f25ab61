-- Pages, of documents or recognised in pictures: what the results `text` and `ocr` of an analysis
-- hold. Their language is what the analysis was told, else what the document says, else guessed.
create or replace function mediaq.index_pages(ids uuid[]) returns void
language sql security definer set search_path = mediaq, pg_temp set enable_seqscan = off set jit = off
as $$
delete from mediaq.search_entries where result_id = any(ids);
insert into mediaq.search_entries (kind, asset_id, analysis_id, result_id, page, language, content,
  words)
with texts as materialized (
  select n.asset_id, n.id as analysis_id, r.id, r.result, case
    when l.language is not null then mediaq.text_config(l.language)
    else mediaq.guessed_config((
      select string_agg(left(few.page ->> 'text', 1000), ' ')
      from (select jsonb_path_query(r.result, '$.pages[*]') as page limit 4) few
    )) end as config
  from mediaq.analysis_results r
  join mediaq.analysis n on n.id = r.analysis_id
  cross join lateral (select coalesce(nullif(n.options ->> 'language', ''), (
    select nullif(d.result ->> 'language', '') from mediaq.analysis_results d
    where d.analysis_id = n.id and d.analysis_type = 'document')) as language) l
  where r.id = any(ids) and r.analysis_type in ('text', 'ocr')
)
select 'page', t.asset_id, t.analysis_id, t.id, nullif(mediaq.json_count(p -> 'page'), 0), t.config, s,
  mediaq.text_vector(t.config, s, 'D')
from texts t
cross join lateral jsonb_path_query(t.result, '$.pages[*]') p
cross join lateral mediaq.text_pieces(p ->> 'text', 8000) s
$$;

create or replace function mediaq.pages_told() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  ids uuid[] := array(select id from new_rows where analysis_type in ('text', 'ocr'));
begin
  if cardinality(ids) > 0 then
    perform mediaq.index_pages(ids);
  end if;
  return null;
end
$$;

create or replace trigger text_inserted after insert on mediaq.analysis_results
referencing new table as new_rows for each statement execute function mediaq.pages_told();

create or replace trigger text_updated after update on mediaq.analysis_results
referencing new table as new_rows for each statement execute function mediaq.pages_told();

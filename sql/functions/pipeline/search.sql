-- What people ask for, in the words of every configuration. Those that ask for nothing that an index
-- could look up (stop words, or only what must not be there) are left out.
-- `open*` asks for words that begin so, and for the word itself in all its forms.
create or replace function mediaq.text_queries(asked text)
returns table (config text, query tsquery)
language sql stable
as $$
select c.config, q.query
from (select config from mediaq.text_configs() union select 'simple') c
cross join mediaq.spaced_phrases(asked) words
cross join mediaq.spaced_phrases(mediaq.unaccented(asked)) plain
cross join lateral (
  select mediaq.text_query(c.config, words)
    || case when plain = words then '' else mediaq.text_query(c.config, plain) end
) q (query)
where querytree(q.query) not in ('', 'T')
$$;

-- The same for file names: each word may be the beginning of one of theirs.
create or replace function mediaq.name_query(asked text) returns tsquery
language sql stable
as $$
select regexp_replace(q::text, '''([^'']+)''', '''\1'':*', 'g')::tsquery
from regexp_replace(asked, '(?<=[^\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f])-|'
  || '[\u0001-\u001f!\u0023-\u002c./\u003a-\u0040\u005b-\u0060\u007b-\u007f]', ' ', 'g') words
cross join mediaq.unaccented(words) plain
cross join lateral (
  select websearch_to_tsquery('simple', mediaq.spaced_phrases(words))
    || case when plain = words then ''
      else websearch_to_tsquery('simple', mediaq.spaced_phrases(plain)) end
) a (q)
where querytree(q) not in ('', 'T')
$$;

-- Passages that match, best first, of what the transaction's owner may see (`mediaq.sees`), from
-- behind (`after_rank`, `after_id`) on. Of several analyses of an asset the newest that says anything
-- of a kind. `snippet` marks what matched by U+0002 and U+0003; in a name, blanks stand for what
-- parts its words. It runs as the owner because row security would keep `@@` from the index: the
-- operator is not leakproof.
create or replace function mediaq.search(
  asked text, kinds text[], media_types text[], after_rank double precision, after_id bigint, most integer
) returns table (
  id bigint, rank real, kind text, asset_id uuid, analysis_id uuid, feedback_id bigint,
  start_ms bigint, end_ms bigint, page integer, snippet text
)
language plpgsql stable rows 20 security definer
set search_path = mediaq, pg_temp set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  by_name tsquery := mediaq.name_query(asked);
  configs text[];
  queries tsquery[];
  any_query tsquery := '';
  query tsquery;
begin
  select array_agg(q.config), array_agg(q.query) into configs, queries
  from mediaq.text_queries(asked) q;
  for query in select distinct q from unnest(queries) q loop
    any_query := any_query || query;
  end loop;
  return query
  with matching as (
    select e.id, e.kind, e.asset_id, e.analysis_id, ts_rank(e.words, q.query) as rank, q.query
    from mediaq.search_entries e join unnest(configs, queries) q (config, query)
      on q.config = e.language
    where e.kind <> 'name' and e.words @@ any_query and e.words @@ q.query
    union all
    select e.id, e.kind, e.asset_id, e.analysis_id, ts_rank(e.words, by_name), by_name
    from mediaq.search_entries e
    where e.kind = 'name' and e.words @@ by_name
  ), best as (
    -- Sorted first; the rest is asked of one after the other, until there are enough.
    select f.* from (
      select m.* from matching m
      where (kinds is null or m.kind = any(kinds))
        and (after_rank is null or (m.rank, m.id) < (after_rank::real, after_id))
      order by m.rank desc, m.id desc
    ) f
    cross join lateral (
      select from mediaq.media_assets a
      where a.id = f.asset_id and a.deleted_at is null and mediaq.sees(a.owner)
        and (media_types is null or a.media_type = any(media_types))
      limit 1
    ) seen
    where f.analysis_id is null or f.analysis_id = (
      select e.analysis_id
      from mediaq.search_entries e join mediaq.analysis n on n.id = e.analysis_id
      where e.asset_id = f.asset_id and e.kind = f.kind
        and n.deleted_at is null and mediaq.sees(n.owner)
      order by e.analysis_id desc limit 1
    )
    order by f.rank desc, f.id desc limit most
  )
  select b.id, b.rank, b.kind, b.asset_id, b.analysis_id, e.feedback_id, e.start_ms, e.end_ms,
    e.page, mediaq.unspaced(case when h.snippet ~ '\u0002' then h.snippet
      else ts_headline(t.config, mediaq.unaccented(t.shown), b.query, t.options) end)
  from best b
  cross join lateral (select p.* from mediaq.search_entries p where p.id = b.id offset 0) e
  cross join lateral (
    select e.language::regconfig as config, mediaq.spaced(s) as shown,
      E'StartSel="\u0002", StopSel="\u0003", ' || case when length(s) <= 255
        then 'HighlightAll=true'
        else 'FragmentDelimiter=" … ", MaxFragments=2, MinWords=8, MaxWords=24' end as options
    from translate(case e.kind when 'name' then mediaq.name_words(e.content) else e.content end,
      E'\u0002\u0003', '') s
  ) t
  cross join lateral (select ts_headline(t.config, t.shown, b.query, t.options) offset 0) h (snippet)
  order by b.rank desc, b.id desc;
end
$$;

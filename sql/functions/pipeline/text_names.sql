-- A file's name, as words: punctuation parts them. That of other alphabets the parser knows; which
-- of their characters are letters, the class [:alnum:] does not in a database without a locale.
create or replace function mediaq.name_words(name text) returns text
language sql immutable parallel safe
as $$
select regexp_replace(name, '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f]', ' ', 'g')
$$;

-- File names are found from the end of an asset's first analysis on: to write them with the row of
-- the asset would cost uploads by the hundred thousand more than all the rest.
create or replace function mediaq.index_names(ids uuid[]) returns void
language sql security definer set search_path = mediaq, pg_temp set enable_seqscan = off set jit = off
as $$
delete from mediaq.search_entries e using mediaq.media_assets a
where e.asset_id = any(ids) and e.kind = 'name' and a.id = e.asset_id and a.filename <> e.content;
insert into mediaq.search_entries (kind, asset_id, language, content, words)
select 'name', a.id, 'simple', a.filename,
  mediaq.text_vector('simple', mediaq.name_words(a.filename), 'A')
from mediaq.media_assets a
where a.id = any(ids) and not exists (
  select from mediaq.search_entries e where e.asset_id = a.id and e.kind = 'name'
)
$$;

create or replace function mediaq.name_told() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  perform mediaq.index_names(array[new.id]);
  return null;
end
$$;

create or replace trigger text_updated after update of filename, analysis_status
on mediaq.media_assets for each row
when (old.filename <> new.filename
  or old.analysis_status is distinct from new.analysis_status
    and new.analysis_status in ('completed', 'failed', 'canceled'))
execute function mediaq.name_told();

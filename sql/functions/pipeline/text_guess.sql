-- The text search configuration of a text whose language nobody named: by its script, else by the
-- stop words that it is full of; English where neither says so.
create or replace function mediaq.guessed_config(content text) returns text
language sql stable parallel safe
as $$
with sample as (select left(content, 4000) as shown),
scripts as (
  select s.config, length(regexp_replace(shown, '[^' || s.letters || ']', '', 'g')) as letters
  from sample, (values ('latin', 'A-Za-z'), ('russian', '\u0400-\u04ff'), ('greek', '\u0370-\u03ff'),
    ('arabic', '\u0600-\u06ff'), ('hindi', '\u0900-\u097f'), ('armenian', '\u0530-\u058f'),
    ('tamil', '\u0b80-\u0bff')) s (config, letters)
), script as (
  select config from scripts order by letters desc, config = 'latin' desc limit 1
), words as (
  select distinct lower(w) as word
  from sample, regexp_split_to_table(shown, '[^[:alpha:]\u0080-\U0010ffff]+') w
  where length(w) between 1 and 6
  limit 300
), stopped as (
  select c as config, count(*) as stops
  from words cross join unnest(array['danish', 'dutch', 'english', 'finnish', 'french', 'german',
    'hungarian', 'italian', 'norwegian', 'portuguese', 'spanish', 'swedish', 'turkish']) c
  where ts_lexize((c || '_stem')::regdictionary, word) = '{}'
  group by c
)
select case when script.config <> 'latin' then script.config else coalesce((
  select config from stopped
  where stops >= 5 order by stops desc, config = 'english' desc, config limit 1
), 'english') end
from script
$$;

-- How words of a language (BCP 47) are stemmed: the name of a text search configuration that every
-- PostgreSQL from 14 on has. Words of a language that none of them knows are taken as they are; where
-- nobody said which language it is, English: the same words are found in any other one too.
create or replace function mediaq.text_configs() returns table (tag text, config text)
language sql immutable parallel safe
as $$
values ('ar', 'arabic'), ('ca', 'catalan'), ('da', 'danish'), ('de', 'german'), ('el', 'greek'),
  ('en', 'english'), ('es', 'spanish'), ('eu', 'basque'), ('fi', 'finnish'), ('fr', 'french'),
  ('ga', 'irish'), ('hi', 'hindi'), ('hu', 'hungarian'), ('hy', 'armenian'), ('id', 'indonesian'),
  ('it', 'italian'), ('lt', 'lithuanian'), ('ne', 'nepali'), ('nl', 'dutch'), ('no', 'norwegian'),
  ('nb', 'norwegian'), ('nn', 'norwegian'), ('pt', 'portuguese'), ('ro', 'romanian'),
  ('ru', 'russian'), ('sr', 'serbian'), ('sv', 'swedish'), ('ta', 'tamil'), ('tr', 'turkish'),
  ('yi', 'yiddish')
$$;

create or replace function mediaq.text_config(language text) returns text
language sql immutable parallel safe
as $$
select case when coalesce(language, '') = '' then 'english' else coalesce((
  select config from mediaq.text_configs() where tag = lower(split_part(language, '-', 1))
), 'simple') end
$$;

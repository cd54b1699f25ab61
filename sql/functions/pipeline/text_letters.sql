-- Letters of scripts that put no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
create or replace function mediaq.unspaced_letters() returns text
language sql immutable parallel safe
as $$
select '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf'
  || '\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]'
$$;

-- Their letters are found one by one, so each gets blanks around it; what is asked must find them
-- behind each other.
create or replace function mediaq.spaced(content text) returns text
language sql immutable parallel safe
as $$
select case when octet_length(content) = length(content) then content
  else regexp_replace(content, '(' || mediaq.unspaced_letters() || ')', ' \1 ', 'g') end
$$;

-- The text as it was before `spaced`, marks around single letters joined.
create or replace function mediaq.unspaced(content text) returns text
language sql immutable parallel safe
as $$
select case when octet_length(content) = length(content) then content
  else replace(regexp_replace(content, ' ?(\u0002?' || mediaq.unspaced_letters() || '\u0003?) ?',
    '\1', 'g'), E'\u0003\u0002', '') end
$$;

-- Without accents: "Café Müller" is found by "cafe muller", too.
create or replace function mediaq.unaccented(content text) returns text
language sql immutable parallel safe
as $$
select case when octet_length(content) = length(content) then content
  else translate(replace(normalize(regexp_replace(normalize(content, NFD),
    '[\u0300-\u036f]', '', 'g'), NFC), 'ß', 'ss'), 'ØøŁłĐđı', 'OoLlDdi') end
$$;

-- What a text is found by: its words, and once more without accents, which weighs less.
create or replace function mediaq.text_vector(config text, content text, weight "char")
returns tsvector language sql stable parallel safe
as $$
select setweight(to_tsvector(config::regconfig, mediaq.spaced(content)), weight)
  || case when plain = content then ''::tsvector
    else setweight(to_tsvector(config::regconfig, mediaq.spaced(plain)), 'D') end
from mediaq.unaccented(content) plain
$$;

-- A query in the words of a configuration. A word with a star is looked up as it is, too, and as the
-- beginning of others: digits in it keep it from being stemmed.
create or replace function mediaq.text_query(config text, asked text) returns tsquery
language sql stable parallel safe
as $$
select websearch_to_tsquery(config::regconfig, asked) || case when strpos(asked, '*') = 0 then ''
  else regexp_replace(websearch_to_tsquery(config::regconfig, regexp_replace(asked,
    '([^\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f])\*', '\19q9q9', 'g'))::text,
    '''([^'']+)9q9q9''', '''\1'':*', 'g')::tsquery end
$$;

-- What is asked, each run of such letters as a phrase.
create or replace function mediaq.spaced_phrases(asked text) returns text
language sql immutable parallel safe
as $$
select case when octet_length(asked) = length(asked) then asked else (
  select string_agg(mediaq.spaced(case when nr % 2 = 0 then part else regexp_replace(part,
    '((?:^|\s)-)?(' || mediaq.unspaced_letters() || '+)', ' \1"\2" ', 'g') end), '"' order by nr)
  from regexp_split_to_table(asked, '"') with ordinality p (part, nr)) end
$$;

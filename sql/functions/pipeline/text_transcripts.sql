-- Transcripts are found sentence by sentence, as the engine divided them; where it did not, twenty
-- words at a time; and as text without a time where there is no more.
create or replace function mediaq.spoken_passages(
  metadata jsonb, words jsonb, content text, out start_ms bigint, out end_ms bigint, out said text
) returns setof record
language plpgsql immutable
as $$
begin
  return query select mediaq.json_count(s -> 'start_ms'), mediaq.json_count(s -> 'end_ms'), p
    from jsonb_path_query(metadata, '$.segments[*]') s, mediaq.text_pieces(s ->> 'text', 8000) p;
  if found then
    return;
  end if;
  return query select mediaq.json_count((array_agg(w.value order by w.nr))[1] -> 'start_ms'),
      mediaq.json_count((array_agg(w.value order by w.nr desc))[1] -> 'end_ms'),
      left(string_agg(w.value ->> 'word', ' ' order by w.nr), 8000)
    from jsonb_path_query(words, '$[*]') with ordinality as w (value, nr)
    group by (w.nr - 1) / 20 having string_agg(w.value ->> 'word', '') ~ '\S' order by min(w.nr);
  if not found then
    return query select null::bigint, null::bigint, p from mediaq.text_pieces(content, 8000) p;
  end if;
end
$$;

create or replace function mediaq.index_transcripts(ids uuid[]) returns void
language sql security definer set search_path = mediaq, pg_temp set enable_seqscan = off set jit = off
as $$
delete from mediaq.search_entries where transcription_id = any(ids);
insert into mediaq.search_entries (kind, asset_id, analysis_id, transcription_id, start_ms, end_ms,
  language, content, words)
select 'transcript', n.asset_id, n.id, t.id, p.start_ms, p.end_ms, c.config, p.said,
  mediaq.text_vector(c.config, p.said, 'C')
from mediaq.transcriptions t
join mediaq.analysis n on n.id = t.analysis_id
cross join lateral (
  select mediaq.text_config(coalesce(t.language, n.options ->> 'language')) as config
) c
cross join lateral mediaq.spoken_passages(t.metadata, t.word_timestamps, t.text_content) p
where t.id = any(ids)
$$;

create or replace function mediaq.transcripts_told() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  perform mediaq.index_transcripts(array(select id from new_rows));
  return null;
end
$$;

create or replace trigger text_inserted after insert on mediaq.transcriptions
referencing new table as new_rows for each statement execute function mediaq.transcripts_told();

create or replace trigger text_updated after update on mediaq.transcriptions
referencing new table as new_rows for each statement execute function mediaq.transcripts_told();

-- depends: 0008_contracts
-- What can be searched, a passage a row. Written by triggers (functions/pipeline/text_*.sql), from
-- rows that take it with them when they go.
create table mediaq.search_entries (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('finding', 'transcript', 'page', 'name')),
  asset_id uuid not null references mediaq.media_assets (id) on delete cascade,
  analysis_id uuid,
  feedback_id bigint references mediaq.analysis_feedback (id) on delete cascade,
  transcription_id uuid references mediaq.transcriptions (id) on delete cascade,
  result_id uuid references mediaq.analysis_results (id) on delete cascade,
  start_ms bigint,
  end_ms bigint,
  page integer,
  language text not null,
  content text not null,
  words tsvector not null,
  check (num_nonnulls(feedback_id, transcription_id, result_id) = (kind <> 'name')::integer),
  check ((kind = 'name') = (analysis_id is null))
);
comment on table mediaq.search_entries is
  'Passages that mediaq.search looks through: findings, spoken sentences, pages, file names.';
comment on column mediaq.search_entries.analysis_id is 'That of the row the passage is from.';
comment on column mediaq.search_entries.language is 'The text search configuration of its words.';
comment on column mediaq.search_entries.content is 'What is shown of it.';

-- Names are looked up by the beginnings of words, which would match too much of everything else.
create index search_entries_words on mediaq.search_entries using gin (words) where kind <> 'name';
create index search_entries_names on mediaq.search_entries using gin (words) where kind = 'name';
create index search_entries_asset on mediaq.search_entries (asset_id, kind, analysis_id);
create index search_entries_feedback on mediaq.search_entries (feedback_id)
  where feedback_id is not null;
create index search_entries_transcription on mediaq.search_entries (transcription_id)
  where transcription_id is not null;
create index search_entries_result on mediaq.search_entries (result_id) where result_id is not null;

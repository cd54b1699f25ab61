-- depends: 0008_contracts
-- What the lists of the API ask for: finished results, a tag, a file that is not named by content.
create index analysis_finished on mediaq.analysis (completed_at desc, id desc)
  where status = 'completed' and deleted_at is null;
create index analysis_by_tag on mediaq.analysis (tag, created_at desc)
  where tag is not null and deleted_at is null;
create index media_assets_by_path on mediaq.media_assets (storage_path)
  where storage_path not like 'originals/%';

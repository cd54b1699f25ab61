-- Indexes what was there before this file. Raise the number when what is indexed changes: 4.
do $$
begin
  perform mediaq.index_findings(array(select id from mediaq.analysis_feedback));
  perform mediaq.index_transcripts(array(select id from mediaq.transcriptions));
  perform mediaq.index_pages(array(
    select id from mediaq.analysis_results where analysis_type in ('text', 'ocr')));
  perform mediaq.index_names(array(select id from mediaq.media_assets
    where analysis_status in ('completed', 'failed', 'canceled')));
end
$$;

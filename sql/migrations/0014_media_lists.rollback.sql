drop index mediaq.media_assets_by_path;
drop index mediaq.analysis_by_tag;
drop index mediaq.analysis_finished;

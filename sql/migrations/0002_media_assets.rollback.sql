drop table mediaq.media_assets;

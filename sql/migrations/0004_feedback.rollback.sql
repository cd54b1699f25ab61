drop table mediaq.analysis_audio_segments;
drop table mediaq.analysis_ssml_segments;
drop table mediaq.analysis_feedback;

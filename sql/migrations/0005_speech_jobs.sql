-- depends: 0004_feedback
-- Rollout steps 05 and 06. Steps 07 and 08, the triggers, stand with their functions in
-- sql/functions/pipeline.

create table mediaq.ssml_jobs (
  like mediaq.job including all,
  feedback_id bigint not null unique references mediaq.analysis_feedback (id) on delete cascade
);
create table mediaq.audio_jobs (
  like mediaq.job including all,
  feedback_id bigint not null unique references mediaq.analysis_feedback (id) on delete cascade
);

insert into mediaq.queues (queue, payload, retention) values
  ('mediaq.ssml_jobs', '{feedback_id}', '7 days'),
  ('mediaq.audio_jobs', '{feedback_id}', '7 days');

-- Every GRANT and REVOKE, and every row policy. Applied last by `mediaq migrate`, where the roles
-- exist. Starts from nothing, so what is not on this page is not granted.

revoke all on schema mediaq from public;
revoke all on all tables in schema mediaq from public, mediaq_api, mediaq_worker;
revoke all on all sequences in schema mediaq from public, mediaq_api, mediaq_worker;
revoke all on all functions in schema mediaq from public, mediaq_api, mediaq_worker;
grant usage on schema mediaq to mediaq_api, mediaq_worker;

-- Both: the clock, ids (column defaults call them), queue state to read, what is wrong with options.
grant execute on function mediaq.now(), mediaq.new_id(), mediaq.id_at(timestamptz),
  mediaq.settings_of(regclass), mediaq.queue_stats(), mediaq.sees(text),
  mediaq.contract_errors(text, jsonb)
  to mediaq_api, mediaq_worker;
grant select on
  mediaq.media_assets, mediaq.analysis, mediaq.analysis_results, mediaq.asset_files,
  mediaq.transcriptions, mediaq.analysis_feedback, mediaq.analysis_ssml_segments,
  mediaq.analysis_audio_segments, mediaq.ssml_jobs, mediaq.audio_jobs, mediaq.webhook_jobs,
  mediaq.webhook_attempts, mediaq.webhook_disabled, mediaq.provider_submissions,
  mediaq.job_errors, mediaq.queues, mediaq.workers, mediaq.applied_files
  to mediaq_api, mediaq_worker;

-- The API: makes assets, asks for analyses, cancels, retries, pauses. It cannot claim or complete.
grant insert, update on mediaq.media_assets to mediaq_api;
grant insert (asset_id, owner, kickoff, analyzer_type, prompt, config, options, parameters,
  session_id, callback_url, tag, priority, run_at) on mediaq.analysis to mediaq_api;
grant update (deleted_at, tag) on mediaq.analysis to mediaq_api;
grant select, insert, update on mediaq.sessions, mediaq.idempotency_keys to mediaq_api;
grant select, insert, update, delete on mediaq.resumable_uploads to mediaq_api;
grant execute on function mediaq.cancel(regclass, uuid[]), mediaq.retry(regclass, uuid[]),
  mediaq.retry_where(regclass, text, timestamptz, timestamptz, text, integer),
  mediaq.pause(regclass), mediaq.resume(regclass),
  mediaq.count_queues(),
  mediaq.api_key(text), mediaq.api_key_used(text), mediaq.api_keys_in_use(),
  mediaq.forget_requests(integer), mediaq.live_state(uuid[]), mediaq.watch_changes(),
  mediaq.unwatch_changes(), mediaq.redeliver(uuid[])
  to mediaq_api;

grant select (id, provider) on mediaq.provider_accounts to mediaq_api;
grant execute on function mediaq.estimated_time(text, bigint),
  mediaq.search(text, text[], text[], double precision, bigint, integer) to mediaq_api;

-- The workers: the queue's verbs and what analyses produce. No writes to queue tables by hand.
grant execute on function
  mediaq.claim(regclass, uuid, integer),
  mediaq.heartbeat(regclass, uuid[], bigint[], integer[]),
  mediaq.complete(regclass, uuid[], bigint[]),
  mediaq.exchange(regclass, uuid, uuid[], bigint[], integer),
  mediaq.fail(regclass, uuid, bigint, text, text, boolean, interval),
  mediaq.release(regclass, uuid[], bigint[]),
  mediaq.rescue(regclass), mediaq.due_in(regclass), mediaq.idle(regclass), mediaq.busy(regclass), mediaq.prune(regclass, integer),
  mediaq.fetched(uuid, bigint, text, text, bigint, text, text),
  mediaq.picture_seen(uuid, bigint, integer), mediaq.pictures_like(text, bigint, integer),
  mediaq.webhook_attempted(uuid, bigint, integer, text, text, text, integer, double precision),
  mediaq.worker_seen(uuid, text, text, integer, text, integer, integer), mediaq.worker_gone(uuid),
  mediaq.worker_lost(regclass, uuid, text, text)
  to mediaq_worker;
-- The claim of each queue, written by `compile_claim`, which grants it alike.
do $$
declare
  tab text;
begin
  for tab in select c.relname from mediaq.queues q join pg_class c on c.oid = q.queue loop
    execute format('grant execute on function mediaq.%I(uuid, integer, boolean) to mediaq_worker',
      'claim_' || tab);
  end loop;
end
$$;
grant update (media_type, mime_type, size_bytes, sha256, duration_ms, width, height, metadata,
  updated_at) on mediaq.media_assets to mediaq_worker;
grant insert, update, delete on mediaq.analysis_results, mediaq.asset_files,
  mediaq.transcriptions, mediaq.analysis_feedback, mediaq.analysis_ssml_segments,
  mediaq.analysis_audio_segments
  to mediaq_worker;
grant update (analyzer_version) on mediaq.analysis to mediaq_worker;
grant select, insert, update on mediaq.picture_hashes to mediaq_worker;
grant select on mediaq.webhook_secrets to mediaq_worker;

-- Row security: on for every table. Workers see all rows; the API sees those of the owner that its
-- transaction names in `mediaq.owner` and no row when it names none. The owner role is exempt: the
-- queue functions and triggers run as it, and nobody can log in as it.
do $$
declare
  tab regclass;
begin
  for tab in select c.oid from pg_class c
    where c.relnamespace = 'mediaq'::regnamespace and c.relkind = 'r'
      and has_table_privilege(c.oid, 'select') loop
    execute format('alter table %s enable row level security', tab);
    execute format('drop policy if exists worker on %s', tab);
    execute format('drop policy if exists api on %s', tab);
    execute format('create policy worker on %s to mediaq_worker using (true) with check (true)', tab);
  end loop;
end
$$;

create policy api on mediaq.media_assets to mediaq_api
  using (mediaq.sees(owner)) with check (mediaq.sees(owner));
create policy api on mediaq.analysis to mediaq_api
  using (mediaq.sees(owner))
  with check (mediaq.sees(owner) and exists (select from mediaq.media_assets a where a.id = asset_id));
create policy api on mediaq.asset_files to mediaq_api
  using (exists (select from mediaq.media_assets a where a.id = asset_id));
create policy api on mediaq.analysis_results to mediaq_api
  using (exists (select from mediaq.analysis a where a.id = analysis_id));
create policy api on mediaq.transcriptions to mediaq_api
  using (exists (select from mediaq.analysis a where a.id = analysis_id));
create policy api on mediaq.analysis_feedback to mediaq_api
  using (exists (select from mediaq.analysis a where a.id = analysis_id));
create policy api on mediaq.analysis_ssml_segments to mediaq_api
  using (exists (select from mediaq.analysis_feedback f where f.id = feedback_id));
create policy api on mediaq.analysis_audio_segments to mediaq_api
  using (exists (select from mediaq.analysis_feedback f where f.id = feedback_id));
create policy api on mediaq.ssml_jobs to mediaq_api
  using (exists (select from mediaq.analysis_feedback f where f.id = feedback_id));
create policy api on mediaq.audio_jobs to mediaq_api
  using (exists (select from mediaq.analysis_feedback f where f.id = feedback_id));
create policy api on mediaq.webhook_jobs to mediaq_api
  using (mediaq.sees(owner)) with check (mediaq.sees(owner));
create policy api on mediaq.webhook_attempts to mediaq_api
  using (exists (select from mediaq.webhook_jobs w where w.id = job_id));
create policy api on mediaq.webhook_disabled to mediaq_api
  using (mediaq.sees(owner)) with check (mediaq.sees(owner));
create policy api on mediaq.provider_submissions to mediaq_api
  using (exists (select from mediaq.analysis a where a.id = analysis_id));
create policy api on mediaq.job_errors to mediaq_api
  using (exists (select from mediaq.analysis a where a.id = job_id)
    or exists (select from mediaq.ssml_jobs s where s.id = job_id)
    or exists (select from mediaq.audio_jobs s where s.id = job_id)
    or exists (select from mediaq.webhook_jobs s where s.id = job_id));
create policy api on mediaq.idempotency_keys to mediaq_api
  using (mediaq.sees(owner)) with check (mediaq.sees(owner));
create policy api on mediaq.resumable_uploads to mediaq_api
  using (mediaq.sees(owner)) with check (mediaq.sees(owner));
create policy api on mediaq.sessions to mediaq_api using (true) with check (true);
create policy api on mediaq.provider_accounts to mediaq_api using (true);
create policy api on mediaq.queues to mediaq_api using (true);
create policy api on mediaq.workers to mediaq_api using (true);
create policy api on mediaq.applied_files to mediaq_api using (true);

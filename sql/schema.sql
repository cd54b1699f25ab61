-- SCHEMA mediaq

CREATE SCHEMA mediaq;

-- FUNCTION analysis_inserted()

CREATE FUNCTION mediaq.analysis_inserted() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION analysis_keeps_contracts()

CREATE FUNCTION mediaq.analysis_keeps_contracts() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION analysis_key()

CREATE FUNCTION mediaq.analysis_key() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION analysis_updated()

CREATE FUNCTION mediaq.analysis_updated() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION api_key(text)

CREATE FUNCTION mediaq.api_key(id text) RETURNS TABLE(owner text, secret_sha256 bytea, scopes text[], rate_limit integer)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION api_key_used(text)

CREATE FUNCTION mediaq.api_key_used(id text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION api_keys_in_use()

CREATE FUNCTION mediaq.api_keys_in_use() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION asset_inserted()

CREATE FUNCTION mediaq.asset_inserted() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION asset_marked()

CREATE FUNCTION mediaq.asset_marked() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION asset_named()

CREATE FUNCTION mediaq.asset_named() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION asset_sourced()

CREATE FUNCTION mediaq.asset_sourced() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION asset_updated()

CREATE FUNCTION mediaq.asset_updated() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION audio_job_updated()

CREATE FUNCTION mediaq.audio_job_updated() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION backoff(integer, interval, interval)

CREATE FUNCTION mediaq.backoff(failures integer, base interval, cap interval) RETURNS interval
    LANGUAGE sql
    AS …;

-- FUNCTION busy(regclass)

CREATE FUNCTION mediaq.busy(queue regclass) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION cancel(regclass, uuid[])

CREATE FUNCTION mediaq.cancel(queue regclass, ids uuid[]) RETURNS TABLE(id uuid, outcome text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION changes_told()

CREATE FUNCTION mediaq.changes_told() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION claim(regclass, uuid, integer)

CREATE FUNCTION mediaq.claim(queue regclass, worker uuid, max_jobs integer DEFAULT 1) RETURNS TABLE(id uuid, lease bigint, attempt integer, payload jsonb)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION claim_analysis(uuid, integer, boolean)

CREATE FUNCTION mediaq.claim_analysis(worker_id uuid, max_jobs integer, durable boolean DEFAULT true) RETURNS TABLE(id uuid, lease bigint, attempt integer, payload jsonb)
    LANGUAGE plpgsql SECURITY DEFINER ROWS 100
    SET search_path TO 'mediaq', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    SET enable_sort TO 'off'
    SET jit TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
    AS …;

-- FUNCTION claim_audio_jobs(uuid, integer, boolean)

CREATE FUNCTION mediaq.claim_audio_jobs(worker_id uuid, max_jobs integer, durable boolean DEFAULT true) RETURNS TABLE(id uuid, lease bigint, attempt integer, payload jsonb)
    LANGUAGE plpgsql SECURITY DEFINER ROWS 100
    SET search_path TO 'mediaq', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    SET enable_sort TO 'off'
    SET jit TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
    AS …;

-- FUNCTION claim_provider_submissions(uuid, integer, boolean)

CREATE FUNCTION mediaq.claim_provider_submissions(worker_id uuid, max_jobs integer, durable boolean DEFAULT true) RETURNS TABLE(id uuid, lease bigint, attempt integer, payload jsonb)
    LANGUAGE plpgsql SECURITY DEFINER ROWS 100
    SET search_path TO 'mediaq', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    SET enable_sort TO 'off'
    SET jit TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
    AS …;

-- FUNCTION claim_ssml_jobs(uuid, integer, boolean)

CREATE FUNCTION mediaq.claim_ssml_jobs(worker_id uuid, max_jobs integer, durable boolean DEFAULT true) RETURNS TABLE(id uuid, lease bigint, attempt integer, payload jsonb)
    LANGUAGE plpgsql SECURITY DEFINER ROWS 100
    SET search_path TO 'mediaq', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    SET enable_sort TO 'off'
    SET jit TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
    AS …;

-- FUNCTION claim_webhook_jobs(uuid, integer, boolean)

CREATE FUNCTION mediaq.claim_webhook_jobs(worker_id uuid, max_jobs integer, durable boolean DEFAULT true) RETURNS TABLE(id uuid, lease bigint, attempt integer, payload jsonb)
    LANGUAGE plpgsql SECURITY DEFINER ROWS 100
    SET search_path TO 'mediaq', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    SET enable_sort TO 'off'
    SET jit TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
    AS …;

-- FUNCTION compile_claim(regclass)

CREATE FUNCTION mediaq.compile_claim(queue regclass) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION complete(regclass, uuid[], bigint[])

CREATE FUNCTION mediaq.complete(queue regclass, ids uuid[], leases bigint[]) RETURNS TABLE(id uuid, lease bigint, outcome text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION contract_errors(text, jsonb)

CREATE FUNCTION mediaq.contract_errors(contract text, value jsonb) RETURNS SETOF text
    LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION count_queues()

CREATE FUNCTION mediaq.count_queues() RETURNS TABLE(queue text, queued bigint, processing bigint, completed bigint, failed bigint, canceled bigint, oldest_due interval, paused_at timestamp with time zone)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION due_in(regclass)

CREATE FUNCTION mediaq.due_in(queue regclass) RETURNS interval
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION equip_limits(regclass)

CREATE FUNCTION mediaq.equip_limits(queue regclass) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION equip_queue(regclass)

CREATE FUNCTION mediaq.equip_queue(queue regclass) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION errors_in_analysis_config(jsonb)

CREATE FUNCTION mediaq.errors_in_analysis_config(value jsonb) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

-- FUNCTION errors_in_analysis_options(jsonb)

CREATE FUNCTION mediaq.errors_in_analysis_options(value jsonb) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

-- FUNCTION errors_in_analysis_parameters(jsonb)

CREATE FUNCTION mediaq.errors_in_analysis_parameters(value jsonb) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

-- FUNCTION estimated_time(text, bigint)

CREATE FUNCTION mediaq.estimated_time(kind text, length_ms bigint) RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION exchange(regclass, uuid, uuid[], bigint[], integer)

CREATE FUNCTION mediaq.exchange(queue regclass, worker uuid, ids uuid[], leases bigint[], max_jobs integer) RETURNS TABLE(id uuid, lease bigint, attempt integer, payload jsonb, outcome text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION fail(regclass, uuid, bigint, text, text, boolean, interval)

CREATE FUNCTION mediaq.fail(queue regclass, id uuid, lease bigint, error text, code text DEFAULT 'error'::text, permanent boolean DEFAULT false, delay interval DEFAULT NULL::interval) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION feedback_inserted()

CREATE FUNCTION mediaq.feedback_inserted() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION feedback_updated()

CREATE FUNCTION mediaq.feedback_updated() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION fetched(uuid, bigint, text, text, bigint, text, text)

CREATE FUNCTION mediaq.fetched(id uuid, lease bigint, media_type text, mime_type text, size_bytes bigint, sha256 text, storage_path text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION findings_told()

CREATE FUNCTION mediaq.findings_told() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION forget_requests(integer)

CREATE FUNCTION mediaq.forget_requests(max_rows integer) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION guessed_config(text)

CREATE FUNCTION mediaq.guessed_config(content text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

-- FUNCTION heartbeat(regclass, uuid[], bigint[], integer[])

CREATE FUNCTION mediaq.heartbeat(queue regclass, ids uuid[], leases bigint[], progress integer[]) RETURNS SETOF uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION id_at(timestamp with time zone)

CREATE FUNCTION mediaq.id_at(moment timestamp with time zone) RETURNS uuid
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

-- FUNCTION idle(regclass)

CREATE FUNCTION mediaq.idle(queue regclass) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION index_findings(bigint[])

CREATE FUNCTION mediaq.index_findings(ids bigint[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS …;

-- FUNCTION index_names(uuid[])

CREATE FUNCTION mediaq.index_names(ids uuid[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS …;

-- FUNCTION index_pages(uuid[])

CREATE FUNCTION mediaq.index_pages(ids uuid[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS …;

-- FUNCTION index_transcripts(uuid[])

CREATE FUNCTION mediaq.index_transcripts(ids uuid[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS …;

-- FUNCTION json_count(jsonb)

CREATE FUNCTION mediaq.json_count(value jsonb) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS …;

-- FUNCTION json_double(jsonb)

CREATE FUNCTION mediaq.json_double(value jsonb) RETURNS double precision
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

-- FUNCTION json_overflows(jsonb)

CREATE FUNCTION mediaq.json_overflows(value jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

-- TABLE queues

CREATE TABLE mediaq.queues (
    queue regclass NOT NULL,
    payload text[] NOT NULL,
    lease interval DEFAULT '00:00:15'::interval NOT NULL,
    max_attempts integer DEFAULT 5 NOT NULL,
    max_crashes integer DEFAULT 3 NOT NULL,
    backoff_base interval DEFAULT '00:00:01'::interval NOT NULL,
    backoff_cap interval DEFAULT '00:05:00'::interval NOT NULL,
    concurrency integer,
    key_concurrency integer,
    rate_limit integer,
    rate_period interval,
    fair boolean DEFAULT false NOT NULL,
    retention interval,
    paused_at timestamp with time zone,
    CONSTRAINT queues_backoff_base_check CHECK ((backoff_base > '00:00:00'::interval)),
    CONSTRAINT queues_check CHECK ((backoff_cap >= backoff_base)),
    CONSTRAINT queues_check1 CHECK (((rate_limit IS NULL) = (rate_period IS NULL))),
    CONSTRAINT queues_concurrency_check CHECK ((concurrency > 0)),
    CONSTRAINT queues_key_concurrency_check CHECK ((key_concurrency > 0)),
    CONSTRAINT queues_lease_check CHECK ((lease >= '00:00:00.1'::interval)),
    CONSTRAINT queues_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT queues_max_crashes_check CHECK ((max_crashes > 0)),
    CONSTRAINT queues_rate_limit_check CHECK (((rate_limit >= 1) AND (rate_limit <= 100000))),
    CONSTRAINT queues_rate_period_check CHECK ((rate_period > '00:00:00'::interval)),
    CONSTRAINT queues_retention_check CHECK ((retention > '00:00:00'::interval))
);

-- COMMENT TABLE queues

COMMENT ON TABLE mediaq.queues IS 'One row per queue table: how it is run.';

-- COMMENT COLUMN queues.payload

COMMENT ON COLUMN mediaq.queues.payload IS 'Columns that a claim hands to the worker.';

-- COMMENT COLUMN queues.concurrency

COMMENT ON COLUMN mediaq.queues.concurrency IS 'Jobs that run at once, over all workers.';

-- COMMENT COLUMN queues.key_concurrency

COMMENT ON COLUMN mediaq.queues.key_concurrency IS 'Jobs of one key that run at once.';

-- COMMENT COLUMN queues.rate_limit

COMMENT ON COLUMN mediaq.queues.rate_limit IS 'Claims per rate_period.';

-- COMMENT COLUMN queues.fair

COMMENT ON COLUMN mediaq.queues.fair IS 'Keys take turns, within a priority.';

-- COMMENT COLUMN queues.retention

COMMENT ON COLUMN mediaq.queues.retention IS 'Age at which finished jobs are pruned; null keeps them.';

-- FUNCTION limit_queue(regclass, integer, integer, integer, interval, boolean)

CREATE FUNCTION mediaq.limit_queue(queue regclass, concurrency integer DEFAULT NULL::integer, key_concurrency integer DEFAULT NULL::integer, rate_limit integer DEFAULT NULL::integer, rate_period interval DEFAULT NULL::interval, fair boolean DEFAULT NULL::boolean) RETURNS mediaq.queues
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION live_state(uuid[])

CREATE FUNCTION mediaq.live_state(ids uuid[]) RETURNS TABLE(analysis_id uuid, asset_id uuid, filename text, media_type text, status text, progress smallint, error_code text, last_error text, findings bigint, total bigint, completed bigint, failed bigint, spoken jsonb, created_at timestamp with time zone, gone boolean, newest boolean, ended boolean, version text)
    LANGUAGE sql STABLE
    AS …;

-- FUNCTION lock_slot(regclass)

CREATE FUNCTION mediaq.lock_slot(queue regclass) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS …;

-- FUNCTION name_query(text)

CREATE FUNCTION mediaq.name_query(asked text) RETURNS tsquery
    LANGUAGE sql STABLE
    AS …;

-- FUNCTION name_told()

CREATE FUNCTION mediaq.name_told() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION name_words(text)

CREATE FUNCTION mediaq.name_words(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

-- FUNCTION new_id()

CREATE FUNCTION mediaq.new_id() RETURNS uuid
    LANGUAGE sql PARALLEL SAFE
    AS …;

-- FUNCTION now()

CREATE FUNCTION mediaq.now() RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

-- FUNCTION pages_told()

CREATE FUNCTION mediaq.pages_told() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION pause(regclass)

CREATE FUNCTION mediaq.pause(queue regclass) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION pick_in_turns(mediaq.queues, integer, timestamp with time zone, jsonb, boolean)

CREATE FUNCTION mediaq.pick_in_turns(settings mediaq.queues, max_jobs integer, moment timestamp with time zone, memory jsonb, sweep boolean, OUT taken uuid[], OUT memory_after jsonb) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION pick_turns(mediaq.queues, integer, timestamp with time zone)

CREATE FUNCTION mediaq.pick_turns(settings mediaq.queues, max_jobs integer, moment timestamp with time zone) RETURNS uuid[]
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION picture_seen(uuid, bigint, integer)

CREATE FUNCTION mediaq.picture_seen(asset uuid, hash bigint, within integer) RETURNS TABLE(other uuid, filename text, same boolean, bits integer)
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION pictures_like(text, bigint, integer)

CREATE FUNCTION mediaq.pictures_like(owner text, hash bigint, within integer) RETURNS TABLE(asset_id uuid, bits integer)
    LANGUAGE sql STABLE
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION prune(regclass, integer)

CREATE FUNCTION mediaq.prune(queue regclass, max_rows integer DEFAULT 1000) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION queue_stats()

CREATE FUNCTION mediaq.queue_stats() RETURNS TABLE(queue text, queued bigint, processing bigint, completed bigint, failed bigint, canceled bigint, oldest_due interval, paused_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION redeliver(uuid[])

CREATE FUNCTION mediaq.redeliver(ids uuid[]) RETURNS SETOF uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION refuse_value(text, text, jsonb)

CREATE FUNCTION mediaq.refuse_value(tab text, col text, value jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION release(regclass, uuid[], bigint[])

CREATE FUNCTION mediaq.release(queue regclass, ids uuid[], leases bigint[]) RETURNS SETOF uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION rescue(regclass)

CREATE FUNCTION mediaq.rescue(queue regclass) RETURNS TABLE(rescued integer, failed integer, next_in interval)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION resume(regclass)

CREATE FUNCTION mediaq.resume(queue regclass) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION retry(regclass, uuid[])

CREATE FUNCTION mediaq.retry(queue regclass, ids uuid[] DEFAULT NULL::uuid[]) RETURNS SETOF uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION retry_where(regclass, text, timestamp with time zone, timestamp with time zone, text, integer)

CREATE FUNCTION mediaq.retry_where(queue regclass, code text DEFAULT NULL::text, since timestamp with time zone DEFAULT NULL::timestamp with time zone, until timestamp with time zone DEFAULT NULL::timestamp with time zone, key text DEFAULT NULL::text, max_jobs integer DEFAULT NULL::integer) RETURNS SETOF uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION room(mediaq.queues, integer, timestamp with time zone)

CREATE FUNCTION mediaq.room(settings mediaq.queues, max_jobs integer, moment timestamp with time zone) RETURNS integer
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION search(text, text[], text[], double precision, bigint, integer)

CREATE FUNCTION mediaq.search(asked text, kinds text[], media_types text[], after_rank double precision, after_id bigint, most integer) RETURNS TABLE(id bigint, rank real, kind text, asset_id uuid, analysis_id uuid, feedback_id bigint, start_ms bigint, end_ms bigint, page integer, snippet text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
    SET search_path TO 'mediaq', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS …;

-- FUNCTION seats_for(mediaq.queues, uuid[])

CREATE FUNCTION mediaq.seats_for(settings mediaq.queues, picked uuid[]) RETURNS TABLE(id uuid, seat integer, key_seat integer)
    LANGUAGE plpgsql ROWS 50
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION seats_freed(mediaq.queues)

CREATE FUNCTION mediaq.seats_freed(settings mediaq.queues) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION sees(text)

CREATE FUNCTION mediaq.sees(owner text) RETURNS boolean
    LANGUAGE sql STABLE
    AS …;

-- FUNCTION settings_of(regclass)

CREATE FUNCTION mediaq.settings_of(queue regclass) RETURNS mediaq.queues
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION share_out(mediaq.queues, smallint, timestamp with time zone, integer, text[], jsonb)

CREATE FUNCTION mediaq.share_out(settings mediaq.queues, level smallint, moment timestamp with time zone, max_jobs integer, keys text[], known jsonb, OUT taken uuid[], OUT last text, OUT bounds jsonb) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION spaced(text)

CREATE FUNCTION mediaq.spaced(content text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

-- FUNCTION spaced_phrases(text)

CREATE FUNCTION mediaq.spaced_phrases(asked text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

-- FUNCTION spoken_passages(jsonb, jsonb, text)

CREATE FUNCTION mediaq.spoken_passages(metadata jsonb, words jsonb, content text, OUT start_ms bigint, OUT end_ms bigint, OUT said text) RETURNS SETOF record
    LANGUAGE plpgsql IMMUTABLE
    AS …;

-- FUNCTION ssml_job_updated()

CREATE FUNCTION mediaq.ssml_job_updated() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION take_back(regclass, uuid, text, text)

CREATE FUNCTION mediaq.take_back(queue regclass, gone uuid, code text, error text) RETURNS TABLE(rescued integer, failed integer)
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION take_seated(mediaq.queues, uuid[], uuid, timestamp with time zone)

CREATE FUNCTION mediaq.take_seated(settings mediaq.queues, picked uuid[], worker uuid, moment timestamp with time zone) RETURNS TABLE(id uuid, lease bigint, attempt integer, payload jsonb)
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION take_slots(mediaq.queues, integer, timestamp with time zone)

CREATE FUNCTION mediaq.take_slots(settings mediaq.queues, needed integer, moment timestamp with time zone) RETURNS void
    LANGUAGE sql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION take_turn(regclass)

CREATE FUNCTION mediaq.take_turn(queue regclass) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    SET lock_timeout TO '100ms'
    AS …;

-- FUNCTION text_config(text)

CREATE FUNCTION mediaq.text_config(language text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

-- FUNCTION text_configs()

CREATE FUNCTION mediaq.text_configs() RETURNS TABLE(tag text, config text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

-- FUNCTION text_pieces(text, integer)

CREATE FUNCTION mediaq.text_pieces(content text, most integer) RETURNS SETOF text
    LANGUAGE plpgsql IMMUTABLE
    AS …;

-- FUNCTION text_queries(text)

CREATE FUNCTION mediaq.text_queries(asked text) RETURNS TABLE(config text, query tsquery)
    LANGUAGE sql STABLE
    AS …;

-- FUNCTION text_query(text, text)

CREATE FUNCTION mediaq.text_query(config text, asked text) RETURNS tsquery
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

-- FUNCTION text_vector(text, text, "char")

CREATE FUNCTION mediaq.text_vector(config text, content text, weight "char") RETURNS tsvector
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

-- FUNCTION transcripts_told()

CREATE FUNCTION mediaq.transcripts_told() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION unaccented(text)

CREATE FUNCTION mediaq.unaccented(content text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

-- FUNCTION unspaced(text)

CREATE FUNCTION mediaq.unspaced(content text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

-- FUNCTION unspaced_letters()

CREATE FUNCTION mediaq.unspaced_letters() RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

-- FUNCTION unwatch_changes()

CREATE FUNCTION mediaq.unwatch_changes() RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION valid_analysis_config(jsonb)

CREATE FUNCTION mediaq.valid_analysis_config(value jsonb) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

-- FUNCTION valid_analysis_options(jsonb)

CREATE FUNCTION mediaq.valid_analysis_options(value jsonb) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

-- FUNCTION valid_analysis_parameters(jsonb)

CREATE FUNCTION mediaq.valid_analysis_parameters(value jsonb) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS …;

-- FUNCTION waiting_keys(mediaq.queues, smallint, timestamp with time zone, text, integer)

CREATE FUNCTION mediaq.waiting_keys(settings mediaq.queues, level smallint, moment timestamp with time zone, last text, wanted integer) RETURNS TABLE(key text, first_run_at timestamp with time zone, free integer)
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION waiting_levels(regclass, timestamp with time zone, jsonb)

CREATE FUNCTION mediaq.waiting_levels(queue regclass, moment timestamp with time zone, memory jsonb) RETURNS SETOF smallint
    LANGUAGE plpgsql
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION wake(regclass)

CREATE FUNCTION mediaq.wake(queue regclass) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION wake_on_insert()

CREATE FUNCTION mediaq.wake_on_insert() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION watch_changes()

CREATE FUNCTION mediaq.watch_changes() RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION webhook_attempted(uuid, bigint, integer, text, text, text, integer, double precision)

CREATE FUNCTION mediaq.webhook_attempted(id uuid, lease bigint, response_status integer, error_code text, error text, excerpt text, duration_ms integer, retry_after double precision) RETURNS TABLE(outcome text, delay double precision)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION worker_gone(uuid)

CREATE FUNCTION mediaq.worker_gone(id uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION worker_lost(regclass, uuid, text, text)

CREATE FUNCTION mediaq.worker_lost(queue regclass, worker uuid, code text, error text) RETURNS TABLE(rescued integer, failed integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- FUNCTION worker_seen(uuid, text, text, integer, text, integer, integer)

CREATE FUNCTION mediaq.worker_seen(id uuid, queue text, host text, pid integer, version text, concurrency integer, running integer) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'mediaq', 'pg_temp'
    AS …;

-- TABLE analysis

CREATE TABLE mediaq.analysis (
    id uuid DEFAULT mediaq.new_id() CONSTRAINT job_id_not_null NOT NULL,
    status text DEFAULT 'queued'::text CONSTRAINT job_status_not_null NOT NULL,
    priority smallint DEFAULT 0 CONSTRAINT job_priority_not_null NOT NULL,
    run_at timestamp with time zone DEFAULT mediaq.now() CONSTRAINT job_run_at_not_null NOT NULL,
    key text COLLATE pg_catalog."C",
    seat integer,
    key_seat integer,
    lease bigint,
    lease_expires_at timestamp with time zone,
    worker uuid,
    attempts integer DEFAULT 0 CONSTRAINT job_attempts_not_null NOT NULL,
    crashes integer DEFAULT 0 CONSTRAINT job_crashes_not_null NOT NULL,
    max_attempts integer,
    progress smallint DEFAULT 0 CONSTRAINT job_progress_not_null NOT NULL,
    last_error text,
    error_code text,
    created_at timestamp with time zone DEFAULT mediaq.now() CONSTRAINT job_created_at_not_null NOT NULL,
    updated_at timestamp with time zone DEFAULT mediaq.now() CONSTRAINT job_updated_at_not_null NOT NULL,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    asset_id uuid NOT NULL,
    owner text DEFAULT COALESCE(NULLIF(NULLIF(current_setting('mediaq.owner'::text, true), ''::text), '*'::text), 'local'::text) NOT NULL,
    kickoff text DEFAULT 'asked'::text NOT NULL,
    analyzer_type text DEFAULT 'technical'::text NOT NULL,
    analyzer_version text,
    prompt text,
    config jsonb DEFAULT '{}'::jsonb NOT NULL,
    options jsonb DEFAULT '{}'::jsonb NOT NULL,
    parameters jsonb DEFAULT '{}'::jsonb NOT NULL,
    session_id text,
    callback_url text,
    tag text,
    deleted_at timestamp with time zone,
    processing_time_ms bigint GENERATED ALWAYS AS (((EXTRACT(epoch FROM (completed_at - started_at)) * (1000)::numeric))::bigint) STORED,
    CONSTRAINT analysis_analyzer_type_check CHECK ((analyzer_type <> ''::text)),
    CONSTRAINT analysis_config_check CHECK ((jsonb_typeof(config) = 'object'::text)),
    CONSTRAINT analysis_kickoff_check CHECK ((kickoff = ANY (ARRAY['auto'::text, 'asked'::text]))),
    CONSTRAINT analysis_options_check CHECK ((jsonb_typeof(options) = 'object'::text)),
    CONSTRAINT analysis_parameters_check CHECK ((jsonb_typeof(parameters) = 'object'::text)),
    CONSTRAINT job_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT job_check CHECK (((lease_expires_at IS NULL) OR ((status = 'processing'::text) AND (lease IS NOT NULL)))),
    CONSTRAINT job_check1 CHECK (((status <> 'processing'::text) OR (started_at IS NOT NULL))),
    CONSTRAINT job_check2 CHECK (((status = ANY (ARRAY['completed'::text, 'failed'::text, 'canceled'::text])) = (completed_at IS NOT NULL))),
    CONSTRAINT job_crashes_check CHECK ((crashes >= 0)),
    CONSTRAINT job_key_check CHECK ((key <> ''::text)),
    CONSTRAINT job_key_seat_check CHECK ((key_seat >= 0)),
    CONSTRAINT job_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT job_progress_check CHECK (((progress >= 0) AND (progress <= 100))),
    CONSTRAINT job_seat_check CHECK ((seat >= 0)),
    CONSTRAINT job_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'processing'::text, 'completed'::text, 'failed'::text, 'canceled'::text]))),
    CONSTRAINT max_attempts_is_within_bounds CHECK ((max_attempts <= 1000)),
    CONSTRAINT priority_is_within_bounds CHECK (((priority >= '-1000'::integer) AND (priority <= 1000))),
    CONSTRAINT run_at_is_a_date CHECK (((run_at >= '1970-01-01 00:00:00+00'::timestamp with time zone) AND (run_at < '9999-12-31 00:00:00+00'::timestamp with time zone)))
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_analyze_scale_factor='0.05');

-- COMMENT TABLE analysis

COMMENT ON TABLE mediaq.analysis IS 'A queue table and the record of every analysis ever asked for.';

-- COMMENT COLUMN analysis.priority

COMMENT ON COLUMN mediaq.analysis.priority IS 'Smaller runs first.';

-- COMMENT COLUMN analysis.key

COMMENT ON COLUMN mediaq.analysis.key IS 'Owner, tenant, account: who is limited, and who takes turns.';

-- COMMENT COLUMN analysis.seat

COMMENT ON COLUMN mediaq.analysis.seat IS 'Number below the limit of the queue; means something while processing.';

-- COMMENT COLUMN analysis.key_seat

COMMENT ON COLUMN mediaq.analysis.key_seat IS 'Number below the limit of the key; means something while processing.';

-- COMMENT COLUMN analysis.lease

COMMENT ON COLUMN mediaq.analysis.lease IS 'Fencing token of the newest claim; every write names it.';

-- COMMENT COLUMN analysis.lease_expires_at

COMMENT ON COLUMN mediaq.analysis.lease_expires_at IS 'Set while somebody holds the job.';

-- TABLE analysis_audio_segments

CREATE TABLE mediaq.analysis_audio_segments (
    id bigint NOT NULL,
    feedback_id bigint NOT NULL,
    segment_index integer DEFAULT 0 NOT NULL,
    audio_url text NOT NULL,
    format text NOT NULL,
    duration_ms bigint NOT NULL,
    size_bytes bigint,
    marks jsonb DEFAULT '{}'::jsonb NOT NULL,
    provider text DEFAULT 'gemini'::text NOT NULL,
    version text,
    created_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    CONSTRAINT analysis_audio_segments_duration_ms_check CHECK ((duration_ms >= 0)),
    CONSTRAINT analysis_audio_segments_segment_index_check CHECK ((segment_index >= 0)),
    CONSTRAINT analysis_audio_segments_size_bytes_check CHECK ((size_bytes >= 0))
);

-- COMMENT COLUMN analysis_audio_segments.audio_url

COMMENT ON COLUMN mediaq.analysis_audio_segments.audio_url IS 'Storage key of the audio file.';

-- SEQUENCE analysis_audio_segments_id_seq

ALTER TABLE mediaq.analysis_audio_segments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mediaq.analysis_audio_segments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- TABLE analysis_feedback

CREATE TABLE mediaq.analysis_feedback (
    id bigint NOT NULL,
    analysis_id uuid NOT NULL,
    code text DEFAULT 'note'::text NOT NULL,
    severity text DEFAULT 'info'::text NOT NULL,
    category text,
    start_ms bigint,
    end_ms bigint,
    page integer,
    bbox jsonb,
    message text,
    measurement double precision,
    unit text,
    threshold double precision,
    source text,
    suggestion text,
    confidence real,
    language text DEFAULT 'en-US'::text NOT NULL,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    ssml_status text DEFAULT 'queued'::text,
    audio_status text DEFAULT 'queued'::text,
    created_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    CONSTRAINT analysis_feedback_audio_status_check CHECK ((audio_status = ANY (ARRAY['queued'::text, 'processing'::text, 'completed'::text, 'failed'::text, 'canceled'::text]))),
    CONSTRAINT analysis_feedback_check CHECK (((end_ms IS NULL) OR ((start_ms IS NOT NULL) AND (end_ms >= start_ms)))),
    CONSTRAINT analysis_feedback_code_check CHECK ((code <> ''::text)),
    CONSTRAINT analysis_feedback_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
    CONSTRAINT analysis_feedback_details_check CHECK ((jsonb_typeof(details) = 'object'::text)),
    CONSTRAINT analysis_feedback_end_ms_check CHECK ((end_ms >= 0)),
    CONSTRAINT analysis_feedback_page_check CHECK ((page >= 1)),
    CONSTRAINT analysis_feedback_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'error'::text, 'warning'::text, 'info'::text]))),
    CONSTRAINT analysis_feedback_ssml_status_check CHECK ((ssml_status = ANY (ARRAY['queued'::text, 'processing'::text, 'completed'::text, 'failed'::text, 'canceled'::text]))),
    CONSTRAINT analysis_feedback_start_ms_check CHECK ((start_ms >= 0))
)
WITH (fillfactor='80');

-- COMMENT TABLE analysis_feedback

COMMENT ON TABLE mediaq.analysis_feedback IS 'A finding; a message that is not blank will be spoken.';

-- COMMENT COLUMN analysis_feedback.ssml_status

COMMENT ON COLUMN mediaq.analysis_feedback.ssml_status IS 'Kept by trigger; null where nothing is spoken.';

-- COMMENT COLUMN analysis_feedback.audio_status

COMMENT ON COLUMN mediaq.analysis_feedback.audio_status IS 'Kept by trigger; null where nothing is spoken.';

-- SEQUENCE analysis_feedback_id_seq

ALTER TABLE mediaq.analysis_feedback ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mediaq.analysis_feedback_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- TABLE analysis_results

CREATE TABLE mediaq.analysis_results (
    id uuid DEFAULT mediaq.new_id() NOT NULL,
    analysis_id uuid NOT NULL,
    analysis_type text NOT NULL,
    result jsonb NOT NULL,
    summary text,
    confidence_score real,
    model_used text,
    prompt_used text,
    created_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    CONSTRAINT analysis_results_confidence_score_check CHECK (((confidence_score >= (0)::double precision) AND (confidence_score <= (1)::double precision)))
);

-- TABLE analysis_ssml_segments

CREATE TABLE mediaq.analysis_ssml_segments (
    id bigint NOT NULL,
    feedback_id bigint NOT NULL,
    segment_index integer DEFAULT 0 NOT NULL,
    ssml text NOT NULL,
    provider text DEFAULT 'gemini'::text NOT NULL,
    version text,
    created_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    CONSTRAINT analysis_ssml_segments_segment_index_check CHECK ((segment_index >= 0))
);

-- SEQUENCE analysis_ssml_segments_id_seq

ALTER TABLE mediaq.analysis_ssml_segments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mediaq.analysis_ssml_segments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- TABLE api_keys

CREATE TABLE mediaq.api_keys (
    id text NOT NULL,
    name text NOT NULL,
    owner text NOT NULL,
    secret_sha256 bytea NOT NULL,
    scopes text[] DEFAULT '{}'::text[] NOT NULL,
    created_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    rate_limit integer,
    CONSTRAINT api_keys_id_check CHECK ((id ~ '^[A-Za-z0-9]{8}$'::text)),
    CONSTRAINT api_keys_rate_limit_check CHECK (((rate_limit >= 0) AND (rate_limit <= 1000000))),
    CONSTRAINT api_keys_secret_sha256_check CHECK ((length(secret_sha256) = 32)),
    CONSTRAINT name_is_short CHECK ((length(name) <= 200)),
    CONSTRAINT owner_is_named CHECK (((owner <> ''::text) AND (length(owner) <= 200))),
    CONSTRAINT scopes_are_known CHECK ((scopes <@ ARRAY['read'::text, 'write'::text, 'admin'::text]))
);

-- COMMENT TABLE api_keys

COMMENT ON TABLE mediaq.api_keys IS 'Who may use the API; of a key only a hash is kept.';

-- COMMENT COLUMN api_keys.owner

COMMENT ON COLUMN mediaq.api_keys.owner IS 'Whose rows the key sees and makes; * sees all.';

-- COMMENT COLUMN api_keys.rate_limit

COMMENT ON COLUMN mediaq.api_keys.rate_limit IS 'Requests per minute instead of the setting; 0 lifts the limit.';

-- TABLE applied_files

CREATE TABLE mediaq.applied_files (
    path text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

-- TABLE asset_files

CREATE TABLE mediaq.asset_files (
    id uuid DEFAULT mediaq.new_id() NOT NULL,
    asset_id uuid NOT NULL,
    analysis_id uuid,
    kind text NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    file_path text NOT NULL,
    file_size_bytes bigint NOT NULL,
    mime_type text NOT NULL,
    width integer,
    height integer,
    time_ms bigint,
    sha256 text,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    CONSTRAINT asset_files_file_size_bytes_check CHECK ((file_size_bytes >= 0)),
    CONSTRAINT asset_files_kind_check CHECK ((kind = ANY (ARRAY['original'::text, 'frame'::text, 'contact_sheet'::text, 'poster'::text, 'waveform'::text, 'transcript'::text]))),
    CONSTRAINT asset_files_position_check CHECK (("position" >= 0)),
    CONSTRAINT asset_files_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

-- COMMENT TABLE asset_files

COMMENT ON TABLE mediaq.asset_files IS 'Originals and what was derived from them, by which analysis.';

-- TABLE audio_jobs

CREATE TABLE mediaq.audio_jobs (
    id uuid DEFAULT mediaq.new_id() CONSTRAINT job_id_not_null NOT NULL,
    status text DEFAULT 'queued'::text CONSTRAINT job_status_not_null NOT NULL,
    priority smallint DEFAULT 0 CONSTRAINT job_priority_not_null NOT NULL,
    run_at timestamp with time zone DEFAULT mediaq.now() CONSTRAINT job_run_at_not_null NOT NULL,
    key text COLLATE pg_catalog."C",
    seat integer,
    key_seat integer,
    lease bigint,
    lease_expires_at timestamp with time zone,
    worker uuid,
    attempts integer DEFAULT 0 CONSTRAINT job_attempts_not_null NOT NULL,
    crashes integer DEFAULT 0 CONSTRAINT job_crashes_not_null NOT NULL,
    max_attempts integer,
    progress smallint DEFAULT 0 CONSTRAINT job_progress_not_null NOT NULL,
    last_error text,
    error_code text,
    created_at timestamp with time zone DEFAULT mediaq.now() CONSTRAINT job_created_at_not_null NOT NULL,
    updated_at timestamp with time zone DEFAULT mediaq.now() CONSTRAINT job_updated_at_not_null NOT NULL,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    feedback_id bigint NOT NULL,
    CONSTRAINT job_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT job_check CHECK (((lease_expires_at IS NULL) OR ((status = 'processing'::text) AND (lease IS NOT NULL)))),
    CONSTRAINT job_check1 CHECK (((status <> 'processing'::text) OR (started_at IS NOT NULL))),
    CONSTRAINT job_check2 CHECK (((status = ANY (ARRAY['completed'::text, 'failed'::text, 'canceled'::text])) = (completed_at IS NOT NULL))),
    CONSTRAINT job_crashes_check CHECK ((crashes >= 0)),
    CONSTRAINT job_key_check CHECK ((key <> ''::text)),
    CONSTRAINT job_key_seat_check CHECK ((key_seat >= 0)),
    CONSTRAINT job_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT job_progress_check CHECK (((progress >= 0) AND (progress <= 100))),
    CONSTRAINT job_seat_check CHECK ((seat >= 0)),
    CONSTRAINT job_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'processing'::text, 'completed'::text, 'failed'::text, 'canceled'::text]))),
    CONSTRAINT max_attempts_is_within_bounds CHECK ((max_attempts <= 1000)),
    CONSTRAINT priority_is_within_bounds CHECK (((priority >= '-1000'::integer) AND (priority <= 1000))),
    CONSTRAINT run_at_is_a_date CHECK (((run_at >= '1970-01-01 00:00:00+00'::timestamp with time zone) AND (run_at < '9999-12-31 00:00:00+00'::timestamp with time zone)))
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_analyze_scale_factor='0.05');

-- COMMENT COLUMN audio_jobs.priority

COMMENT ON COLUMN mediaq.audio_jobs.priority IS 'Smaller runs first.';

-- COMMENT COLUMN audio_jobs.key

COMMENT ON COLUMN mediaq.audio_jobs.key IS 'Owner, tenant, account: who is limited, and who takes turns.';

-- COMMENT COLUMN audio_jobs.seat

COMMENT ON COLUMN mediaq.audio_jobs.seat IS 'Number below the limit of the queue; means something while processing.';

-- COMMENT COLUMN audio_jobs.key_seat

COMMENT ON COLUMN mediaq.audio_jobs.key_seat IS 'Number below the limit of the key; means something while processing.';

-- COMMENT COLUMN audio_jobs.lease

COMMENT ON COLUMN mediaq.audio_jobs.lease IS 'Fencing token of the newest claim; every write names it.';

-- COMMENT COLUMN audio_jobs.lease_expires_at

COMMENT ON COLUMN mediaq.audio_jobs.lease_expires_at IS 'Set while somebody holds the job.';

-- TABLE idempotency_keys

CREATE TABLE mediaq.idempotency_keys (
    owner text NOT NULL,
    key text NOT NULL,
    request_sha256 bytea NOT NULL,
    status integer,
    response jsonb,
    created_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    CONSTRAINT idempotency_keys_key_check CHECK (((key <> ''::text) AND (octet_length(key) <= 255)))
);

-- TABLE job

CREATE TABLE mediaq.job (
    id uuid DEFAULT mediaq.new_id() NOT NULL,
    status text DEFAULT 'queued'::text NOT NULL,
    priority smallint DEFAULT 0 NOT NULL,
    run_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    key text COLLATE pg_catalog."C",
    seat integer,
    key_seat integer,
    lease bigint,
    lease_expires_at timestamp with time zone,
    worker uuid,
    attempts integer DEFAULT 0 NOT NULL,
    crashes integer DEFAULT 0 NOT NULL,
    max_attempts integer,
    progress smallint DEFAULT 0 NOT NULL,
    last_error text,
    error_code text,
    created_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    updated_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    CONSTRAINT job_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT job_check CHECK (((lease_expires_at IS NULL) OR ((status = 'processing'::text) AND (lease IS NOT NULL)))),
    CONSTRAINT job_check1 CHECK (((status <> 'processing'::text) OR (started_at IS NOT NULL))),
    CONSTRAINT job_check2 CHECK (((status = ANY (ARRAY['completed'::text, 'failed'::text, 'canceled'::text])) = (completed_at IS NOT NULL))),
    CONSTRAINT job_crashes_check CHECK ((crashes >= 0)),
    CONSTRAINT job_key_check CHECK ((key <> ''::text)),
    CONSTRAINT job_key_seat_check CHECK ((key_seat >= 0)),
    CONSTRAINT job_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT job_progress_check CHECK (((progress >= 0) AND (progress <= 100))),
    CONSTRAINT job_seat_check CHECK ((seat >= 0)),
    CONSTRAINT job_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'processing'::text, 'completed'::text, 'failed'::text, 'canceled'::text]))),
    CONSTRAINT max_attempts_is_within_bounds CHECK ((max_attempts <= 1000)),
    CONSTRAINT priority_is_within_bounds CHECK (((priority >= '-1000'::integer) AND (priority <= 1000))),
    CONSTRAINT run_at_is_a_date CHECK (((run_at >= '1970-01-01 00:00:00+00'::timestamp with time zone) AND (run_at < '9999-12-31 00:00:00+00'::timestamp with time zone)))
);

-- COMMENT TABLE job

COMMENT ON TABLE mediaq.job IS 'The shape of a queue: every queue table is made like it.';

-- COMMENT COLUMN job.priority

COMMENT ON COLUMN mediaq.job.priority IS 'Smaller runs first.';

-- COMMENT COLUMN job.key

COMMENT ON COLUMN mediaq.job.key IS 'Owner, tenant, account: who is limited, and who takes turns.';

-- COMMENT COLUMN job.seat

COMMENT ON COLUMN mediaq.job.seat IS 'Number below the limit of the queue; means something while processing.';

-- COMMENT COLUMN job.key_seat

COMMENT ON COLUMN mediaq.job.key_seat IS 'Number below the limit of the key; means something while processing.';

-- COMMENT COLUMN job.lease

COMMENT ON COLUMN mediaq.job.lease IS 'Fencing token of the newest claim; every write names it.';

-- COMMENT COLUMN job.lease_expires_at

COMMENT ON COLUMN mediaq.job.lease_expires_at IS 'Set while somebody holds the job.';

-- TABLE job_errors

CREATE TABLE mediaq.job_errors (
    id bigint NOT NULL,
    queue regclass NOT NULL,
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    kind text NOT NULL,
    code text NOT NULL,
    error text NOT NULL,
    worker uuid,
    created_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    CONSTRAINT job_errors_kind_check CHECK ((kind = ANY (ARRAY['error'::text, 'crash'::text])))
);

-- COMMENT TABLE job_errors

COMMENT ON TABLE mediaq.job_errors IS 'Append-only: every attempt that ended badly.';

-- SEQUENCE job_errors_id_seq

ALTER TABLE mediaq.job_errors ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mediaq.job_errors_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- SEQUENCE lease_seq

CREATE SEQUENCE mediaq.lease_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- TABLE media_assets

CREATE TABLE mediaq.media_assets (
    id uuid DEFAULT mediaq.new_id() NOT NULL,
    owner text DEFAULT COALESCE(NULLIF(NULLIF(current_setting('mediaq.owner'::text, true), ''::text), '*'::text), 'local'::text) NOT NULL,
    filename text NOT NULL,
    media_type text DEFAULT 'unknown'::text NOT NULL,
    mime_type text,
    size_bytes bigint,
    sha256 text,
    duration_ms bigint,
    width integer,
    height integer,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    storage_path text,
    source_url text,
    upload_status text DEFAULT 'pending'::text NOT NULL,
    analysis_status text,
    created_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    updated_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT media_assets_analysis_status_check CHECK ((analysis_status = ANY (ARRAY['queued'::text, 'processing'::text, 'completed'::text, 'failed'::text, 'canceled'::text]))),
    CONSTRAINT media_assets_check CHECK (((upload_status <> 'completed'::text) OR (storage_path IS NOT NULL))),
    CONSTRAINT media_assets_duration_ms_check CHECK ((duration_ms >= 0)),
    CONSTRAINT media_assets_filename_check CHECK (((filename <> ''::text) AND (length(filename) <= 255))),
    CONSTRAINT media_assets_height_check CHECK ((height >= 0)),
    CONSTRAINT media_assets_media_type_check CHECK ((media_type = ANY (ARRAY['video'::text, 'audio'::text, 'image'::text, 'document'::text, 'unknown'::text]))),
    CONSTRAINT media_assets_metadata_check CHECK ((jsonb_typeof(metadata) = 'object'::text)),
    CONSTRAINT media_assets_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT media_assets_size_bytes_check CHECK ((size_bytes >= 0)),
    CONSTRAINT media_assets_upload_status_check CHECK ((upload_status = ANY (ARRAY['pending'::text, 'uploading'::text, 'completed'::text, 'failed'::text]))),
    CONSTRAINT media_assets_width_check CHECK ((width >= 0))
);

-- COMMENT TABLE media_assets

COMMENT ON TABLE mediaq.media_assets IS 'One upload or URL; upload_status = completed starts the analysis.';

-- COMMENT COLUMN media_assets.storage_path

COMMENT ON COLUMN mediaq.media_assets.storage_path IS 'Key below the storage root, or an absolute path inside it or an allowed media root.';

-- COMMENT COLUMN media_assets.analysis_status

COMMENT ON COLUMN mediaq.media_assets.analysis_status IS 'Kept by trigger: that of the newest analysis.';

-- TABLE picture_hashes

CREATE TABLE mediaq.picture_hashes (
    asset_id uuid NOT NULL,
    owner text NOT NULL,
    hash bigint NOT NULL,
    CONSTRAINT picture_hashes_hash_check CHECK ((hash >= 0))
);

-- COMMENT TABLE picture_hashes

COMMENT ON TABLE mediaq.picture_hashes IS 'A perceptual hash of every picture that was analysed; written by picture_seen.';

-- TABLE provider_accounts

CREATE TABLE mediaq.provider_accounts (
    id uuid DEFAULT mediaq.new_id() NOT NULL,
    provider text NOT NULL,
    name text NOT NULL,
    auth_method text DEFAULT 'api_key'::text NOT NULL,
    is_google_account boolean DEFAULT false NOT NULL,
    secret_variable text,
    concurrency integer DEFAULT 4 NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    cooldown_until timestamp with time zone,
    created_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    CONSTRAINT provider_accounts_auth_method_check CHECK ((auth_method = ANY (ARRAY['api_key'::text, 'oauth'::text, 'none'::text]))),
    CONSTRAINT provider_accounts_concurrency_check CHECK ((concurrency > 0))
);

-- COMMENT COLUMN provider_accounts.secret_variable

COMMENT ON COLUMN mediaq.provider_accounts.secret_variable IS 'Name of the environment variable that holds the secret; never the secret.';

-- TABLE provider_submissions

CREATE TABLE mediaq.provider_submissions (
    id uuid DEFAULT mediaq.new_id() CONSTRAINT job_id_not_null NOT NULL,
    status text DEFAULT 'queued'::text CONSTRAINT job_status_not_null NOT NULL,
    priority smallint DEFAULT 0 CONSTRAINT job_priority_not_null NOT NULL,
    run_at timestamp with time zone DEFAULT mediaq.now() CONSTRAINT job_run_at_not_null NOT NULL,
    key text COLLATE pg_catalog."C",
    seat integer,
    key_seat integer,
    lease bigint,
    lease_expires_at timestamp with time zone,
    worker uuid,
    attempts integer DEFAULT 0 CONSTRAINT job_attempts_not_null NOT NULL,
    crashes integer DEFAULT 0 CONSTRAINT job_crashes_not_null NOT NULL,
    max_attempts integer,
    progress smallint DEFAULT 0 CONSTRAINT job_progress_not_null NOT NULL,
    last_error text,
    error_code text,
    created_at timestamp with time zone DEFAULT mediaq.now() CONSTRAINT job_created_at_not_null NOT NULL,
    updated_at timestamp with time zone DEFAULT mediaq.now() CONSTRAINT job_updated_at_not_null NOT NULL,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    analysis_id uuid,
    generation_id uuid,
    account_id uuid,
    operation_type text NOT NULL,
    external_id text,
    next_poll_at timestamp with time zone,
    latency_ms integer,
    units numeric,
    cost_usd numeric,
    request jsonb DEFAULT '{}'::jsonb NOT NULL,
    response jsonb,
    CONSTRAINT job_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT job_check CHECK (((lease_expires_at IS NULL) OR ((status = 'processing'::text) AND (lease IS NOT NULL)))),
    CONSTRAINT job_check1 CHECK (((status <> 'processing'::text) OR (started_at IS NOT NULL))),
    CONSTRAINT job_check2 CHECK (((status = ANY (ARRAY['completed'::text, 'failed'::text, 'canceled'::text])) = (completed_at IS NOT NULL))),
    CONSTRAINT job_crashes_check CHECK ((crashes >= 0)),
    CONSTRAINT job_key_check CHECK ((key <> ''::text)),
    CONSTRAINT job_key_seat_check CHECK ((key_seat >= 0)),
    CONSTRAINT job_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT job_progress_check CHECK (((progress >= 0) AND (progress <= 100))),
    CONSTRAINT job_seat_check CHECK ((seat >= 0)),
    CONSTRAINT job_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'processing'::text, 'completed'::text, 'failed'::text, 'canceled'::text]))),
    CONSTRAINT max_attempts_is_within_bounds CHECK ((max_attempts <= 1000)),
    CONSTRAINT priority_is_within_bounds CHECK (((priority >= '-1000'::integer) AND (priority <= 1000))),
    CONSTRAINT provider_submissions_check CHECK ((num_nonnulls(analysis_id, generation_id) <= 1)),
    CONSTRAINT provider_submissions_cost_usd_check CHECK ((cost_usd >= (0)::numeric)),
    CONSTRAINT provider_submissions_latency_ms_check CHECK ((latency_ms >= 0)),
    CONSTRAINT provider_submissions_operation_type_check CHECK ((operation_type = ANY (ARRAY['asset_analysis'::text, 'transcription'::text, 'ssml'::text, 'speech'::text, 'generation'::text]))),
    CONSTRAINT provider_submissions_units_check CHECK ((units >= (0)::numeric)),
    CONSTRAINT run_at_is_a_date CHECK (((run_at >= '1970-01-01 00:00:00+00'::timestamp with time zone) AND (run_at < '9999-12-31 00:00:00+00'::timestamp with time zone)))
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_analyze_scale_factor='0.05');

-- COMMENT COLUMN provider_submissions.priority

COMMENT ON COLUMN mediaq.provider_submissions.priority IS 'Smaller runs first.';

-- COMMENT COLUMN provider_submissions.key

COMMENT ON COLUMN mediaq.provider_submissions.key IS 'Owner, tenant, account: who is limited, and who takes turns.';

-- COMMENT COLUMN provider_submissions.seat

COMMENT ON COLUMN mediaq.provider_submissions.seat IS 'Number below the limit of the queue; means something while processing.';

-- COMMENT COLUMN provider_submissions.key_seat

COMMENT ON COLUMN mediaq.provider_submissions.key_seat IS 'Number below the limit of the key; means something while processing.';

-- COMMENT COLUMN provider_submissions.lease

COMMENT ON COLUMN mediaq.provider_submissions.lease IS 'Fencing token of the newest claim; every write names it.';

-- COMMENT COLUMN provider_submissions.lease_expires_at

COMMENT ON COLUMN mediaq.provider_submissions.lease_expires_at IS 'Set while somebody holds the job.';

-- TABLE rate_slots

CREATE TABLE mediaq.rate_slots (
    id bigint NOT NULL,
    queue regclass NOT NULL,
    free_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL
);

-- SEQUENCE rate_slots_id_seq

ALTER TABLE mediaq.rate_slots ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mediaq.rate_slots_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- TABLE resumable_uploads

CREATE TABLE mediaq.resumable_uploads (
    id uuid DEFAULT mediaq.new_id() NOT NULL,
    owner text DEFAULT COALESCE(NULLIF(NULLIF(current_setting('mediaq.owner'::text, true), ''::text), '*'::text), 'local'::text) NOT NULL,
    filename text NOT NULL,
    claimed_type text DEFAULT ''::text NOT NULL,
    metadata text DEFAULT ''::text NOT NULL,
    asked jsonb DEFAULT '{}'::jsonb NOT NULL,
    length bigint,
    received bigint DEFAULT 0 NOT NULL,
    state text DEFAULT 'uploading'::text NOT NULL,
    sha256 text,
    error_code text,
    asset_id uuid,
    analysis_id uuid,
    duplicate boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    updated_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT resumable_uploads_asked_check CHECK ((jsonb_typeof(asked) = 'object'::text)),
    CONSTRAINT resumable_uploads_check CHECK (((received >= 0) AND ((length IS NULL) OR (received <= length)))),
    CONSTRAINT resumable_uploads_check1 CHECK (((error_code IS NOT NULL) = (state = 'failed'::text))),
    CONSTRAINT resumable_uploads_claimed_type_check CHECK ((length(claimed_type) <= 255)),
    CONSTRAINT resumable_uploads_filename_check CHECK ((length(filename) <= 255)),
    CONSTRAINT resumable_uploads_length_check CHECK ((length > 0)),
    CONSTRAINT resumable_uploads_metadata_check CHECK ((length(metadata) <= 8192)),
    CONSTRAINT resumable_uploads_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT resumable_uploads_state_check CHECK ((state = ANY (ARRAY['uploading'::text, 'completed'::text, 'failed'::text, 'terminated'::text, 'expired'::text])))
);

-- COMMENT TABLE resumable_uploads

COMMENT ON TABLE mediaq.resumable_uploads IS 'Uploads that come in pieces, until their asset is made.';

-- COMMENT COLUMN resumable_uploads.metadata

COMMENT ON COLUMN mediaq.resumable_uploads.metadata IS 'The Upload-Metadata of the creation, as sent.';

-- COMMENT COLUMN resumable_uploads.sha256

COMMENT ON COLUMN mediaq.resumable_uploads.sha256 IS 'Known before the part file becomes the stored file, so that a crash in between loses nothing.';

-- TABLE search_entries

CREATE TABLE mediaq.search_entries (
    id bigint NOT NULL,
    kind text NOT NULL,
    asset_id uuid NOT NULL,
    analysis_id uuid,
    feedback_id bigint,
    transcription_id uuid,
    result_id uuid,
    start_ms bigint,
    end_ms bigint,
    page integer,
    language text NOT NULL,
    content text NOT NULL,
    words tsvector NOT NULL,
    CONSTRAINT search_entries_check CHECK ((num_nonnulls(feedback_id, transcription_id, result_id) = ((kind <> 'name'::text))::integer)),
    CONSTRAINT search_entries_check1 CHECK (((kind = 'name'::text) = (analysis_id IS NULL))),
    CONSTRAINT search_entries_kind_check CHECK ((kind = ANY (ARRAY['finding'::text, 'transcript'::text, 'page'::text, 'name'::text])))
);

-- COMMENT TABLE search_entries

COMMENT ON TABLE mediaq.search_entries IS 'Passages that mediaq.search looks through: findings, spoken sentences, pages, file names.';

-- COMMENT COLUMN search_entries.analysis_id

COMMENT ON COLUMN mediaq.search_entries.analysis_id IS 'That of the row the passage is from.';

-- COMMENT COLUMN search_entries.language

COMMENT ON COLUMN mediaq.search_entries.language IS 'The text search configuration of its words.';

-- COMMENT COLUMN search_entries.content

COMMENT ON COLUMN mediaq.search_entries.content IS 'What is shown of it.';

-- SEQUENCE search_entries_id_seq

ALTER TABLE mediaq.search_entries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mediaq.search_entries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- TABLE sessions

CREATE TABLE mediaq.sessions (
    id text NOT NULL,
    user_agent text,
    ip_address inet,
    created_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    last_activity timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    request_count bigint DEFAULT 0 NOT NULL,
    CONSTRAINT sessions_id_check CHECK (((id <> ''::text) AND (length(id) <= 200)))
);

-- COMMENT TABLE sessions

COMMENT ON TABLE mediaq.sessions IS 'A client that named itself, made on first sight.';

-- TABLE ssml_jobs

CREATE TABLE mediaq.ssml_jobs (
    id uuid DEFAULT mediaq.new_id() CONSTRAINT job_id_not_null NOT NULL,
    status text DEFAULT 'queued'::text CONSTRAINT job_status_not_null NOT NULL,
    priority smallint DEFAULT 0 CONSTRAINT job_priority_not_null NOT NULL,
    run_at timestamp with time zone DEFAULT mediaq.now() CONSTRAINT job_run_at_not_null NOT NULL,
    key text COLLATE pg_catalog."C",
    seat integer,
    key_seat integer,
    lease bigint,
    lease_expires_at timestamp with time zone,
    worker uuid,
    attempts integer DEFAULT 0 CONSTRAINT job_attempts_not_null NOT NULL,
    crashes integer DEFAULT 0 CONSTRAINT job_crashes_not_null NOT NULL,
    max_attempts integer,
    progress smallint DEFAULT 0 CONSTRAINT job_progress_not_null NOT NULL,
    last_error text,
    error_code text,
    created_at timestamp with time zone DEFAULT mediaq.now() CONSTRAINT job_created_at_not_null NOT NULL,
    updated_at timestamp with time zone DEFAULT mediaq.now() CONSTRAINT job_updated_at_not_null NOT NULL,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    feedback_id bigint NOT NULL,
    CONSTRAINT job_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT job_check CHECK (((lease_expires_at IS NULL) OR ((status = 'processing'::text) AND (lease IS NOT NULL)))),
    CONSTRAINT job_check1 CHECK (((status <> 'processing'::text) OR (started_at IS NOT NULL))),
    CONSTRAINT job_check2 CHECK (((status = ANY (ARRAY['completed'::text, 'failed'::text, 'canceled'::text])) = (completed_at IS NOT NULL))),
    CONSTRAINT job_crashes_check CHECK ((crashes >= 0)),
    CONSTRAINT job_key_check CHECK ((key <> ''::text)),
    CONSTRAINT job_key_seat_check CHECK ((key_seat >= 0)),
    CONSTRAINT job_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT job_progress_check CHECK (((progress >= 0) AND (progress <= 100))),
    CONSTRAINT job_seat_check CHECK ((seat >= 0)),
    CONSTRAINT job_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'processing'::text, 'completed'::text, 'failed'::text, 'canceled'::text]))),
    CONSTRAINT max_attempts_is_within_bounds CHECK ((max_attempts <= 1000)),
    CONSTRAINT priority_is_within_bounds CHECK (((priority >= '-1000'::integer) AND (priority <= 1000))),
    CONSTRAINT run_at_is_a_date CHECK (((run_at >= '1970-01-01 00:00:00+00'::timestamp with time zone) AND (run_at < '9999-12-31 00:00:00+00'::timestamp with time zone)))
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_analyze_scale_factor='0.05');

-- COMMENT COLUMN ssml_jobs.priority

COMMENT ON COLUMN mediaq.ssml_jobs.priority IS 'Smaller runs first.';

-- COMMENT COLUMN ssml_jobs.key

COMMENT ON COLUMN mediaq.ssml_jobs.key IS 'Owner, tenant, account: who is limited, and who takes turns.';

-- COMMENT COLUMN ssml_jobs.seat

COMMENT ON COLUMN mediaq.ssml_jobs.seat IS 'Number below the limit of the queue; means something while processing.';

-- COMMENT COLUMN ssml_jobs.key_seat

COMMENT ON COLUMN mediaq.ssml_jobs.key_seat IS 'Number below the limit of the key; means something while processing.';

-- COMMENT COLUMN ssml_jobs.lease

COMMENT ON COLUMN mediaq.ssml_jobs.lease IS 'Fencing token of the newest claim; every write names it.';

-- COMMENT COLUMN ssml_jobs.lease_expires_at

COMMENT ON COLUMN mediaq.ssml_jobs.lease_expires_at IS 'Set while somebody holds the job.';

-- TABLE transcriptions

CREATE TABLE mediaq.transcriptions (
    id uuid DEFAULT mediaq.new_id() NOT NULL,
    analysis_id uuid NOT NULL,
    provider text NOT NULL,
    text_content text NOT NULL,
    language text,
    confidence_score real,
    word_timestamps jsonb DEFAULT '[]'::jsonb NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    CONSTRAINT transcriptions_confidence_score_check CHECK (((confidence_score >= (0)::double precision) AND (confidence_score <= (1)::double precision))),
    CONSTRAINT transcriptions_word_timestamps_check CHECK ((jsonb_typeof(word_timestamps) = 'array'::text))
);

-- TABLE webhook_attempts

CREATE TABLE mediaq.webhook_attempts (
    id bigint NOT NULL,
    job_id uuid NOT NULL,
    attempt integer NOT NULL,
    response_status integer,
    error_code text,
    error text,
    excerpt text,
    duration_ms integer NOT NULL,
    created_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    CONSTRAINT webhook_attempts_duration_ms_check CHECK ((duration_ms >= 0))
);

-- COMMENT TABLE webhook_attempts

COMMENT ON TABLE mediaq.webhook_attempts IS 'The delivery log: every request that was made.';

-- COMMENT COLUMN webhook_attempts.excerpt

COMMENT ON COLUMN mediaq.webhook_attempts.excerpt IS 'How the body of a refusal begins.';

-- SEQUENCE webhook_attempts_id_seq

ALTER TABLE mediaq.webhook_attempts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME mediaq.webhook_attempts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- TABLE webhook_disabled

CREATE TABLE mediaq.webhook_disabled (
    owner text NOT NULL,
    url text NOT NULL,
    since timestamp with time zone DEFAULT mediaq.now() NOT NULL
);

-- COMMENT TABLE webhook_disabled

COMMENT ON TABLE mediaq.webhook_disabled IS 'Receivers that answered 410 Gone; one that is redelivered to is taken off.';

-- TABLE webhook_jobs

CREATE TABLE mediaq.webhook_jobs (
    id uuid DEFAULT mediaq.new_id() CONSTRAINT job_id_not_null NOT NULL,
    status text DEFAULT 'queued'::text CONSTRAINT job_status_not_null NOT NULL,
    priority smallint DEFAULT 0 CONSTRAINT job_priority_not_null NOT NULL,
    run_at timestamp with time zone DEFAULT mediaq.now() CONSTRAINT job_run_at_not_null NOT NULL,
    key text COLLATE pg_catalog."C",
    seat integer,
    key_seat integer,
    lease bigint,
    lease_expires_at timestamp with time zone,
    worker uuid,
    attempts integer DEFAULT 0 CONSTRAINT job_attempts_not_null NOT NULL,
    crashes integer DEFAULT 0 CONSTRAINT job_crashes_not_null NOT NULL,
    max_attempts integer,
    progress smallint DEFAULT 0 CONSTRAINT job_progress_not_null NOT NULL,
    last_error text,
    error_code text,
    created_at timestamp with time zone DEFAULT mediaq.now() CONSTRAINT job_created_at_not_null NOT NULL,
    updated_at timestamp with time zone DEFAULT mediaq.now() CONSTRAINT job_updated_at_not_null NOT NULL,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    analysis_id uuid NOT NULL,
    event text NOT NULL,
    url text NOT NULL,
    response_status integer,
    owner text DEFAULT 'local'::text NOT NULL,
    ended_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT job_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT job_check CHECK (((lease_expires_at IS NULL) OR ((status = 'processing'::text) AND (lease IS NOT NULL)))),
    CONSTRAINT job_check1 CHECK (((status <> 'processing'::text) OR (started_at IS NOT NULL))),
    CONSTRAINT job_check2 CHECK (((status = ANY (ARRAY['completed'::text, 'failed'::text, 'canceled'::text])) = (completed_at IS NOT NULL))),
    CONSTRAINT job_crashes_check CHECK ((crashes >= 0)),
    CONSTRAINT job_key_check CHECK ((key <> ''::text)),
    CONSTRAINT job_key_seat_check CHECK ((key_seat >= 0)),
    CONSTRAINT job_max_attempts_check CHECK ((max_attempts > 0)),
    CONSTRAINT job_progress_check CHECK (((progress >= 0) AND (progress <= 100))),
    CONSTRAINT job_seat_check CHECK ((seat >= 0)),
    CONSTRAINT job_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'processing'::text, 'completed'::text, 'failed'::text, 'canceled'::text]))),
    CONSTRAINT max_attempts_is_within_bounds CHECK ((max_attempts <= 1000)),
    CONSTRAINT priority_is_within_bounds CHECK (((priority >= '-1000'::integer) AND (priority <= 1000))),
    CONSTRAINT run_at_is_a_date CHECK (((run_at >= '1970-01-01 00:00:00+00'::timestamp with time zone) AND (run_at < '9999-12-31 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT webhook_jobs_data_check CHECK ((jsonb_typeof(data) = 'object'::text)),
    CONSTRAINT webhook_jobs_event_check CHECK ((event = ANY (ARRAY['analysis.completed'::text, 'analysis.failed'::text, 'analysis.canceled'::text])))
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_analyze_scale_factor='0.05');

-- COMMENT COLUMN webhook_jobs.priority

COMMENT ON COLUMN mediaq.webhook_jobs.priority IS 'Smaller runs first.';

-- COMMENT COLUMN webhook_jobs.key

COMMENT ON COLUMN mediaq.webhook_jobs.key IS 'Owner, tenant, account: who is limited, and who takes turns.';

-- COMMENT COLUMN webhook_jobs.seat

COMMENT ON COLUMN mediaq.webhook_jobs.seat IS 'Number below the limit of the queue; means something while processing.';

-- COMMENT COLUMN webhook_jobs.key_seat

COMMENT ON COLUMN mediaq.webhook_jobs.key_seat IS 'Number below the limit of the key; means something while processing.';

-- COMMENT COLUMN webhook_jobs.lease

COMMENT ON COLUMN mediaq.webhook_jobs.lease IS 'Fencing token of the newest claim; every write names it.';

-- COMMENT COLUMN webhook_jobs.lease_expires_at

COMMENT ON COLUMN mediaq.webhook_jobs.lease_expires_at IS 'Set while somebody holds the job.';

-- COMMENT COLUMN webhook_jobs.response_status

COMMENT ON COLUMN mediaq.webhook_jobs.response_status IS 'Of the newest attempt that was answered.';

-- COMMENT COLUMN webhook_jobs.ended_at

COMMENT ON COLUMN mediaq.webhook_jobs.ended_at IS 'When the analysis ended; the event''s timestamp.';

-- COMMENT COLUMN webhook_jobs.data

COMMENT ON COLUMN mediaq.webhook_jobs.data IS 'What the receiver is told, as it was at the end.';

-- TABLE webhook_secrets

CREATE TABLE mediaq.webhook_secrets (
    owner text NOT NULL,
    version integer NOT NULL,
    rotated_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    CONSTRAINT webhook_secrets_version_check CHECK ((version > 0))
);

-- COMMENT TABLE webhook_secrets

COMMENT ON TABLE mediaq.webhook_secrets IS 'Which signing secret of an owner is in force; 1 without a row. The secrets are derived, not kept.';

-- TABLE workers

CREATE TABLE mediaq.workers (
    id uuid NOT NULL,
    queue text NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    version text NOT NULL,
    concurrency integer NOT NULL,
    running integer DEFAULT 0 NOT NULL,
    started_at timestamp with time zone DEFAULT mediaq.now() NOT NULL,
    seen_at timestamp with time zone DEFAULT mediaq.now() NOT NULL
);

-- COMMENT TABLE workers

COMMENT ON TABLE mediaq.workers IS 'One heartbeat row per worker process, for people to look at.';

-- CONSTRAINT analysis_audio_segments analysis_audio_segments_feedback_id_segment_index_key

ALTER TABLE ONLY mediaq.analysis_audio_segments
    ADD CONSTRAINT analysis_audio_segments_feedback_id_segment_index_key UNIQUE (feedback_id, segment_index);

-- CONSTRAINT analysis_audio_segments analysis_audio_segments_pkey

ALTER TABLE ONLY mediaq.analysis_audio_segments
    ADD CONSTRAINT analysis_audio_segments_pkey PRIMARY KEY (id);

-- CONSTRAINT analysis_feedback analysis_feedback_pkey

ALTER TABLE ONLY mediaq.analysis_feedback
    ADD CONSTRAINT analysis_feedback_pkey PRIMARY KEY (id);

-- CONSTRAINT analysis analysis_pkey

ALTER TABLE ONLY mediaq.analysis
    ADD CONSTRAINT analysis_pkey PRIMARY KEY (id);

-- CONSTRAINT analysis_results analysis_results_analysis_id_analysis_type_key

ALTER TABLE ONLY mediaq.analysis_results
    ADD CONSTRAINT analysis_results_analysis_id_analysis_type_key UNIQUE (analysis_id, analysis_type);

-- CONSTRAINT analysis_results analysis_results_pkey

ALTER TABLE ONLY mediaq.analysis_results
    ADD CONSTRAINT analysis_results_pkey PRIMARY KEY (id);

-- CONSTRAINT analysis_ssml_segments analysis_ssml_segments_feedback_id_segment_index_key

ALTER TABLE ONLY mediaq.analysis_ssml_segments
    ADD CONSTRAINT analysis_ssml_segments_feedback_id_segment_index_key UNIQUE (feedback_id, segment_index);

-- CONSTRAINT analysis_ssml_segments analysis_ssml_segments_pkey

ALTER TABLE ONLY mediaq.analysis_ssml_segments
    ADD CONSTRAINT analysis_ssml_segments_pkey PRIMARY KEY (id);

-- CONSTRAINT api_keys api_keys_pkey

ALTER TABLE ONLY mediaq.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);

-- CONSTRAINT applied_files applied_files_pkey

ALTER TABLE ONLY mediaq.applied_files
    ADD CONSTRAINT applied_files_pkey PRIMARY KEY (path);

-- CONSTRAINT asset_files asset_files_analysis_id_kind_position_key

ALTER TABLE ONLY mediaq.asset_files
    ADD CONSTRAINT asset_files_analysis_id_kind_position_key UNIQUE (analysis_id, kind, "position");

-- CONSTRAINT asset_files asset_files_pkey

ALTER TABLE ONLY mediaq.asset_files
    ADD CONSTRAINT asset_files_pkey PRIMARY KEY (id);

-- CONSTRAINT audio_jobs audio_jobs_feedback_id_key

ALTER TABLE ONLY mediaq.audio_jobs
    ADD CONSTRAINT audio_jobs_feedback_id_key UNIQUE (feedback_id);

-- CONSTRAINT audio_jobs audio_jobs_pkey

ALTER TABLE ONLY mediaq.audio_jobs
    ADD CONSTRAINT audio_jobs_pkey PRIMARY KEY (id);

-- CONSTRAINT idempotency_keys idempotency_keys_pkey

ALTER TABLE ONLY mediaq.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (owner, key);

-- CONSTRAINT job_errors job_errors_pkey

ALTER TABLE ONLY mediaq.job_errors
    ADD CONSTRAINT job_errors_pkey PRIMARY KEY (id);

-- CONSTRAINT job job_pkey

ALTER TABLE ONLY mediaq.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (id);

-- CONSTRAINT media_assets media_assets_pkey

ALTER TABLE ONLY mediaq.media_assets
    ADD CONSTRAINT media_assets_pkey PRIMARY KEY (id);

-- CONSTRAINT picture_hashes picture_hashes_pkey

ALTER TABLE ONLY mediaq.picture_hashes
    ADD CONSTRAINT picture_hashes_pkey PRIMARY KEY (asset_id);

-- CONSTRAINT provider_accounts provider_accounts_pkey

ALTER TABLE ONLY mediaq.provider_accounts
    ADD CONSTRAINT provider_accounts_pkey PRIMARY KEY (id);

-- CONSTRAINT provider_accounts provider_accounts_provider_name_key

ALTER TABLE ONLY mediaq.provider_accounts
    ADD CONSTRAINT provider_accounts_provider_name_key UNIQUE (provider, name);

-- CONSTRAINT provider_submissions provider_submissions_pkey

ALTER TABLE ONLY mediaq.provider_submissions
    ADD CONSTRAINT provider_submissions_pkey PRIMARY KEY (id);

-- CONSTRAINT queues queues_pkey

ALTER TABLE ONLY mediaq.queues
    ADD CONSTRAINT queues_pkey PRIMARY KEY (queue);

-- CONSTRAINT rate_slots rate_slots_pkey

ALTER TABLE ONLY mediaq.rate_slots
    ADD CONSTRAINT rate_slots_pkey PRIMARY KEY (id);

-- CONSTRAINT resumable_uploads resumable_uploads_pkey

ALTER TABLE ONLY mediaq.resumable_uploads
    ADD CONSTRAINT resumable_uploads_pkey PRIMARY KEY (id);

-- CONSTRAINT search_entries search_entries_pkey

ALTER TABLE ONLY mediaq.search_entries
    ADD CONSTRAINT search_entries_pkey PRIMARY KEY (id);

-- CONSTRAINT sessions sessions_pkey

ALTER TABLE ONLY mediaq.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);

-- CONSTRAINT ssml_jobs ssml_jobs_feedback_id_key

ALTER TABLE ONLY mediaq.ssml_jobs
    ADD CONSTRAINT ssml_jobs_feedback_id_key UNIQUE (feedback_id);

-- CONSTRAINT ssml_jobs ssml_jobs_pkey

ALTER TABLE ONLY mediaq.ssml_jobs
    ADD CONSTRAINT ssml_jobs_pkey PRIMARY KEY (id);

-- CONSTRAINT transcriptions transcriptions_pkey

ALTER TABLE ONLY mediaq.transcriptions
    ADD CONSTRAINT transcriptions_pkey PRIMARY KEY (id);

-- CONSTRAINT webhook_attempts webhook_attempts_pkey

ALTER TABLE ONLY mediaq.webhook_attempts
    ADD CONSTRAINT webhook_attempts_pkey PRIMARY KEY (id);

-- CONSTRAINT webhook_disabled webhook_disabled_pkey

ALTER TABLE ONLY mediaq.webhook_disabled
    ADD CONSTRAINT webhook_disabled_pkey PRIMARY KEY (owner, url);

-- CONSTRAINT webhook_jobs webhook_jobs_pkey

ALTER TABLE ONLY mediaq.webhook_jobs
    ADD CONSTRAINT webhook_jobs_pkey PRIMARY KEY (id);

-- CONSTRAINT webhook_secrets webhook_secrets_pkey

ALTER TABLE ONLY mediaq.webhook_secrets
    ADD CONSTRAINT webhook_secrets_pkey PRIMARY KEY (owner);

-- CONSTRAINT workers workers_pkey

ALTER TABLE ONLY mediaq.workers
    ADD CONSTRAINT workers_pkey PRIMARY KEY (id);

-- INDEX analysis_audio_segments_created

CREATE INDEX analysis_audio_segments_created ON mediaq.analysis_audio_segments USING btree (created_at);

-- INDEX analysis_auto

CREATE UNIQUE INDEX analysis_auto ON mediaq.analysis USING btree (asset_id) WHERE (kickoff = 'auto'::text);

-- INDEX analysis_by_asset

CREATE INDEX analysis_by_asset ON mediaq.analysis USING btree (asset_id, id);

-- INDEX analysis_by_owner

CREATE INDEX analysis_by_owner ON mediaq.analysis USING btree (owner, created_at DESC) WHERE (deleted_at IS NULL);

-- INDEX analysis_by_status

CREATE INDEX analysis_by_status ON mediaq.analysis USING btree (status, created_at DESC) WHERE (deleted_at IS NULL);

-- INDEX analysis_by_tag

CREATE INDEX analysis_by_tag ON mediaq.analysis USING btree (tag, created_at DESC) WHERE ((tag IS NOT NULL) AND (deleted_at IS NULL));

-- INDEX analysis_feedback_analysis

CREATE INDEX analysis_feedback_analysis ON mediaq.analysis_feedback USING btree (analysis_id);

-- INDEX analysis_feedback_created

CREATE INDEX analysis_feedback_created ON mediaq.analysis_feedback USING btree (created_at);

-- INDEX analysis_finished

CREATE INDEX analysis_finished ON mediaq.analysis USING btree (completed_at DESC, id DESC) WHERE ((status = 'completed'::text) AND (deleted_at IS NULL));

-- INDEX analysis_id_idx

CREATE INDEX analysis_id_idx ON mediaq.analysis USING btree (id) WHERE (status = 'processing'::text);

-- INDEX analysis_id_idx1

CREATE INDEX analysis_id_idx1 ON mediaq.analysis USING btree (id) WHERE (status = 'failed'::text);

-- INDEX analysis_key_key_seat_idx

CREATE UNIQUE INDEX analysis_key_key_seat_idx ON mediaq.analysis USING btree (key, key_seat) WHERE ((status = 'processing'::text) AND (key_seat IS NOT NULL));

-- INDEX analysis_newest

CREATE INDEX analysis_newest ON mediaq.analysis USING btree (created_at DESC, id DESC) WHERE (deleted_at IS NULL);

-- INDEX analysis_priority_run_at_id_idx

CREATE INDEX analysis_priority_run_at_id_idx ON mediaq.analysis USING btree (priority, run_at, id) WHERE (status = 'queued'::text);

-- INDEX analysis_seat_idx

CREATE UNIQUE INDEX analysis_seat_idx ON mediaq.analysis USING btree (seat) WHERE ((status = 'processing'::text) AND (seat IS NOT NULL));

-- INDEX analysis_session

CREATE INDEX analysis_session ON mediaq.analysis USING btree (session_id) WHERE (session_id IS NOT NULL);

-- INDEX analysis_ssml_segments_created

CREATE INDEX analysis_ssml_segments_created ON mediaq.analysis_ssml_segments USING btree (created_at);

-- INDEX analysis_turns

CREATE INDEX analysis_turns ON mediaq.analysis USING btree (priority, COALESCE(key, ''::text), run_at, id) WHERE (status = 'queued'::text);

-- INDEX asset_files_asset

CREATE INDEX asset_files_asset ON mediaq.asset_files USING btree (asset_id, kind, "position");

-- INDEX audio_jobs_id_idx

CREATE INDEX audio_jobs_id_idx ON mediaq.audio_jobs USING btree (id) WHERE (status = 'processing'::text);

-- INDEX audio_jobs_id_idx1

CREATE INDEX audio_jobs_id_idx1 ON mediaq.audio_jobs USING btree (id) WHERE (status = 'failed'::text);

-- INDEX audio_jobs_key_key_seat_idx

CREATE UNIQUE INDEX audio_jobs_key_key_seat_idx ON mediaq.audio_jobs USING btree (key, key_seat) WHERE ((status = 'processing'::text) AND (key_seat IS NOT NULL));

-- INDEX audio_jobs_priority_run_at_id_idx

CREATE INDEX audio_jobs_priority_run_at_id_idx ON mediaq.audio_jobs USING btree (priority, run_at, id) WHERE (status = 'queued'::text);

-- INDEX audio_jobs_seat_idx

CREATE UNIQUE INDEX audio_jobs_seat_idx ON mediaq.audio_jobs USING btree (seat) WHERE ((status = 'processing'::text) AND (seat IS NOT NULL));

-- INDEX idempotency_keys_created

CREATE INDEX idempotency_keys_created ON mediaq.idempotency_keys USING btree (created_at);

-- INDEX job_claim

CREATE INDEX job_claim ON mediaq.job USING btree (priority, run_at, id) WHERE (status = 'queued'::text);

-- INDEX job_errors_job

CREATE INDEX job_errors_job ON mediaq.job_errors USING btree (job_id, id);

-- INDEX job_failed

CREATE INDEX job_failed ON mediaq.job USING btree (id) WHERE (status = 'failed'::text);

-- INDEX job_key_seat

CREATE UNIQUE INDEX job_key_seat ON mediaq.job USING btree (key, key_seat) WHERE ((status = 'processing'::text) AND (key_seat IS NOT NULL));

-- INDEX job_running

CREATE INDEX job_running ON mediaq.job USING btree (id) WHERE (status = 'processing'::text);

-- INDEX job_seat

CREATE UNIQUE INDEX job_seat ON mediaq.job USING btree (seat) WHERE ((status = 'processing'::text) AND (seat IS NOT NULL));

-- INDEX media_assets_by_owner

CREATE INDEX media_assets_by_owner ON mediaq.media_assets USING btree (owner, created_at DESC) WHERE (deleted_at IS NULL);

-- INDEX media_assets_by_path

CREATE INDEX media_assets_by_path ON mediaq.media_assets USING btree (storage_path) WHERE (storage_path !~~ 'originals/%'::text);

-- INDEX media_assets_by_type

CREATE INDEX media_assets_by_type ON mediaq.media_assets USING btree (media_type, created_at DESC) WHERE (deleted_at IS NULL);

-- INDEX media_assets_newest

CREATE INDEX media_assets_newest ON mediaq.media_assets USING btree (created_at DESC, id DESC) WHERE (deleted_at IS NULL);

-- INDEX media_assets_sha256

CREATE INDEX media_assets_sha256 ON mediaq.media_assets USING btree (sha256);

-- INDEX picture_hashes_band_0

CREATE INDEX picture_hashes_band_0 ON mediaq.picture_hashes USING btree (owner, ((hash & (8191)::bigint)));

-- INDEX picture_hashes_band_1

CREATE INDEX picture_hashes_band_1 ON mediaq.picture_hashes USING btree (owner, (((hash >> 13) & (8191)::bigint)));

-- INDEX picture_hashes_band_2

CREATE INDEX picture_hashes_band_2 ON mediaq.picture_hashes USING btree (owner, (((hash >> 26) & (8191)::bigint)));

-- INDEX picture_hashes_band_3

CREATE INDEX picture_hashes_band_3 ON mediaq.picture_hashes USING btree (owner, (((hash >> 39) & (8191)::bigint)));

-- INDEX picture_hashes_band_4

CREATE INDEX picture_hashes_band_4 ON mediaq.picture_hashes USING btree (owner, (((hash >> 52) & (8191)::bigint)));

-- INDEX provider_submissions_analysis

CREATE INDEX provider_submissions_analysis ON mediaq.provider_submissions USING btree (analysis_id);

-- INDEX provider_submissions_id_idx

CREATE INDEX provider_submissions_id_idx ON mediaq.provider_submissions USING btree (id) WHERE (status = 'processing'::text);

-- INDEX provider_submissions_id_idx1

CREATE INDEX provider_submissions_id_idx1 ON mediaq.provider_submissions USING btree (id) WHERE (status = 'failed'::text);

-- INDEX provider_submissions_in_flight

CREATE INDEX provider_submissions_in_flight ON mediaq.provider_submissions USING btree (account_id) WHERE (status = ANY (ARRAY['queued'::text, 'processing'::text]));

-- INDEX provider_submissions_key_key_seat_idx

CREATE UNIQUE INDEX provider_submissions_key_key_seat_idx ON mediaq.provider_submissions USING btree (key, key_seat) WHERE ((status = 'processing'::text) AND (key_seat IS NOT NULL));

-- INDEX provider_submissions_priority_run_at_id_idx

CREATE INDEX provider_submissions_priority_run_at_id_idx ON mediaq.provider_submissions USING btree (priority, run_at, id) WHERE (status = 'queued'::text);

-- INDEX provider_submissions_seat_idx

CREATE UNIQUE INDEX provider_submissions_seat_idx ON mediaq.provider_submissions USING btree (seat) WHERE ((status = 'processing'::text) AND (seat IS NOT NULL));

-- INDEX rate_slots_free

CREATE INDEX rate_slots_free ON mediaq.rate_slots USING btree (queue, free_at);

-- INDEX resumable_uploads_analysis

CREATE INDEX resumable_uploads_analysis ON mediaq.resumable_uploads USING btree (analysis_id);

-- INDEX resumable_uploads_asset

CREATE INDEX resumable_uploads_asset ON mediaq.resumable_uploads USING btree (asset_id);

-- INDEX resumable_uploads_expiry

CREATE INDEX resumable_uploads_expiry ON mediaq.resumable_uploads USING btree (expires_at);

-- INDEX search_entries_asset

CREATE INDEX search_entries_asset ON mediaq.search_entries USING btree (asset_id, kind, analysis_id);

-- INDEX search_entries_feedback

CREATE INDEX search_entries_feedback ON mediaq.search_entries USING btree (feedback_id) WHERE (feedback_id IS NOT NULL);

-- INDEX search_entries_names

CREATE INDEX search_entries_names ON mediaq.search_entries USING gin (words) WHERE (kind = 'name'::text);

-- INDEX search_entries_result

CREATE INDEX search_entries_result ON mediaq.search_entries USING btree (result_id) WHERE (result_id IS NOT NULL);

-- INDEX search_entries_transcription

CREATE INDEX search_entries_transcription ON mediaq.search_entries USING btree (transcription_id) WHERE (transcription_id IS NOT NULL);

-- INDEX search_entries_words

CREATE INDEX search_entries_words ON mediaq.search_entries USING gin (words) WHERE (kind <> 'name'::text);

-- INDEX ssml_jobs_id_idx

CREATE INDEX ssml_jobs_id_idx ON mediaq.ssml_jobs USING btree (id) WHERE (status = 'processing'::text);

-- INDEX ssml_jobs_id_idx1

CREATE INDEX ssml_jobs_id_idx1 ON mediaq.ssml_jobs USING btree (id) WHERE (status = 'failed'::text);

-- INDEX ssml_jobs_key_key_seat_idx

CREATE UNIQUE INDEX ssml_jobs_key_key_seat_idx ON mediaq.ssml_jobs USING btree (key, key_seat) WHERE ((status = 'processing'::text) AND (key_seat IS NOT NULL));

-- INDEX ssml_jobs_priority_run_at_id_idx

CREATE INDEX ssml_jobs_priority_run_at_id_idx ON mediaq.ssml_jobs USING btree (priority, run_at, id) WHERE (status = 'queued'::text);

-- INDEX ssml_jobs_seat_idx

CREATE UNIQUE INDEX ssml_jobs_seat_idx ON mediaq.ssml_jobs USING btree (seat) WHERE ((status = 'processing'::text) AND (seat IS NOT NULL));

-- INDEX transcriptions_analysis

CREATE INDEX transcriptions_analysis ON mediaq.transcriptions USING btree (analysis_id);

-- INDEX transcriptions_provider

CREATE INDEX transcriptions_provider ON mediaq.transcriptions USING btree (provider);

-- INDEX webhook_attempts_job

CREATE INDEX webhook_attempts_job ON mediaq.webhook_attempts USING btree (job_id, id);

-- INDEX webhook_jobs_analysis

CREATE INDEX webhook_jobs_analysis ON mediaq.webhook_jobs USING btree (analysis_id, id);

-- INDEX webhook_jobs_by_owner

CREATE INDEX webhook_jobs_by_owner ON mediaq.webhook_jobs USING btree (owner, created_at DESC, id DESC);

-- INDEX webhook_jobs_id_idx

CREATE INDEX webhook_jobs_id_idx ON mediaq.webhook_jobs USING btree (id) WHERE (status = 'processing'::text);

-- INDEX webhook_jobs_id_idx1

CREATE INDEX webhook_jobs_id_idx1 ON mediaq.webhook_jobs USING btree (id) WHERE (status = 'failed'::text);

-- INDEX webhook_jobs_key_key_seat_idx

CREATE UNIQUE INDEX webhook_jobs_key_key_seat_idx ON mediaq.webhook_jobs USING btree (key, key_seat) WHERE ((status = 'processing'::text) AND (key_seat IS NOT NULL));

-- INDEX webhook_jobs_newest

CREATE INDEX webhook_jobs_newest ON mediaq.webhook_jobs USING btree (created_at DESC, id DESC);

-- INDEX webhook_jobs_priority_run_at_id_idx

CREATE INDEX webhook_jobs_priority_run_at_id_idx ON mediaq.webhook_jobs USING btree (priority, run_at, id) WHERE (status = 'queued'::text);

-- INDEX webhook_jobs_seat_idx

CREATE UNIQUE INDEX webhook_jobs_seat_idx ON mediaq.webhook_jobs USING btree (seat) WHERE ((status = 'processing'::text) AND (seat IS NOT NULL));

-- TRIGGER analysis analysis_inserted

CREATE TRIGGER analysis_inserted AFTER INSERT ON mediaq.analysis REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.analysis_inserted();

-- TRIGGER analysis analysis_key

CREATE TRIGGER analysis_key BEFORE INSERT ON mediaq.analysis FOR EACH ROW WHEN (((new.key IS NULL) AND (new.owner <> ''::text))) EXECUTE FUNCTION mediaq.analysis_key();

-- TRIGGER analysis analysis_updated

CREATE TRIGGER analysis_updated AFTER UPDATE ON mediaq.analysis REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.analysis_updated();

-- TRIGGER media_assets asset_inserted

CREATE TRIGGER asset_inserted AFTER INSERT ON mediaq.media_assets REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.asset_inserted();

-- TRIGGER media_assets asset_marked

CREATE TRIGGER asset_marked BEFORE INSERT ON mediaq.media_assets FOR EACH ROW WHEN (((new.analysis_status IS NULL) AND (new.deleted_at IS NULL) AND ((new.upload_status = 'completed'::text) OR ((new.upload_status = 'pending'::text) AND (new.source_url IS NOT NULL) AND (new.storage_path IS NULL))))) EXECUTE FUNCTION mediaq.asset_marked();

-- TRIGGER media_assets asset_marked_later

CREATE TRIGGER asset_marked_later BEFORE UPDATE ON mediaq.media_assets FOR EACH ROW WHEN (((new.upload_status = 'completed'::text) AND (old.upload_status <> 'completed'::text) AND (new.analysis_status IS NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION mediaq.asset_marked();

-- TRIGGER media_assets asset_named

CREATE TRIGGER asset_named BEFORE INSERT ON mediaq.media_assets FOR EACH ROW WHEN (((new.filename IS NULL) AND (new.source_url IS NOT NULL))) EXECUTE FUNCTION mediaq.asset_named();

-- TRIGGER media_assets asset_sourced

CREATE CONSTRAINT TRIGGER asset_sourced AFTER INSERT ON mediaq.media_assets DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.source_url IS NOT NULL) AND (new.storage_path IS NULL) AND (new.upload_status = 'pending'::text) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION mediaq.asset_sourced();

-- TRIGGER media_assets asset_updated

CREATE TRIGGER asset_updated AFTER UPDATE ON mediaq.media_assets REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.asset_updated();

-- TRIGGER audio_jobs audio_job_updated

CREATE TRIGGER audio_job_updated AFTER UPDATE ON mediaq.audio_jobs REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.audio_job_updated();

-- TRIGGER analysis changes_told_inserted

CREATE TRIGGER changes_told_inserted AFTER INSERT ON mediaq.analysis REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.changes_told();

-- TRIGGER analysis_feedback changes_told_inserted

CREATE TRIGGER changes_told_inserted AFTER INSERT ON mediaq.analysis_feedback REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.changes_told();

-- TRIGGER analysis changes_told_updated

CREATE TRIGGER changes_told_updated AFTER UPDATE ON mediaq.analysis REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.changes_told();

-- TRIGGER analysis_feedback changes_told_updated

CREATE TRIGGER changes_told_updated AFTER UPDATE ON mediaq.analysis_feedback REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.changes_told();

-- TRIGGER analysis_feedback feedback_inserted

CREATE TRIGGER feedback_inserted AFTER INSERT ON mediaq.analysis_feedback REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.feedback_inserted();

-- TRIGGER analysis_feedback feedback_updated

CREATE TRIGGER feedback_updated AFTER UPDATE ON mediaq.analysis_feedback REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.feedback_updated();

-- TRIGGER analysis keep_contracts

CREATE TRIGGER keep_contracts BEFORE INSERT OR UPDATE OF config, options, parameters ON mediaq.analysis FOR EACH ROW WHEN (((new.config <> '{}'::jsonb) OR (new.options <> '{}'::jsonb) OR (new.parameters <> '{}'::jsonb))) EXECUTE FUNCTION mediaq.analysis_keeps_contracts();

-- TRIGGER ssml_jobs ssml_job_updated

CREATE TRIGGER ssml_job_updated AFTER UPDATE ON mediaq.ssml_jobs REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.ssml_job_updated();

-- TRIGGER analysis_feedback text_inserted

CREATE TRIGGER text_inserted AFTER INSERT ON mediaq.analysis_feedback REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.findings_told();

-- TRIGGER analysis_results text_inserted

CREATE TRIGGER text_inserted AFTER INSERT ON mediaq.analysis_results REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.pages_told();

-- TRIGGER transcriptions text_inserted

CREATE TRIGGER text_inserted AFTER INSERT ON mediaq.transcriptions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.transcripts_told();

-- TRIGGER analysis_feedback text_updated

CREATE TRIGGER text_updated AFTER UPDATE OF code, message, suggestion, language, start_ms, end_ms, page ON mediaq.analysis_feedback FOR EACH ROW EXECUTE FUNCTION mediaq.findings_told();

-- TRIGGER analysis_results text_updated

CREATE TRIGGER text_updated AFTER UPDATE ON mediaq.analysis_results REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.pages_told();

-- TRIGGER media_assets text_updated

CREATE TRIGGER text_updated AFTER UPDATE OF filename, analysis_status ON mediaq.media_assets FOR EACH ROW WHEN (((old.filename <> new.filename) OR ((old.analysis_status IS DISTINCT FROM new.analysis_status) AND (new.analysis_status = ANY (ARRAY['completed'::text, 'failed'::text, 'canceled'::text]))))) EXECUTE FUNCTION mediaq.name_told();

-- TRIGGER transcriptions text_updated

CREATE TRIGGER text_updated AFTER UPDATE ON mediaq.transcriptions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.transcripts_told();

-- TRIGGER analysis wake_on_insert

CREATE TRIGGER wake_on_insert AFTER INSERT ON mediaq.analysis REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.wake_on_insert();

-- TRIGGER audio_jobs wake_on_insert

CREATE TRIGGER wake_on_insert AFTER INSERT ON mediaq.audio_jobs REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.wake_on_insert();

-- TRIGGER provider_submissions wake_on_insert

CREATE TRIGGER wake_on_insert AFTER INSERT ON mediaq.provider_submissions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.wake_on_insert();

-- TRIGGER ssml_jobs wake_on_insert

CREATE TRIGGER wake_on_insert AFTER INSERT ON mediaq.ssml_jobs REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.wake_on_insert();

-- TRIGGER webhook_jobs wake_on_insert

CREATE TRIGGER wake_on_insert AFTER INSERT ON mediaq.webhook_jobs REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mediaq.wake_on_insert();

-- FK CONSTRAINT analysis analysis_asset_id_fkey

ALTER TABLE ONLY mediaq.analysis
    ADD CONSTRAINT analysis_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES mediaq.media_assets(id) ON DELETE CASCADE;

-- FK CONSTRAINT analysis_audio_segments analysis_audio_segments_feedback_id_fkey

ALTER TABLE ONLY mediaq.analysis_audio_segments
    ADD CONSTRAINT analysis_audio_segments_feedback_id_fkey FOREIGN KEY (feedback_id) REFERENCES mediaq.analysis_feedback(id) ON DELETE CASCADE;

-- FK CONSTRAINT analysis_feedback analysis_feedback_analysis_id_fkey

ALTER TABLE ONLY mediaq.analysis_feedback
    ADD CONSTRAINT analysis_feedback_analysis_id_fkey FOREIGN KEY (analysis_id) REFERENCES mediaq.analysis(id) ON DELETE CASCADE;

-- FK CONSTRAINT analysis_results analysis_results_analysis_id_fkey

ALTER TABLE ONLY mediaq.analysis_results
    ADD CONSTRAINT analysis_results_analysis_id_fkey FOREIGN KEY (analysis_id) REFERENCES mediaq.analysis(id) ON DELETE CASCADE;

-- FK CONSTRAINT analysis analysis_session_id_fkey

ALTER TABLE ONLY mediaq.analysis
    ADD CONSTRAINT analysis_session_id_fkey FOREIGN KEY (session_id) REFERENCES mediaq.sessions(id) ON DELETE SET NULL;

-- FK CONSTRAINT analysis_ssml_segments analysis_ssml_segments_feedback_id_fkey

ALTER TABLE ONLY mediaq.analysis_ssml_segments
    ADD CONSTRAINT analysis_ssml_segments_feedback_id_fkey FOREIGN KEY (feedback_id) REFERENCES mediaq.analysis_feedback(id) ON DELETE CASCADE;

-- FK CONSTRAINT asset_files asset_files_analysis_id_fkey

ALTER TABLE ONLY mediaq.asset_files
    ADD CONSTRAINT asset_files_analysis_id_fkey FOREIGN KEY (analysis_id) REFERENCES mediaq.analysis(id) ON DELETE CASCADE;

-- FK CONSTRAINT asset_files asset_files_asset_id_fkey

ALTER TABLE ONLY mediaq.asset_files
    ADD CONSTRAINT asset_files_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES mediaq.media_assets(id) ON DELETE CASCADE;

-- FK CONSTRAINT audio_jobs audio_jobs_feedback_id_fkey

ALTER TABLE ONLY mediaq.audio_jobs
    ADD CONSTRAINT audio_jobs_feedback_id_fkey FOREIGN KEY (feedback_id) REFERENCES mediaq.analysis_feedback(id) ON DELETE CASCADE;

-- FK CONSTRAINT picture_hashes picture_hashes_asset_id_fkey

ALTER TABLE ONLY mediaq.picture_hashes
    ADD CONSTRAINT picture_hashes_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES mediaq.media_assets(id) ON DELETE CASCADE;

-- FK CONSTRAINT provider_submissions provider_submissions_account_id_fkey

ALTER TABLE ONLY mediaq.provider_submissions
    ADD CONSTRAINT provider_submissions_account_id_fkey FOREIGN KEY (account_id) REFERENCES mediaq.provider_accounts(id) ON DELETE SET NULL;

-- FK CONSTRAINT provider_submissions provider_submissions_analysis_id_fkey

ALTER TABLE ONLY mediaq.provider_submissions
    ADD CONSTRAINT provider_submissions_analysis_id_fkey FOREIGN KEY (analysis_id) REFERENCES mediaq.analysis(id) ON DELETE SET NULL;

-- FK CONSTRAINT rate_slots rate_slots_queue_fkey

ALTER TABLE ONLY mediaq.rate_slots
    ADD CONSTRAINT rate_slots_queue_fkey FOREIGN KEY (queue) REFERENCES mediaq.queues(queue) ON DELETE CASCADE;

-- FK CONSTRAINT resumable_uploads resumable_uploads_analysis_id_fkey

ALTER TABLE ONLY mediaq.resumable_uploads
    ADD CONSTRAINT resumable_uploads_analysis_id_fkey FOREIGN KEY (analysis_id) REFERENCES mediaq.analysis(id) ON DELETE SET NULL;

-- FK CONSTRAINT resumable_uploads resumable_uploads_asset_id_fkey

ALTER TABLE ONLY mediaq.resumable_uploads
    ADD CONSTRAINT resumable_uploads_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES mediaq.media_assets(id) ON DELETE SET NULL;

-- FK CONSTRAINT search_entries search_entries_asset_id_fkey

ALTER TABLE ONLY mediaq.search_entries
    ADD CONSTRAINT search_entries_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES mediaq.media_assets(id) ON DELETE CASCADE;

-- FK CONSTRAINT search_entries search_entries_feedback_id_fkey

ALTER TABLE ONLY mediaq.search_entries
    ADD CONSTRAINT search_entries_feedback_id_fkey FOREIGN KEY (feedback_id) REFERENCES mediaq.analysis_feedback(id) ON DELETE CASCADE;

-- FK CONSTRAINT search_entries search_entries_result_id_fkey

ALTER TABLE ONLY mediaq.search_entries
    ADD CONSTRAINT search_entries_result_id_fkey FOREIGN KEY (result_id) REFERENCES mediaq.analysis_results(id) ON DELETE CASCADE;

-- FK CONSTRAINT search_entries search_entries_transcription_id_fkey

ALTER TABLE ONLY mediaq.search_entries
    ADD CONSTRAINT search_entries_transcription_id_fkey FOREIGN KEY (transcription_id) REFERENCES mediaq.transcriptions(id) ON DELETE CASCADE;

-- FK CONSTRAINT ssml_jobs ssml_jobs_feedback_id_fkey

ALTER TABLE ONLY mediaq.ssml_jobs
    ADD CONSTRAINT ssml_jobs_feedback_id_fkey FOREIGN KEY (feedback_id) REFERENCES mediaq.analysis_feedback(id) ON DELETE CASCADE;

-- FK CONSTRAINT transcriptions transcriptions_analysis_id_fkey

ALTER TABLE ONLY mediaq.transcriptions
    ADD CONSTRAINT transcriptions_analysis_id_fkey FOREIGN KEY (analysis_id) REFERENCES mediaq.analysis(id) ON DELETE CASCADE;

-- FK CONSTRAINT webhook_attempts webhook_attempts_job_id_fkey

ALTER TABLE ONLY mediaq.webhook_attempts
    ADD CONSTRAINT webhook_attempts_job_id_fkey FOREIGN KEY (job_id) REFERENCES mediaq.webhook_jobs(id) ON DELETE CASCADE;

-- FK CONSTRAINT webhook_jobs webhook_jobs_analysis_id_fkey

ALTER TABLE ONLY mediaq.webhook_jobs
    ADD CONSTRAINT webhook_jobs_analysis_id_fkey FOREIGN KEY (analysis_id) REFERENCES mediaq.analysis(id) ON DELETE CASCADE;

-- ROW SECURITY analysis

ALTER TABLE mediaq.analysis ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY analysis_audio_segments

ALTER TABLE mediaq.analysis_audio_segments ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY analysis_feedback

ALTER TABLE mediaq.analysis_feedback ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY analysis_results

ALTER TABLE mediaq.analysis_results ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY analysis_ssml_segments

ALTER TABLE mediaq.analysis_ssml_segments ENABLE ROW LEVEL SECURITY;

-- POLICY analysis api

CREATE POLICY api ON mediaq.analysis TO mediaq_api USING (mediaq.sees(owner)) WITH CHECK ((mediaq.sees(owner) AND (EXISTS ( SELECT
   FROM mediaq.media_assets a
  WHERE (a.id = analysis.asset_id)))));

-- POLICY analysis_audio_segments api

CREATE POLICY api ON mediaq.analysis_audio_segments TO mediaq_api USING ((EXISTS ( SELECT
   FROM mediaq.analysis_feedback f
  WHERE (f.id = analysis_audio_segments.feedback_id))));

-- POLICY analysis_feedback api

CREATE POLICY api ON mediaq.analysis_feedback TO mediaq_api USING ((EXISTS ( SELECT
   FROM mediaq.analysis a
  WHERE (a.id = analysis_feedback.analysis_id))));

-- POLICY analysis_results api

CREATE POLICY api ON mediaq.analysis_results TO mediaq_api USING ((EXISTS ( SELECT
   FROM mediaq.analysis a
  WHERE (a.id = analysis_results.analysis_id))));

-- POLICY analysis_ssml_segments api

CREATE POLICY api ON mediaq.analysis_ssml_segments TO mediaq_api USING ((EXISTS ( SELECT
   FROM mediaq.analysis_feedback f
  WHERE (f.id = analysis_ssml_segments.feedback_id))));

-- POLICY applied_files api

CREATE POLICY api ON mediaq.applied_files TO mediaq_api USING (true);

-- POLICY asset_files api

CREATE POLICY api ON mediaq.asset_files TO mediaq_api USING ((EXISTS ( SELECT
   FROM mediaq.media_assets a
  WHERE (a.id = asset_files.asset_id))));

-- POLICY audio_jobs api

CREATE POLICY api ON mediaq.audio_jobs TO mediaq_api USING ((EXISTS ( SELECT
   FROM mediaq.analysis_feedback f
  WHERE (f.id = audio_jobs.feedback_id))));

-- POLICY idempotency_keys api

CREATE POLICY api ON mediaq.idempotency_keys TO mediaq_api USING (mediaq.sees(owner)) WITH CHECK (mediaq.sees(owner));

-- POLICY job_errors api

CREATE POLICY api ON mediaq.job_errors TO mediaq_api USING (((EXISTS ( SELECT
   FROM mediaq.analysis a
  WHERE (a.id = job_errors.job_id))) OR (EXISTS ( SELECT
   FROM mediaq.ssml_jobs s
  WHERE (s.id = job_errors.job_id))) OR (EXISTS ( SELECT
   FROM mediaq.audio_jobs s
  WHERE (s.id = job_errors.job_id))) OR (EXISTS ( SELECT
   FROM mediaq.webhook_jobs s
  WHERE (s.id = job_errors.job_id)))));

-- POLICY media_assets api

CREATE POLICY api ON mediaq.media_assets TO mediaq_api USING (mediaq.sees(owner)) WITH CHECK (mediaq.sees(owner));

-- POLICY provider_accounts api

CREATE POLICY api ON mediaq.provider_accounts TO mediaq_api USING (true);

-- POLICY provider_submissions api

CREATE POLICY api ON mediaq.provider_submissions TO mediaq_api USING ((EXISTS ( SELECT
   FROM mediaq.analysis a
  WHERE (a.id = provider_submissions.analysis_id))));

-- POLICY queues api

CREATE POLICY api ON mediaq.queues TO mediaq_api USING (true);

-- POLICY resumable_uploads api

CREATE POLICY api ON mediaq.resumable_uploads TO mediaq_api USING (mediaq.sees(owner)) WITH CHECK (mediaq.sees(owner));

-- POLICY sessions api

CREATE POLICY api ON mediaq.sessions TO mediaq_api USING (true) WITH CHECK (true);

-- POLICY ssml_jobs api

CREATE POLICY api ON mediaq.ssml_jobs TO mediaq_api USING ((EXISTS ( SELECT
   FROM mediaq.analysis_feedback f
  WHERE (f.id = ssml_jobs.feedback_id))));

-- POLICY transcriptions api

CREATE POLICY api ON mediaq.transcriptions TO mediaq_api USING ((EXISTS ( SELECT
   FROM mediaq.analysis a
  WHERE (a.id = transcriptions.analysis_id))));

-- POLICY webhook_attempts api

CREATE POLICY api ON mediaq.webhook_attempts TO mediaq_api USING ((EXISTS ( SELECT
   FROM mediaq.webhook_jobs w
  WHERE (w.id = webhook_attempts.job_id))));

-- POLICY webhook_disabled api

CREATE POLICY api ON mediaq.webhook_disabled TO mediaq_api USING (mediaq.sees(owner)) WITH CHECK (mediaq.sees(owner));

-- POLICY webhook_jobs api

CREATE POLICY api ON mediaq.webhook_jobs TO mediaq_api USING (mediaq.sees(owner)) WITH CHECK (mediaq.sees(owner));

-- POLICY workers api

CREATE POLICY api ON mediaq.workers TO mediaq_api USING (true);

-- ROW SECURITY api_keys

ALTER TABLE mediaq.api_keys ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY applied_files

ALTER TABLE mediaq.applied_files ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY asset_files

ALTER TABLE mediaq.asset_files ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY audio_jobs

ALTER TABLE mediaq.audio_jobs ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY idempotency_keys

ALTER TABLE mediaq.idempotency_keys ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY job

ALTER TABLE mediaq.job ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY job_errors

ALTER TABLE mediaq.job_errors ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY media_assets

ALTER TABLE mediaq.media_assets ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY picture_hashes

ALTER TABLE mediaq.picture_hashes ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY provider_accounts

ALTER TABLE mediaq.provider_accounts ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY provider_submissions

ALTER TABLE mediaq.provider_submissions ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY queues

ALTER TABLE mediaq.queues ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY rate_slots

ALTER TABLE mediaq.rate_slots ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY resumable_uploads

ALTER TABLE mediaq.resumable_uploads ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY search_entries

ALTER TABLE mediaq.search_entries ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY sessions

ALTER TABLE mediaq.sessions ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY ssml_jobs

ALTER TABLE mediaq.ssml_jobs ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY transcriptions

ALTER TABLE mediaq.transcriptions ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY webhook_attempts

ALTER TABLE mediaq.webhook_attempts ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY webhook_disabled

ALTER TABLE mediaq.webhook_disabled ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY webhook_jobs

ALTER TABLE mediaq.webhook_jobs ENABLE ROW LEVEL SECURITY;

-- ROW SECURITY webhook_secrets

ALTER TABLE mediaq.webhook_secrets ENABLE ROW LEVEL SECURITY;

-- POLICY analysis worker

CREATE POLICY worker ON mediaq.analysis TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY analysis_audio_segments worker

CREATE POLICY worker ON mediaq.analysis_audio_segments TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY analysis_feedback worker

CREATE POLICY worker ON mediaq.analysis_feedback TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY analysis_results worker

CREATE POLICY worker ON mediaq.analysis_results TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY analysis_ssml_segments worker

CREATE POLICY worker ON mediaq.analysis_ssml_segments TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY api_keys worker

CREATE POLICY worker ON mediaq.api_keys TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY applied_files worker

CREATE POLICY worker ON mediaq.applied_files TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY asset_files worker

CREATE POLICY worker ON mediaq.asset_files TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY audio_jobs worker

CREATE POLICY worker ON mediaq.audio_jobs TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY idempotency_keys worker

CREATE POLICY worker ON mediaq.idempotency_keys TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY job worker

CREATE POLICY worker ON mediaq.job TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY job_errors worker

CREATE POLICY worker ON mediaq.job_errors TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY media_assets worker

CREATE POLICY worker ON mediaq.media_assets TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY picture_hashes worker

CREATE POLICY worker ON mediaq.picture_hashes TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY provider_accounts worker

CREATE POLICY worker ON mediaq.provider_accounts TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY provider_submissions worker

CREATE POLICY worker ON mediaq.provider_submissions TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY queues worker

CREATE POLICY worker ON mediaq.queues TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY rate_slots worker

CREATE POLICY worker ON mediaq.rate_slots TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY resumable_uploads worker

CREATE POLICY worker ON mediaq.resumable_uploads TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY search_entries worker

CREATE POLICY worker ON mediaq.search_entries TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY sessions worker

CREATE POLICY worker ON mediaq.sessions TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY ssml_jobs worker

CREATE POLICY worker ON mediaq.ssml_jobs TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY transcriptions worker

CREATE POLICY worker ON mediaq.transcriptions TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY webhook_attempts worker

CREATE POLICY worker ON mediaq.webhook_attempts TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY webhook_disabled worker

CREATE POLICY worker ON mediaq.webhook_disabled TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY webhook_jobs worker

CREATE POLICY worker ON mediaq.webhook_jobs TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY webhook_secrets worker

CREATE POLICY worker ON mediaq.webhook_secrets TO mediaq_worker USING (true) WITH CHECK (true);

-- POLICY workers worker

CREATE POLICY worker ON mediaq.workers TO mediaq_worker USING (true) WITH CHECK (true);

-- ROW SECURITY workers

ALTER TABLE mediaq.workers ENABLE ROW LEVEL SECURITY;

-- ACL SCHEMA mediaq

GRANT USAGE ON SCHEMA mediaq TO mediaq_api;
GRANT USAGE ON SCHEMA mediaq TO mediaq_worker;

-- ACL FUNCTION analysis_inserted()

REVOKE ALL ON FUNCTION mediaq.analysis_inserted() FROM PUBLIC;

-- ACL FUNCTION analysis_keeps_contracts()

REVOKE ALL ON FUNCTION mediaq.analysis_keeps_contracts() FROM PUBLIC;

-- ACL FUNCTION analysis_key()

REVOKE ALL ON FUNCTION mediaq.analysis_key() FROM PUBLIC;

-- ACL FUNCTION analysis_updated()

REVOKE ALL ON FUNCTION mediaq.analysis_updated() FROM PUBLIC;

-- ACL FUNCTION api_key(id text)

REVOKE ALL ON FUNCTION mediaq.api_key(id text) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.api_key(id text) TO mediaq_api;

-- ACL FUNCTION api_key_used(id text)

REVOKE ALL ON FUNCTION mediaq.api_key_used(id text) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.api_key_used(id text) TO mediaq_api;

-- ACL FUNCTION api_keys_in_use()

REVOKE ALL ON FUNCTION mediaq.api_keys_in_use() FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.api_keys_in_use() TO mediaq_api;

-- ACL FUNCTION asset_inserted()

REVOKE ALL ON FUNCTION mediaq.asset_inserted() FROM PUBLIC;

-- ACL FUNCTION asset_marked()

REVOKE ALL ON FUNCTION mediaq.asset_marked() FROM PUBLIC;

-- ACL FUNCTION asset_named()

REVOKE ALL ON FUNCTION mediaq.asset_named() FROM PUBLIC;

-- ACL FUNCTION asset_sourced()

REVOKE ALL ON FUNCTION mediaq.asset_sourced() FROM PUBLIC;

-- ACL FUNCTION asset_updated()

REVOKE ALL ON FUNCTION mediaq.asset_updated() FROM PUBLIC;

-- ACL FUNCTION audio_job_updated()

REVOKE ALL ON FUNCTION mediaq.audio_job_updated() FROM PUBLIC;

-- ACL FUNCTION backoff(failures integer, base interval, cap interval)

REVOKE ALL ON FUNCTION mediaq.backoff(failures integer, base interval, cap interval) FROM PUBLIC;

-- ACL FUNCTION busy(queue regclass)

REVOKE ALL ON FUNCTION mediaq.busy(queue regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.busy(queue regclass) TO mediaq_worker;

-- ACL FUNCTION cancel(queue regclass, ids uuid[])

REVOKE ALL ON FUNCTION mediaq.cancel(queue regclass, ids uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.cancel(queue regclass, ids uuid[]) TO mediaq_api;

-- ACL FUNCTION changes_told()

REVOKE ALL ON FUNCTION mediaq.changes_told() FROM PUBLIC;

-- ACL FUNCTION claim(queue regclass, worker uuid, max_jobs integer)

REVOKE ALL ON FUNCTION mediaq.claim(queue regclass, worker uuid, max_jobs integer) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.claim(queue regclass, worker uuid, max_jobs integer) TO mediaq_worker;

-- ACL FUNCTION claim_analysis(worker_id uuid, max_jobs integer, durable boolean)

REVOKE ALL ON FUNCTION mediaq.claim_analysis(worker_id uuid, max_jobs integer, durable boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.claim_analysis(worker_id uuid, max_jobs integer, durable boolean) TO mediaq_worker;

-- ACL FUNCTION claim_audio_jobs(worker_id uuid, max_jobs integer, durable boolean)

REVOKE ALL ON FUNCTION mediaq.claim_audio_jobs(worker_id uuid, max_jobs integer, durable boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.claim_audio_jobs(worker_id uuid, max_jobs integer, durable boolean) TO mediaq_worker;

-- ACL FUNCTION claim_provider_submissions(worker_id uuid, max_jobs integer, durable boolean)

REVOKE ALL ON FUNCTION mediaq.claim_provider_submissions(worker_id uuid, max_jobs integer, durable boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.claim_provider_submissions(worker_id uuid, max_jobs integer, durable boolean) TO mediaq_worker;

-- ACL FUNCTION claim_ssml_jobs(worker_id uuid, max_jobs integer, durable boolean)

REVOKE ALL ON FUNCTION mediaq.claim_ssml_jobs(worker_id uuid, max_jobs integer, durable boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.claim_ssml_jobs(worker_id uuid, max_jobs integer, durable boolean) TO mediaq_worker;

-- ACL FUNCTION claim_webhook_jobs(worker_id uuid, max_jobs integer, durable boolean)

REVOKE ALL ON FUNCTION mediaq.claim_webhook_jobs(worker_id uuid, max_jobs integer, durable boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.claim_webhook_jobs(worker_id uuid, max_jobs integer, durable boolean) TO mediaq_worker;

-- ACL FUNCTION compile_claim(queue regclass)

REVOKE ALL ON FUNCTION mediaq.compile_claim(queue regclass) FROM PUBLIC;

-- ACL FUNCTION complete(queue regclass, ids uuid[], leases bigint[])

REVOKE ALL ON FUNCTION mediaq.complete(queue regclass, ids uuid[], leases bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.complete(queue regclass, ids uuid[], leases bigint[]) TO mediaq_worker;

-- ACL FUNCTION contract_errors(contract text, value jsonb)

REVOKE ALL ON FUNCTION mediaq.contract_errors(contract text, value jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.contract_errors(contract text, value jsonb) TO mediaq_api;
GRANT ALL ON FUNCTION mediaq.contract_errors(contract text, value jsonb) TO mediaq_worker;

-- ACL FUNCTION count_queues()

REVOKE ALL ON FUNCTION mediaq.count_queues() FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.count_queues() TO mediaq_api;

-- ACL FUNCTION due_in(queue regclass)

REVOKE ALL ON FUNCTION mediaq.due_in(queue regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.due_in(queue regclass) TO mediaq_worker;

-- ACL FUNCTION equip_limits(queue regclass)

REVOKE ALL ON FUNCTION mediaq.equip_limits(queue regclass) FROM PUBLIC;

-- ACL FUNCTION equip_queue(queue regclass)

REVOKE ALL ON FUNCTION mediaq.equip_queue(queue regclass) FROM PUBLIC;

-- ACL FUNCTION errors_in_analysis_config(value jsonb)

REVOKE ALL ON FUNCTION mediaq.errors_in_analysis_config(value jsonb) FROM PUBLIC;

-- ACL FUNCTION errors_in_analysis_options(value jsonb)

REVOKE ALL ON FUNCTION mediaq.errors_in_analysis_options(value jsonb) FROM PUBLIC;

-- ACL FUNCTION errors_in_analysis_parameters(value jsonb)

REVOKE ALL ON FUNCTION mediaq.errors_in_analysis_parameters(value jsonb) FROM PUBLIC;

-- ACL FUNCTION estimated_time(kind text, length_ms bigint)

REVOKE ALL ON FUNCTION mediaq.estimated_time(kind text, length_ms bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.estimated_time(kind text, length_ms bigint) TO mediaq_api;

-- ACL FUNCTION exchange(queue regclass, worker uuid, ids uuid[], leases bigint[], max_jobs integer)

REVOKE ALL ON FUNCTION mediaq.exchange(queue regclass, worker uuid, ids uuid[], leases bigint[], max_jobs integer) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.exchange(queue regclass, worker uuid, ids uuid[], leases bigint[], max_jobs integer) TO mediaq_worker;

-- ACL FUNCTION fail(queue regclass, id uuid, lease bigint, error text, code text, permanent boolean, delay interval)

REVOKE ALL ON FUNCTION mediaq.fail(queue regclass, id uuid, lease bigint, error text, code text, permanent boolean, delay interval) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.fail(queue regclass, id uuid, lease bigint, error text, code text, permanent boolean, delay interval) TO mediaq_worker;

-- ACL FUNCTION feedback_inserted()

REVOKE ALL ON FUNCTION mediaq.feedback_inserted() FROM PUBLIC;

-- ACL FUNCTION feedback_updated()

REVOKE ALL ON FUNCTION mediaq.feedback_updated() FROM PUBLIC;

-- ACL FUNCTION fetched(id uuid, lease bigint, media_type text, mime_type text, size_bytes bigint, sha256 text, storage_path text)

REVOKE ALL ON FUNCTION mediaq.fetched(id uuid, lease bigint, media_type text, mime_type text, size_bytes bigint, sha256 text, storage_path text) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.fetched(id uuid, lease bigint, media_type text, mime_type text, size_bytes bigint, sha256 text, storage_path text) TO mediaq_worker;

-- ACL FUNCTION findings_told()

REVOKE ALL ON FUNCTION mediaq.findings_told() FROM PUBLIC;

-- ACL FUNCTION forget_requests(max_rows integer)

REVOKE ALL ON FUNCTION mediaq.forget_requests(max_rows integer) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.forget_requests(max_rows integer) TO mediaq_api;

-- ACL FUNCTION guessed_config(content text)

REVOKE ALL ON FUNCTION mediaq.guessed_config(content text) FROM PUBLIC;

-- ACL FUNCTION heartbeat(queue regclass, ids uuid[], leases bigint[], progress integer[])

REVOKE ALL ON FUNCTION mediaq.heartbeat(queue regclass, ids uuid[], leases bigint[], progress integer[]) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.heartbeat(queue regclass, ids uuid[], leases bigint[], progress integer[]) TO mediaq_worker;

-- ACL FUNCTION id_at(moment timestamp with time zone)

REVOKE ALL ON FUNCTION mediaq.id_at(moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.id_at(moment timestamp with time zone) TO mediaq_api;
GRANT ALL ON FUNCTION mediaq.id_at(moment timestamp with time zone) TO mediaq_worker;

-- ACL FUNCTION idle(queue regclass)

REVOKE ALL ON FUNCTION mediaq.idle(queue regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.idle(queue regclass) TO mediaq_worker;

-- ACL FUNCTION index_findings(ids bigint[])

REVOKE ALL ON FUNCTION mediaq.index_findings(ids bigint[]) FROM PUBLIC;

-- ACL FUNCTION index_names(ids uuid[])

REVOKE ALL ON FUNCTION mediaq.index_names(ids uuid[]) FROM PUBLIC;

-- ACL FUNCTION index_pages(ids uuid[])

REVOKE ALL ON FUNCTION mediaq.index_pages(ids uuid[]) FROM PUBLIC;

-- ACL FUNCTION index_transcripts(ids uuid[])

REVOKE ALL ON FUNCTION mediaq.index_transcripts(ids uuid[]) FROM PUBLIC;

-- ACL FUNCTION json_count(value jsonb)

REVOKE ALL ON FUNCTION mediaq.json_count(value jsonb) FROM PUBLIC;

-- ACL FUNCTION json_double(value jsonb)

REVOKE ALL ON FUNCTION mediaq.json_double(value jsonb) FROM PUBLIC;

-- ACL FUNCTION json_overflows(value jsonb)

REVOKE ALL ON FUNCTION mediaq.json_overflows(value jsonb) FROM PUBLIC;

-- ACL TABLE queues

GRANT SELECT ON TABLE mediaq.queues TO mediaq_api;
GRANT SELECT ON TABLE mediaq.queues TO mediaq_worker;

-- ACL FUNCTION limit_queue(queue regclass, concurrency integer, key_concurrency integer, rate_limit integer, rate_period interval, fair boolean)

REVOKE ALL ON FUNCTION mediaq.limit_queue(queue regclass, concurrency integer, key_concurrency integer, rate_limit integer, rate_period interval, fair boolean) FROM PUBLIC;

-- ACL FUNCTION live_state(ids uuid[])

REVOKE ALL ON FUNCTION mediaq.live_state(ids uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.live_state(ids uuid[]) TO mediaq_api;

-- ACL FUNCTION lock_slot(queue regclass)

REVOKE ALL ON FUNCTION mediaq.lock_slot(queue regclass) FROM PUBLIC;

-- ACL FUNCTION name_query(asked text)

REVOKE ALL ON FUNCTION mediaq.name_query(asked text) FROM PUBLIC;

-- ACL FUNCTION name_told()

REVOKE ALL ON FUNCTION mediaq.name_told() FROM PUBLIC;

-- ACL FUNCTION name_words(name text)

REVOKE ALL ON FUNCTION mediaq.name_words(name text) FROM PUBLIC;

-- ACL FUNCTION new_id()

REVOKE ALL ON FUNCTION mediaq.new_id() FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.new_id() TO mediaq_api;
GRANT ALL ON FUNCTION mediaq.new_id() TO mediaq_worker;

-- ACL FUNCTION now()

REVOKE ALL ON FUNCTION mediaq.now() FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.now() TO mediaq_api;
GRANT ALL ON FUNCTION mediaq.now() TO mediaq_worker;

-- ACL FUNCTION pages_told()

REVOKE ALL ON FUNCTION mediaq.pages_told() FROM PUBLIC;

-- ACL FUNCTION pause(queue regclass)

REVOKE ALL ON FUNCTION mediaq.pause(queue regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.pause(queue regclass) TO mediaq_api;

-- ACL FUNCTION pick_in_turns(settings mediaq.queues, max_jobs integer, moment timestamp with time zone, memory jsonb, sweep boolean, OUT taken uuid[], OUT memory_after jsonb)

REVOKE ALL ON FUNCTION mediaq.pick_in_turns(settings mediaq.queues, max_jobs integer, moment timestamp with time zone, memory jsonb, sweep boolean, OUT taken uuid[], OUT memory_after jsonb) FROM PUBLIC;

-- ACL FUNCTION pick_turns(settings mediaq.queues, max_jobs integer, moment timestamp with time zone)

REVOKE ALL ON FUNCTION mediaq.pick_turns(settings mediaq.queues, max_jobs integer, moment timestamp with time zone) FROM PUBLIC;

-- ACL FUNCTION picture_seen(asset uuid, hash bigint, within integer)

REVOKE ALL ON FUNCTION mediaq.picture_seen(asset uuid, hash bigint, within integer) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.picture_seen(asset uuid, hash bigint, within integer) TO mediaq_worker;

-- ACL FUNCTION pictures_like(owner text, hash bigint, within integer)

REVOKE ALL ON FUNCTION mediaq.pictures_like(owner text, hash bigint, within integer) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.pictures_like(owner text, hash bigint, within integer) TO mediaq_worker;

-- ACL FUNCTION prune(queue regclass, max_rows integer)

REVOKE ALL ON FUNCTION mediaq.prune(queue regclass, max_rows integer) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.prune(queue regclass, max_rows integer) TO mediaq_worker;

-- ACL FUNCTION queue_stats()

REVOKE ALL ON FUNCTION mediaq.queue_stats() FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.queue_stats() TO mediaq_api;
GRANT ALL ON FUNCTION mediaq.queue_stats() TO mediaq_worker;

-- ACL FUNCTION redeliver(ids uuid[])

REVOKE ALL ON FUNCTION mediaq.redeliver(ids uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.redeliver(ids uuid[]) TO mediaq_api;

-- ACL FUNCTION refuse_value(tab text, col text, value jsonb)

REVOKE ALL ON FUNCTION mediaq.refuse_value(tab text, col text, value jsonb) FROM PUBLIC;

-- ACL FUNCTION release(queue regclass, ids uuid[], leases bigint[])

REVOKE ALL ON FUNCTION mediaq.release(queue regclass, ids uuid[], leases bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.release(queue regclass, ids uuid[], leases bigint[]) TO mediaq_worker;

-- ACL FUNCTION rescue(queue regclass)

REVOKE ALL ON FUNCTION mediaq.rescue(queue regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.rescue(queue regclass) TO mediaq_worker;

-- ACL FUNCTION resume(queue regclass)

REVOKE ALL ON FUNCTION mediaq.resume(queue regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.resume(queue regclass) TO mediaq_api;

-- ACL FUNCTION retry(queue regclass, ids uuid[])

REVOKE ALL ON FUNCTION mediaq.retry(queue regclass, ids uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.retry(queue regclass, ids uuid[]) TO mediaq_api;

-- ACL FUNCTION retry_where(queue regclass, code text, since timestamp with time zone, until timestamp with time zone, key text, max_jobs integer)

REVOKE ALL ON FUNCTION mediaq.retry_where(queue regclass, code text, since timestamp with time zone, until timestamp with time zone, key text, max_jobs integer) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.retry_where(queue regclass, code text, since timestamp with time zone, until timestamp with time zone, key text, max_jobs integer) TO mediaq_api;

-- ACL FUNCTION room(settings mediaq.queues, max_jobs integer, moment timestamp with time zone)

REVOKE ALL ON FUNCTION mediaq.room(settings mediaq.queues, max_jobs integer, moment timestamp with time zone) FROM PUBLIC;

-- ACL FUNCTION search(asked text, kinds text[], media_types text[], after_rank double precision, after_id bigint, most integer)

REVOKE ALL ON FUNCTION mediaq.search(asked text, kinds text[], media_types text[], after_rank double precision, after_id bigint, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.search(asked text, kinds text[], media_types text[], after_rank double precision, after_id bigint, most integer) TO mediaq_api;

-- ACL FUNCTION seats_for(settings mediaq.queues, picked uuid[])

REVOKE ALL ON FUNCTION mediaq.seats_for(settings mediaq.queues, picked uuid[]) FROM PUBLIC;

-- ACL FUNCTION seats_freed(settings mediaq.queues)

REVOKE ALL ON FUNCTION mediaq.seats_freed(settings mediaq.queues) FROM PUBLIC;

-- ACL FUNCTION sees(owner text)

REVOKE ALL ON FUNCTION mediaq.sees(owner text) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.sees(owner text) TO mediaq_api;
GRANT ALL ON FUNCTION mediaq.sees(owner text) TO mediaq_worker;

-- ACL FUNCTION settings_of(queue regclass)

REVOKE ALL ON FUNCTION mediaq.settings_of(queue regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.settings_of(queue regclass) TO mediaq_api;
GRANT ALL ON FUNCTION mediaq.settings_of(queue regclass) TO mediaq_worker;

-- ACL FUNCTION share_out(settings mediaq.queues, level smallint, moment timestamp with time zone, max_jobs integer, keys text[], known jsonb, OUT taken uuid[], OUT last text, OUT bounds jsonb)

REVOKE ALL ON FUNCTION mediaq.share_out(settings mediaq.queues, level smallint, moment timestamp with time zone, max_jobs integer, keys text[], known jsonb, OUT taken uuid[], OUT last text, OUT bounds jsonb) FROM PUBLIC;

-- ACL FUNCTION spaced(content text)

REVOKE ALL ON FUNCTION mediaq.spaced(content text) FROM PUBLIC;

-- ACL FUNCTION spaced_phrases(asked text)

REVOKE ALL ON FUNCTION mediaq.spaced_phrases(asked text) FROM PUBLIC;

-- ACL FUNCTION spoken_passages(metadata jsonb, words jsonb, content text, OUT start_ms bigint, OUT end_ms bigint, OUT said text)

REVOKE ALL ON FUNCTION mediaq.spoken_passages(metadata jsonb, words jsonb, content text, OUT start_ms bigint, OUT end_ms bigint, OUT said text) FROM PUBLIC;

-- ACL FUNCTION ssml_job_updated()

REVOKE ALL ON FUNCTION mediaq.ssml_job_updated() FROM PUBLIC;

-- ACL FUNCTION take_back(queue regclass, gone uuid, code text, error text)

REVOKE ALL ON FUNCTION mediaq.take_back(queue regclass, gone uuid, code text, error text) FROM PUBLIC;

-- ACL FUNCTION take_seated(settings mediaq.queues, picked uuid[], worker uuid, moment timestamp with time zone)

REVOKE ALL ON FUNCTION mediaq.take_seated(settings mediaq.queues, picked uuid[], worker uuid, moment timestamp with time zone) FROM PUBLIC;

-- ACL FUNCTION take_slots(settings mediaq.queues, needed integer, moment timestamp with time zone)

REVOKE ALL ON FUNCTION mediaq.take_slots(settings mediaq.queues, needed integer, moment timestamp with time zone) FROM PUBLIC;

-- ACL FUNCTION take_turn(queue regclass)

REVOKE ALL ON FUNCTION mediaq.take_turn(queue regclass) FROM PUBLIC;

-- ACL FUNCTION text_config(language text)

REVOKE ALL ON FUNCTION mediaq.text_config(language text) FROM PUBLIC;

-- ACL FUNCTION text_configs()

REVOKE ALL ON FUNCTION mediaq.text_configs() FROM PUBLIC;

-- ACL FUNCTION text_pieces(content text, most integer)

REVOKE ALL ON FUNCTION mediaq.text_pieces(content text, most integer) FROM PUBLIC;

-- ACL FUNCTION text_queries(asked text)

REVOKE ALL ON FUNCTION mediaq.text_queries(asked text) FROM PUBLIC;

-- ACL FUNCTION text_query(config text, asked text)

REVOKE ALL ON FUNCTION mediaq.text_query(config text, asked text) FROM PUBLIC;

-- ACL FUNCTION text_vector(config text, content text, weight "char")

REVOKE ALL ON FUNCTION mediaq.text_vector(config text, content text, weight "char") FROM PUBLIC;

-- ACL FUNCTION transcripts_told()

REVOKE ALL ON FUNCTION mediaq.transcripts_told() FROM PUBLIC;

-- ACL FUNCTION unaccented(content text)

REVOKE ALL ON FUNCTION mediaq.unaccented(content text) FROM PUBLIC;

-- ACL FUNCTION unspaced(content text)

REVOKE ALL ON FUNCTION mediaq.unspaced(content text) FROM PUBLIC;

-- ACL FUNCTION unspaced_letters()

REVOKE ALL ON FUNCTION mediaq.unspaced_letters() FROM PUBLIC;

-- ACL FUNCTION unwatch_changes()

REVOKE ALL ON FUNCTION mediaq.unwatch_changes() FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.unwatch_changes() TO mediaq_api;

-- ACL FUNCTION valid_analysis_config(value jsonb)

REVOKE ALL ON FUNCTION mediaq.valid_analysis_config(value jsonb) FROM PUBLIC;

-- ACL FUNCTION valid_analysis_options(value jsonb)

REVOKE ALL ON FUNCTION mediaq.valid_analysis_options(value jsonb) FROM PUBLIC;

-- ACL FUNCTION valid_analysis_parameters(value jsonb)

REVOKE ALL ON FUNCTION mediaq.valid_analysis_parameters(value jsonb) FROM PUBLIC;

-- ACL FUNCTION waiting_keys(settings mediaq.queues, level smallint, moment timestamp with time zone, last text, wanted integer)

REVOKE ALL ON FUNCTION mediaq.waiting_keys(settings mediaq.queues, level smallint, moment timestamp with time zone, last text, wanted integer) FROM PUBLIC;

-- ACL FUNCTION waiting_levels(queue regclass, moment timestamp with time zone, memory jsonb)

REVOKE ALL ON FUNCTION mediaq.waiting_levels(queue regclass, moment timestamp with time zone, memory jsonb) FROM PUBLIC;

-- ACL FUNCTION wake(queue regclass)

REVOKE ALL ON FUNCTION mediaq.wake(queue regclass) FROM PUBLIC;

-- ACL FUNCTION wake_on_insert()

REVOKE ALL ON FUNCTION mediaq.wake_on_insert() FROM PUBLIC;

-- ACL FUNCTION watch_changes()

REVOKE ALL ON FUNCTION mediaq.watch_changes() FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.watch_changes() TO mediaq_api;

-- ACL FUNCTION webhook_attempted(id uuid, lease bigint, response_status integer, error_code text, error text, excerpt text, duration_ms integer, retry_after double precision)

REVOKE ALL ON FUNCTION mediaq.webhook_attempted(id uuid, lease bigint, response_status integer, error_code text, error text, excerpt text, duration_ms integer, retry_after double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.webhook_attempted(id uuid, lease bigint, response_status integer, error_code text, error text, excerpt text, duration_ms integer, retry_after double precision) TO mediaq_worker;

-- ACL FUNCTION worker_gone(id uuid)

REVOKE ALL ON FUNCTION mediaq.worker_gone(id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.worker_gone(id uuid) TO mediaq_worker;

-- ACL FUNCTION worker_lost(queue regclass, worker uuid, code text, error text)

REVOKE ALL ON FUNCTION mediaq.worker_lost(queue regclass, worker uuid, code text, error text) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.worker_lost(queue regclass, worker uuid, code text, error text) TO mediaq_worker;

-- ACL FUNCTION worker_seen(id uuid, queue text, host text, pid integer, version text, concurrency integer, running integer)

REVOKE ALL ON FUNCTION mediaq.worker_seen(id uuid, queue text, host text, pid integer, version text, concurrency integer, running integer) FROM PUBLIC;
GRANT ALL ON FUNCTION mediaq.worker_seen(id uuid, queue text, host text, pid integer, version text, concurrency integer, running integer) TO mediaq_worker;

-- ACL TABLE analysis

GRANT SELECT ON TABLE mediaq.analysis TO mediaq_api;
GRANT SELECT ON TABLE mediaq.analysis TO mediaq_worker;

-- ACL COLUMN analysis.priority

GRANT INSERT(priority) ON TABLE mediaq.analysis TO mediaq_api;

-- ACL COLUMN analysis.run_at

GRANT INSERT(run_at) ON TABLE mediaq.analysis TO mediaq_api;

-- ACL COLUMN analysis.asset_id

GRANT INSERT(asset_id) ON TABLE mediaq.analysis TO mediaq_api;

-- ACL COLUMN analysis.owner

GRANT INSERT(owner) ON TABLE mediaq.analysis TO mediaq_api;

-- ACL COLUMN analysis.kickoff

GRANT INSERT(kickoff) ON TABLE mediaq.analysis TO mediaq_api;

-- ACL COLUMN analysis.analyzer_type

GRANT INSERT(analyzer_type) ON TABLE mediaq.analysis TO mediaq_api;

-- ACL COLUMN analysis.analyzer_version

GRANT UPDATE(analyzer_version) ON TABLE mediaq.analysis TO mediaq_worker;

-- ACL COLUMN analysis.prompt

GRANT INSERT(prompt) ON TABLE mediaq.analysis TO mediaq_api;

-- ACL COLUMN analysis.config

GRANT INSERT(config) ON TABLE mediaq.analysis TO mediaq_api;

-- ACL COLUMN analysis.options

GRANT INSERT(options) ON TABLE mediaq.analysis TO mediaq_api;

-- ACL COLUMN analysis.parameters

GRANT INSERT(parameters) ON TABLE mediaq.analysis TO mediaq_api;

-- ACL COLUMN analysis.session_id

GRANT INSERT(session_id) ON TABLE mediaq.analysis TO mediaq_api;

-- ACL COLUMN analysis.callback_url

GRANT INSERT(callback_url) ON TABLE mediaq.analysis TO mediaq_api;

-- ACL COLUMN analysis.tag

GRANT INSERT(tag),UPDATE(tag) ON TABLE mediaq.analysis TO mediaq_api;

-- ACL COLUMN analysis.deleted_at

GRANT UPDATE(deleted_at) ON TABLE mediaq.analysis TO mediaq_api;

-- ACL TABLE analysis_audio_segments

GRANT SELECT ON TABLE mediaq.analysis_audio_segments TO mediaq_api;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE mediaq.analysis_audio_segments TO mediaq_worker;

-- ACL TABLE analysis_feedback

GRANT SELECT ON TABLE mediaq.analysis_feedback TO mediaq_api;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE mediaq.analysis_feedback TO mediaq_worker;

-- ACL TABLE analysis_results

GRANT SELECT ON TABLE mediaq.analysis_results TO mediaq_api;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE mediaq.analysis_results TO mediaq_worker;

-- ACL TABLE analysis_ssml_segments

GRANT SELECT ON TABLE mediaq.analysis_ssml_segments TO mediaq_api;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE mediaq.analysis_ssml_segments TO mediaq_worker;

-- ACL TABLE applied_files

GRANT SELECT ON TABLE mediaq.applied_files TO mediaq_api;
GRANT SELECT ON TABLE mediaq.applied_files TO mediaq_worker;

-- ACL TABLE asset_files

GRANT SELECT ON TABLE mediaq.asset_files TO mediaq_api;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE mediaq.asset_files TO mediaq_worker;

-- ACL TABLE audio_jobs

GRANT SELECT ON TABLE mediaq.audio_jobs TO mediaq_api;
GRANT SELECT ON TABLE mediaq.audio_jobs TO mediaq_worker;

-- ACL TABLE idempotency_keys

GRANT SELECT,INSERT,UPDATE ON TABLE mediaq.idempotency_keys TO mediaq_api;

-- ACL TABLE job_errors

GRANT SELECT ON TABLE mediaq.job_errors TO mediaq_api;
GRANT SELECT ON TABLE mediaq.job_errors TO mediaq_worker;

-- ACL TABLE media_assets

GRANT SELECT,INSERT,UPDATE ON TABLE mediaq.media_assets TO mediaq_api;
GRANT SELECT ON TABLE mediaq.media_assets TO mediaq_worker;

-- ACL COLUMN media_assets.media_type

GRANT UPDATE(media_type) ON TABLE mediaq.media_assets TO mediaq_worker;

-- ACL COLUMN media_assets.mime_type

GRANT UPDATE(mime_type) ON TABLE mediaq.media_assets TO mediaq_worker;

-- ACL COLUMN media_assets.size_bytes

GRANT UPDATE(size_bytes) ON TABLE mediaq.media_assets TO mediaq_worker;

-- ACL COLUMN media_assets.sha256

GRANT UPDATE(sha256) ON TABLE mediaq.media_assets TO mediaq_worker;

-- ACL COLUMN media_assets.duration_ms

GRANT UPDATE(duration_ms) ON TABLE mediaq.media_assets TO mediaq_worker;

-- ACL COLUMN media_assets.width

GRANT UPDATE(width) ON TABLE mediaq.media_assets TO mediaq_worker;

-- ACL COLUMN media_assets.height

GRANT UPDATE(height) ON TABLE mediaq.media_assets TO mediaq_worker;

-- ACL COLUMN media_assets.metadata

GRANT UPDATE(metadata) ON TABLE mediaq.media_assets TO mediaq_worker;

-- ACL COLUMN media_assets.updated_at

GRANT UPDATE(updated_at) ON TABLE mediaq.media_assets TO mediaq_worker;

-- ACL TABLE picture_hashes

GRANT SELECT,INSERT,UPDATE ON TABLE mediaq.picture_hashes TO mediaq_worker;

-- ACL COLUMN provider_accounts.id

GRANT SELECT(id) ON TABLE mediaq.provider_accounts TO mediaq_api;

-- ACL COLUMN provider_accounts.provider

GRANT SELECT(provider) ON TABLE mediaq.provider_accounts TO mediaq_api;

-- ACL TABLE provider_submissions

GRANT SELECT ON TABLE mediaq.provider_submissions TO mediaq_api;
GRANT SELECT ON TABLE mediaq.provider_submissions TO mediaq_worker;

-- ACL TABLE resumable_uploads

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE mediaq.resumable_uploads TO mediaq_api;

-- ACL TABLE sessions

GRANT SELECT,INSERT,UPDATE ON TABLE mediaq.sessions TO mediaq_api;

-- ACL TABLE ssml_jobs

GRANT SELECT ON TABLE mediaq.ssml_jobs TO mediaq_api;
GRANT SELECT ON TABLE mediaq.ssml_jobs TO mediaq_worker;

-- ACL TABLE transcriptions

GRANT SELECT ON TABLE mediaq.transcriptions TO mediaq_api;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE mediaq.transcriptions TO mediaq_worker;

-- ACL TABLE webhook_attempts

GRANT SELECT ON TABLE mediaq.webhook_attempts TO mediaq_api;
GRANT SELECT ON TABLE mediaq.webhook_attempts TO mediaq_worker;

-- ACL TABLE webhook_disabled

GRANT SELECT ON TABLE mediaq.webhook_disabled TO mediaq_api;
GRANT SELECT ON TABLE mediaq.webhook_disabled TO mediaq_worker;

-- ACL TABLE webhook_jobs

GRANT SELECT ON TABLE mediaq.webhook_jobs TO mediaq_api;
GRANT SELECT ON TABLE mediaq.webhook_jobs TO mediaq_worker;

-- ACL TABLE webhook_secrets

GRANT SELECT ON TABLE mediaq.webhook_secrets TO mediaq_worker;

-- ACL TABLE workers

GRANT SELECT ON TABLE mediaq.workers TO mediaq_api;
GRANT SELECT ON TABLE mediaq.workers TO mediaq_worker;

-- name: install
create table public.effect (job_id uuid, feedback_id bigint, lease bigint);
create table public.claimed (step bigint generated always as identity, job_id uuid, lease bigint);
create table public.produced (key text primary key, outcome text not null);
grant insert on public.effect to mediaq_worker;
create function public.note_claim() returns trigger language plpgsql security definer as $$
begin
  insert into public.claimed (job_id, lease) values (new.id, new.lease);
  return null;
end
$$;
create trigger note_claim after update on mediaq.ssml_jobs for each row
when (new.lease is distinct from old.lease and new.lease is not null)
execute function public.note_claim();

-- name: check
-- One row for each violation: what was promised, and of which job or key.
with job as (
  select j.id, j.status, j.lease, j.attempts, j.crashes, f.message as asked from mediaq.ssml_jobs j
  join mediaq.analysis_feedback f on f.id = j.feedback_id
), jobs_of as (
  select p.key, p.outcome, count(j.id) as jobs from public.produced p left join job j
    on j.asked = p.key
  group by p.key, p.outcome
), effects_of as (
  select j.id, j.status, j.lease, count(e.job_id) as effects,
    count(e.job_id) filter (where e.lease = j.lease) as own
  from job j left join public.effect e on e.job_id = j.id group by j.id, j.status, j.lease
), errors_of as (
  select j.id, j.status, j.attempts, j.crashes, count(e.id) as bad,
    count(e.id) filter (where e.kind = 'crash') as crashed
  from job j left join mediaq.job_errors e on e.job_id = j.id
  group by j.id, j.status, j.attempts, j.crashes
), rising as (
  select job_id, lease, lag(lease) over (partition by job_id order by step) as before
  from public.claimed
)
select 'an accepted enqueue has one job' as promise, key as what from jobs_of
  where outcome = 'ok' and jobs <> 1
union all select 'an unknown enqueue has one job at most', key from jobs_of
  where outcome = 'unknown' and jobs > 1
union all select 'a refused enqueue has no job', key from jobs_of where outcome = 'fail' and jobs > 0
union all select 'every job comes from an enqueue', j.asked from job j
  where not exists (select from public.produced p where p.key = j.asked)
union all select 'a completed job has one effect, of the completing lease', id::text from effects_of
  where status = 'completed' and (effects, own) is distinct from (1::bigint, 1::bigint)
union all select 'a job that did not complete has no effect', id::text from effects_of
  where status <> 'completed' and effects > 0
union all select 'leases rise', job_id::text from rising where lease <= before
union all select 'every job ends', id::text from job
  where status not in ('completed', 'failed', 'canceled')
union all select 'attempts and history agree', id::text from errors_of
  where attempts <> bad + case when status = 'completed' then 1 else 0 end or crashes <> crashed

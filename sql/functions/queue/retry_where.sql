-- Puts failed jobs back like `retry`, chosen by their error's code, the time they failed and their
-- key; what is not named does not matter. The oldest first, at most max_jobs. Returns their ids.
create or replace function mediaq.retry_where(
  queue regclass, code text default null, since timestamptz default null,
  until timestamptz default null, key text default null, max_jobs integer default null
) returns setof uuid
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  chosen uuid[];
begin
  perform mediaq.settings_of(queue);
  execute format($sql$
    select array(
      select j.id from %1$s j
      where j.status = 'failed' and ($1 is null or j.error_code = $1)
        and ($2 is null or j.completed_at >= $2) and ($3 is null or j.completed_at < $3)
        and ($4 is null or j.key = $4)
      order by j.id
      limit $5
      for update
    )
  $sql$, queue)
  into chosen using code, since, until, key, max_jobs;
  return query select mediaq.retry(queue, chosen);
end
$$;

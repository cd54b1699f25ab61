-- Delay before the next try after `failures` bad ones: exponential, capped, with jitter between
-- half and all of it, so that jobs that failed together do not come back together.
create or replace function mediaq.backoff(failures integer, base interval, cap interval)
returns interval
language sql volatile
as $$
select least(cap, base * power(2, least(greatest(failures, 1) - 1, 30))) * (0.5 + random() / 2)
$$;

-- depends: 0007_access
-- Bounds of the columns of a job that a producer may set. What its JSON columns may hold is in
-- functions/contracts.
do $$
declare
  tab regclass;
begin
  for tab in select 'mediaq.job'::regclass union all select queue from mediaq.queues loop
    execute format($sql$
      alter table %s
        add constraint priority_is_within_bounds check (priority between -1000 and 1000),
        add constraint max_attempts_is_within_bounds check (max_attempts <= 1000),
        add constraint run_at_is_a_date check
          (run_at >= '1970-01-01 00:00:00+00' and run_at < '9999-12-31 00:00:00+00')
    $sql$, tab);
  end loop;
end
$$;

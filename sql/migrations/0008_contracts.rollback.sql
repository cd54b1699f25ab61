do $$
declare
  tab regclass;
begin
  for tab in select 'mediaq.job'::regclass union all select queue from mediaq.queues loop
    execute format($sql$
      alter table %s
        drop constraint priority_is_within_bounds,
        drop constraint max_attempts_is_within_bounds,
        drop constraint run_at_is_a_date
    $sql$, tab);
  end loop;
end
$$;

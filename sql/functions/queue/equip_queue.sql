-- Gives a queue table what LIKE does not copy: storage parameters, row security, wake trigger, and
-- what its limits need; and writes the claim of this queue, which tells of earlier crashes.
-- `mediaq migrate` runs it for every queue; repeating it changes nothing.
create or replace function mediaq.equip_queue(queue regclass) returns void
language plpgsql set search_path = mediaq, pg_temp
as $$
begin
  perform mediaq.settings_of(queue);
  execute format('alter table %s set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02,'
    ' autovacuum_vacuum_threshold = 500, autovacuum_analyze_scale_factor = 0.05)', queue);
  execute format('alter table %s enable row level security', queue);
  execute format('create or replace trigger wake_on_insert after insert on %s'
    ' referencing new table as new_rows for each statement'
    ' execute function mediaq.wake_on_insert()', queue);
  update mediaq.queues q set payload = q.payload || array['crashes']
    where q.queue = equip_queue.queue and not 'crashes' = any(q.payload);
  perform mediaq.equip_limits(queue);
  perform mediaq.compile_claim(queue);
end
$$;

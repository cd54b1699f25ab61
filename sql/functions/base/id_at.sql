-- The least id that `mediaq.new_id()` can have made at a moment: history is cut by primary key.
create or replace function mediaq.id_at(moment timestamptz) returns uuid
language sql immutable parallel safe strict
as $$
select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0')
  || '70008000000000000000')::uuid
$$;

-- Before a rollback: policies, functions and their triggers go, for they tie the tables together;
-- the next `mediaq migrate` brings them back. The base functions stay: table defaults call them.
do $$
declare
  policy record;
  function regprocedure;
begin
  for policy in select policyname, tablename from pg_policies where schemaname = 'mediaq' loop
    execute format('drop policy %I on mediaq.%I', policy.policyname, policy.tablename);
  end loop;
  for function in select p.oid from pg_proc p
    where p.pronamespace = 'mediaq'::regnamespace and p.proname not in ('now', 'new_id', 'id_at') loop
    execute format('drop function %s cascade', function);
  end loop;
  delete from mediaq.applied_files
  where path like 'functions/%' and path not like 'functions/base/%';
end
$$;

-- A time-ordered uuid (version 7): the server's own from PostgreSQL 18 on, else the same layout:
-- milliseconds, then 12 bits of their fraction, so that the rows of one statement keep their order.
do $do$
begin
if to_regprocedure('pg_catalog.uuidv7()') is not null then
  create or replace function mediaq.new_id() returns uuid
  language sql volatile parallel safe
  as 'select pg_catalog.uuidv7()';
else
  create or replace function mediaq.new_id() returns uuid
  language sql volatile parallel safe
  as $$
  select (overlay(
    lpad(to_hex((extract(epoch from clock_timestamp()) * 4096000)::bigint), 15, '0')
    placing '7' from 13 for 0) || substr(gen_random_uuid()::text, 20))::uuid
  $$;
end if;
end
$do$;

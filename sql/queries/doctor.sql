-- What `mediaq doctor` looks at. Reads only; runs as the login itself, in no role.

-- name: doctor.server
select current_setting('server_version_num')::int / 10000 as major,
  current_setting('server_version') as version, current_user as login,
  (select rolsuper from pg_roles where rolname = current_user) as superuser,
  pg_is_in_recovery() as standby, lower('Ä') = 'ä' as knows_letters

-- name: doctor.roles
select r.rolname as role, r.rolcanlogin as can_login, r.rolsuper or r.rolbypassrls as sees_all,
  pg_has_role(current_user, r.oid, 'member') as member
from pg_roles r where r.rolname in ('mediaq_owner', 'mediaq_api', 'mediaq_worker')
order by r.rolname

-- Tables that the API can read without row security standing in between.
-- name: doctor.open_tables
select c.relname as table from pg_class c
join pg_roles r on r.rolname = 'mediaq_api'
where c.relnamespace = to_regnamespace('mediaq') and c.relkind in ('r', 'p')
  and not c.relrowsecurity and has_table_privilege(r.oid, c.oid, 'select')
order by c.relname

-- name: doctor.durability
select name, setting from pg_settings
where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name

-- What keeps vacuum from removing dead rows, oldest first; dead rows slow every claim down.
-- name: doctor.holding_back
select kind, who, extract(epoch from age)::float8 as seconds from (
  select 'transaction' as kind,
    coalesce(nullif(application_name, ''), usename, '?') || ' (process ' || pid || ')' as who,
    clock_timestamp() - xact_start as age
  from pg_stat_activity
  where backend_xmin is not null and pid <> pg_backend_pid() and xact_start is not null
  union all
  select 'prepared transaction', gid, clock_timestamp() - prepared from pg_prepared_xacts
  union all
  select 'replication slot', slot_name, null from pg_replication_slots
  where not active and (xmin is not null or catalog_xmin is not null)
) held order by age desc nulls first

-- name: doctor.notify_usage
select pg_notification_queue_usage() as usage

-- name: doctor.notify
select pg_notify('mediaq_doctor', %(payload)s)

-- name: doctor.keys
select count(*) filter (where expires_at is null or expires_at > mediaq.now()) as valid,
  count(*) as unrevoked
from mediaq.api_keys where revoked_at is null

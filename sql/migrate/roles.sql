-- The three roles and the schema, made before everything else. Where the login may not make roles,
-- mediaq runs without them and `mediaq doctor` says so. Roles belong to the cluster, so several
-- databases may make them at once: losing that race is fine.
do $$
declare
  role text;
  -- From PostgreSQL 16 on, whoever makes a role is a member of it that may not become it.
  becoming text := case when current_setting('server_version_num')::int >= 160000
    then 'set' else 'member' end;
begin
  foreach role in array array['mediaq_owner', 'mediaq_api', 'mediaq_worker'] loop
    begin
      if not exists (select from pg_roles where rolname = role) then
        execute format('create role %I nologin noinherit', role);
      end if;
    exception when duplicate_object or unique_violation then null;
    end;
    begin
      if not pg_has_role(current_user, role, becoming) then
        execute format('grant %I to current_user', role);
      end if;
    exception when unique_violation then null;
    end;
  end loop;
  execute format('grant create on database %I to mediaq_owner', current_database());
  create schema if not exists mediaq authorization mediaq_owner;
exception when insufficient_privilege then
  raise notice 'roles were not made: %', sqlerrm;
end
$$;
create schema if not exists mediaq;

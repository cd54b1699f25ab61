-- Whether the API's transaction may see rows of an owner: its own, or all while no keys are in use.
create or replace function mediaq.sees(owner text) returns boolean
language sql stable
as $$
select coalesce(current_setting('mediaq.owner', true) in (owner, '*'), false)
$$;

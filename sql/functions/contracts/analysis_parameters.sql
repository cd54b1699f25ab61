-- Compiled from mediaq/contracts by scripts/compile-contracts: change the model instead.
create or replace function mediaq.errors_in_analysis_parameters(value jsonb) returns text[]
language plpgsql immutable strict parallel safe
as $$
declare
  errors text[] := '{}';
begin
  if jsonb_typeof(value) <> 'object' then
    errors := array_append(errors, 'must be an object');
  elsif octet_length(value::text) > 65536 then
    errors := array_append(errors, 'must not be larger than 65536 bytes');
  elsif jsonb_path_exists(value, 'strict $.**{33 to last}') then
    errors := array_append(errors, 'must not be deeper than 32 levels');
  elsif mediaq.json_overflows(value) then
    errors := array_append(errors, 'must not hold numbers beyond the range of a double');
  end if;
  return errors;
end
$$;

create or replace function mediaq.valid_analysis_parameters(value jsonb) returns boolean
language plpgsql immutable strict parallel safe
as $$
begin
  return mediaq.errors_in_analysis_parameters(value) = '{}';
end
$$;

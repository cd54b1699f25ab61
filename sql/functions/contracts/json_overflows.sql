-- Whether any number in a value is beyond the range of a double.
create or replace function mediaq.json_overflows(value jsonb) returns boolean
language sql immutable strict parallel safe
as $$
  select exists (
    select from jsonb_path_query(value,
      'strict $.** ? (@.type() == "number" && (@ > 1e300 || @ < -1e300))') number
    where abs(mediaq.json_double(number)) = 'infinity')
$$;

-- A JSON number as the double that JSON parsers make of it: what is too large becomes infinite, what
-- is too small zero, where a cast would raise. Up to 2^-1075 rounds to zero, from halfway between
-- the largest double and 2^1024 to infinity.
create or replace function mediaq.json_double(value jsonb) returns double precision
language plpgsql immutable strict parallel safe
as $$
declare
  number numeric := value::numeric;
begin
  if abs(number) between 1e-300 and 1e300 then
    return number;
  elsif abs(number) <= 2.4703282292062327e-324 then
    return 0;
  elsif abs(number) >= 2::numeric ^ 1024 - 2::numeric ^ 970 then
    return sign(number) * double precision 'infinity';
  end if;
  return number;
end
$$;

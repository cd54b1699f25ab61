-- Compiled from mediaq/contracts by scripts/compile-contracts: change the model instead.
create or replace function mediaq.errors_in_analysis_config(value jsonb) returns text[]
language plpgsql immutable strict parallel safe
as $$
declare
  errors text[] := '{}';
  v1 jsonb;
  key text;
begin
  if jsonb_typeof(value) <> 'object' then
    errors := array_append(errors, 'must be an object');
  else
    v1 := value -> 'model';
    if jsonb_typeof(v1) <> 'null' then
      if jsonb_typeof(v1) <> 'string' then
        errors := array_append(errors, 'model: must be a string');
      elsif (v1 #>> '{}') collate "C" !~ '^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}$' then
        errors := array_append(errors, 'model: must match ^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}$');
      end if;
    end if;
    v1 := value -> 'max_tokens';
    if v1 is not null then
      if jsonb_typeof(v1) <> 'number' then
        errors := array_append(errors, 'max_tokens: must be a number');
      elsif scale((v1)::numeric) > 0 then
        errors := array_append(errors, 'max_tokens: must be a whole number');
      elsif (v1)::numeric < 1 then
        errors := array_append(errors, 'max_tokens: must be at least 1');
      elsif (v1)::numeric > 1000000 then
        errors := array_append(errors, 'max_tokens: must be at most 1000000');
      end if;
    end if;
    v1 := value -> 'temperature';
    if v1 is not null then
      if jsonb_typeof(v1) <> 'number' then
        errors := array_append(errors, 'temperature: must be a number');
      elsif mediaq.json_double(v1) < 0 then
        errors := array_append(errors, 'temperature: must be at least 0');
      elsif mediaq.json_double(v1) > 2 then
        errors := array_append(errors, 'temperature: must be at most 2');
      end if;
    end if;
    if value - array['max_tokens', 'model', 'temperature']::text[] <> '{}' then
      for key in select jsonb_object_keys(value - array['max_tokens', 'model', 'temperature']::text[]) loop
        errors := array_append(errors, left(key, 60) || ': is not known');
      end loop;
    end if;
  end if;
  return errors;
end
$$;

create or replace function mediaq.valid_analysis_config(value jsonb) returns boolean
language plpgsql immutable strict parallel safe
as $$
begin
  return mediaq.errors_in_analysis_config(value) = '{}';
end
$$;

-- Compiled from mediaq/contracts by scripts/compile-contracts: change the model instead.
create or replace function mediaq.errors_in_analysis_options(value jsonb) returns text[]
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
    v1 := value -> 'fps';
    if jsonb_typeof(v1) <> 'null' then
      if jsonb_typeof(v1) <> 'number' then
        errors := array_append(errors, 'fps: must be a number');
      elsif mediaq.json_double(v1) < 0.1 then
        errors := array_append(errors, 'fps: must be at least 0.1');
      elsif mediaq.json_double(v1) > 30 then
        errors := array_append(errors, 'fps: must be at most 30');
      end if;
    end if;
    v1 := value -> 'frame_format';
    if jsonb_typeof(v1) <> 'null' then
      if v1 <> all (array['"jpg"', '"png"']::jsonb[]) then
        errors := array_append(errors, 'frame_format: must be one of jpg, png');
      end if;
    end if;
    v1 := value -> 'contact_sheet_grid';
    if jsonb_typeof(v1) <> 'null' then
      if jsonb_typeof(v1) <> 'string' then
        errors := array_append(errors, 'contact_sheet_grid: must be a string');
      elsif (v1 #>> '{}') collate "C" !~ '^[1-9]x[1-9]$' then
        errors := array_append(errors, 'contact_sheet_grid: must match ^[1-9]x[1-9]$');
      end if;
    end if;
    v1 := value -> 'extract_frames';
    if jsonb_typeof(v1) <> 'null' then
      if jsonb_typeof(v1) <> 'boolean' then
        errors := array_append(errors, 'extract_frames: must be true or false');
      end if;
    end if;
    v1 := value -> 'generate_contact_sheet';
    if jsonb_typeof(v1) <> 'null' then
      if jsonb_typeof(v1) <> 'boolean' then
        errors := array_append(errors, 'generate_contact_sheet: must be true or false');
      end if;
    end if;
    v1 := value -> 'transcribe_audio';
    if jsonb_typeof(v1) <> 'null' then
      if jsonb_typeof(v1) <> 'boolean' then
        errors := array_append(errors, 'transcribe_audio: must be true or false');
      end if;
    end if;
    v1 := value -> 'transcription_provider';
    if jsonb_typeof(v1) <> 'null' then
      if jsonb_typeof(v1) <> 'string' then
        errors := array_append(errors, 'transcription_provider: must be a string');
      elsif (v1 #>> '{}') collate "C" !~ '^[a-z][a-z0-9_-]{0,39}$' then
        errors := array_append(errors, 'transcription_provider: must match ^[a-z][a-z0-9_-]{0,39}$');
      end if;
    end if;
    v1 := value -> 'language';
    if jsonb_typeof(v1) <> 'null' then
      if jsonb_typeof(v1) <> 'string' then
        errors := array_append(errors, 'language: must be a string');
      elsif (v1 #>> '{}') collate "C" !~ '^[A-Za-z]{2,3}[A-Za-z0-9-]{0,32}$' then
        errors := array_append(errors, 'language: must match ^[A-Za-z]{2,3}[A-Za-z0-9-]{0,32}$');
      end if;
    end if;
    v1 := value -> 'profile';
    if jsonb_typeof(v1) <> 'null' then
      if v1 <> all (array['"web"', '"podcast"', '"ebu"', '"atsc"', '"netflix"', '"audiobook"']::jsonb[]) then
        errors := array_append(errors, 'profile: must be one of web, podcast, ebu, atsc, netflix, audiobook');
      end if;
    end if;
    v1 := value -> 'depth';
    if jsonb_typeof(v1) <> 'null' then
      if v1 <> all (array['"quick"', '"full"']::jsonb[]) then
        errors := array_append(errors, 'depth: must be one of quick, full');
      end if;
    end if;
    v1 := value -> 'max_duration';
    if jsonb_typeof(v1) <> 'null' then
      if jsonb_typeof(v1) <> 'number' then
        errors := array_append(errors, 'max_duration: must be a number');
      elsif mediaq.json_double(v1) <= 0 then
        errors := array_append(errors, 'max_duration: must be greater than 0');
      elsif mediaq.json_double(v1) > 86400 then
        errors := array_append(errors, 'max_duration: must be at most 86400');
      end if;
    end if;
    if value - array['contact_sheet_grid', 'depth', 'extract_frames', 'fps', 'frame_format', 'generate_contact_sheet', 'language', 'max_duration', 'profile', 'transcribe_audio', 'transcription_provider']::text[] <> '{}' then
      for key in select jsonb_object_keys(value - array['contact_sheet_grid', 'depth', 'extract_frames', 'fps', 'frame_format', 'generate_contact_sheet', 'language', 'max_duration', 'profile', 'transcribe_audio', 'transcription_provider']::text[]) loop
        errors := array_append(errors, left(key, 60) || ': is not known');
      end loop;
    end if;
  end if;
  return errors;
end
$$;

create or replace function mediaq.valid_analysis_options(value jsonb) returns boolean
language plpgsql immutable strict parallel safe
as $$
begin
  return mediaq.errors_in_analysis_options(value) = '{}';
end
$$;

-- Refuses a row whose JSON columns break their contracts, like a CHECK, but tells every problem.
-- A trigger, because a CHECK is asked again by every update: a row from before a contract was
-- tightened could then neither be claimed nor restored from a dump. This one is asked only when
-- these columns are written, and not even called for the defaults.
create or replace function mediaq.refuse_value(tab text, col text, value jsonb) returns void
language plpgsql set search_path = mediaq, pg_temp
as $$
declare
  problems text[] := array(select mediaq.contract_errors(tab || '_' || col, value));
begin
  raise exception '%.% is not valid: %', tab, col, array_to_string(problems[:5], '; ')
    using errcode = 'check_violation', schema = 'mediaq', table = tab, column = col,
      constraint = format('%s_%s_are_valid', tab, col),
      detail = array_to_string(problems[:50], e'\n'),
      hint = format('mediaq.contract_errors(''%s_%s'', value) tells what is wrong.', tab, col);
end
$$;

create or replace function mediaq.analysis_keeps_contracts() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  if new.config <> '{}' and not mediaq.valid_analysis_config(new.config) then
    perform mediaq.refuse_value('analysis', 'config', new.config);
  end if;
  if new.options <> '{}' and not mediaq.valid_analysis_options(new.options) then
    perform mediaq.refuse_value('analysis', 'options', new.options);
  end if;
  if new.parameters <> '{}' and not mediaq.valid_analysis_parameters(new.parameters) then
    perform mediaq.refuse_value('analysis', 'parameters', new.parameters);
  end if;
  return new;
end
$$;

create or replace trigger keep_contracts
before insert or update of config, options, parameters on mediaq.analysis
for each row when (new.config <> '{}' or new.options <> '{}' or new.parameters <> '{}')
execute function mediaq.analysis_keeps_contracts();

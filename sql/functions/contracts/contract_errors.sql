-- Compiled from mediaq/contracts by scripts/compile-contracts: change the model instead.
create or replace function mediaq.contract_errors(contract text, value jsonb) returns setof text
language plpgsql immutable security definer set search_path = mediaq, pg_temp
as $$
begin
  if contract = 'analysis_config' then
    return query select unnest(mediaq.errors_in_analysis_config(value));
  elsif contract = 'analysis_options' then
    return query select unnest(mediaq.errors_in_analysis_options(value));
  elsif contract = 'analysis_parameters' then
    return query select unnest(mediaq.errors_in_analysis_parameters(value));
  else
    raise exception 'there is no contract %', contract
      using errcode = 'invalid_parameter_value', hint = 'There are: analysis_config, analysis_options, analysis_parameters.';
  end if;
end
$$;

alter table mediaq.api_keys
  drop column rate_limit,
  drop constraint owner_is_named,
  drop constraint name_is_short,
  drop constraint scopes_are_known;
comment on table mediaq.api_keys is null;
comment on column mediaq.api_keys.owner is null;
alter table mediaq.media_assets alter owner set default 'local';
alter table mediaq.analysis alter owner set default 'local';

-- depends: 0008_contracts
-- Whose a row is, by itself: that of the transaction that makes it. What all rows may be seen by
-- (`*`) makes rows of `local`, as does every login that names no owner.
alter table mediaq.media_assets alter owner
  set default coalesce(nullif(nullif(current_setting('mediaq.owner', true), ''), '*'), 'local');
alter table mediaq.analysis alter owner
  set default coalesce(nullif(nullif(current_setting('mediaq.owner', true), ''), '*'), 'local');

alter table mediaq.api_keys
  add column rate_limit integer check (rate_limit between 0 and 1000000),
  add constraint owner_is_named check (owner <> '' and length(owner) <= 200),
  add constraint name_is_short check (length(name) <= 200),
  add constraint scopes_are_known check (scopes <@ array['read', 'write', 'admin']);
comment on table mediaq.api_keys is 'Who may use the API; of a key only a hash is kept.';
comment on column mediaq.api_keys.owner is 'Whose rows the key sees and makes; * sees all.';
comment on column mediaq.api_keys.rate_limit is
  'Requests per minute instead of the setting; 0 lifts the limit.';

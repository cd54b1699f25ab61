-- Clients that name themselves.

-- Without anything to count, the row is only made where there is none.
-- name: sessions.seen
insert into mediaq.sessions as s (id, user_agent, ip_address, request_count)
select %(id)s, %(agent)s, %(ip)s::inet, %(count)s::bigint
where %(count)s::bigint > 0 or not exists (select from mediaq.sessions o where o.id = %(id)s)
on conflict (id) do update set user_agent = coalesce(excluded.user_agent, s.user_agent),
  ip_address = coalesce(excluded.ip_address, s.ip_address), last_activity = mediaq.now(),
  request_count = s.request_count + excluded.request_count

-- Clients that name themselves.

-- name: sessions.seen
insert into mediaq.sessions as s (id, user_agent, ip_address, request_count)
values (%(id)s, %(agent)s, %(ip)s::inet, 1)
on conflict (id) do update set user_agent = coalesce(excluded.user_agent, s.user_agent),
  ip_address = coalesce(excluded.ip_address, s.ip_address), last_activity = mediaq.now(),
  request_count = s.request_count + 1

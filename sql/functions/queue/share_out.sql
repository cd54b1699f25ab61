-- Locks up to max_jobs due jobs of one priority, shared out between keys in the order given: rounds,
-- in each of which every key that has more gives the same number, within its free seats. Returns
-- them with the key that was served last and, for each key, where to go on.
create or replace function mediaq.share_out(
  settings mediaq.queues, level smallint, moment timestamptz, max_jobs integer, keys text[],
  known jsonb, out taken uuid[], out last text, out bounds jsonb
)
language plpgsql set search_path = mediaq, pg_temp
as $$
declare
  share integer;
  given record;
begin
  taken := '{}';
  bounds := '{}';
  while cardinality(keys) > 0 and cardinality(taken) < max_jobs loop
    keys := keys[1:max_jobs - cardinality(taken)];
    share := (max_jobs - cardinality(taken)) / cardinality(keys);
    execute format($sql$
      with given as materialized (
        select l.nth, l.key, coalesce(b.given, 0) + cardinality(g.ids) as given, g.ids, g.run_at
        from unnest($3) with ordinality as l (key, nth)
        cross join lateral (
          select coalesce(($4 -> l.key ->> 0)::timestamptz, '-infinity') as run_at,
            coalesce(($4 -> l.key ->> 1)::uuid, '00000000-0000-0000-0000-000000000000') as id,
            ($5 -> l.key ->> 2)::integer as given
        ) b
        cross join lateral (select %2$s as most) m
        cross join lateral (
          select array_agg(p.id order by p.run_at, p.id) as ids, max(p.run_at) as run_at
          from (
            select c.id, c.run_at from %1$s c
            where c.status = 'queued' and c.priority = $1 and coalesce(c.key, '') = l.key
              and c.run_at <= $2 and (c.run_at, c.id) > (b.run_at, b.id)
            order by c.run_at, c.id
            limit greatest(m.most, 0)
            for no key update skip locked
          ) p
        ) g
        where g.ids is not null
      )
      select (select array_agg(i.id) from given s, unnest(s.ids) as i (id)) as ids,
        array_agg(s.key order by s.nth) filter (where cardinality(s.ids) = $7) as keys,
        (array_agg(s.key order by s.nth desc))[1] as last,
        jsonb_object_agg(s.key,
          jsonb_build_array(s.run_at, s.ids[cardinality(s.ids)], s.given)) as bounds
      from given s
    $sql$, settings.queue, case when settings.key_concurrency is null then '$7' else format(
      'case when l.key = '''' then $7 else least($7, $6 - coalesce(b.given, 0) - ('
      ' select count(*)::integer from %s r'
      ' where r.status = ''processing'' and r.key = l.key and r.key_seat is not null)) end',
      settings.queue) end)
    into given
    using level, moment, keys, known || bounds, bounds, settings.key_concurrency, share;
    exit when given.ids is null;
    taken := taken || given.ids;
    bounds := bounds || given.bounds;
    last := given.last;
    keys := given.keys;
  end loop;
end
$$;

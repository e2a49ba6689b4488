-- What only our own eyes saw of a passage in one packed column (store/packed-sight.ts says its layout) instead of
-- thirteen: nothing asks for these parts alone, and as columns and JSON they were more than half of a passage's
-- bytes. The table is made anew: columns that are taken away leave their place in every row.
create function packed_text(said text) returns bytea language sql immutable
  return substring(int4send(octet_length(said)) from 4) || convert_to(said, 'UTF8');
create function packed_part(part double precision) returns bytea language sql immutable
  return substring(int4send(round(part * 32768)::integer) from 3);
create function packed_confidence(part real) returns bytea language sql immutable
  return substring(int4send(round(coalesce(part, 0) * 10000)::integer) from 3);
create function packed_ms(at timestamptz, passed timestamptz) returns bytea language sql immutable
  return substring(int8send(round(1000 * extract(epoch from at - passed))::bigint) from 4);
create function packed_sight(p passages) returns bytea language plpgsql immutable as $$
declare
  packed bytea := substring(int4send(p.rows::integer + case p.profile when 'main' then 0 else 2 end) from 4)
    || int4send(p.frames_read) || int4send(round(p.plate_width_px * 100)::integer);
  part real;
  character jsonb;
  nth integer;
begin
  foreach part in array p.corners || p.vehicle loop packed := packed || packed_part(part); end loop;
  packed := packed || packed_ms(p.first_seen, p.passed_at) || packed_ms(p.last_seen, p.passed_at)
    || float8send(coalesce(p.edge_clock_offset_ms, 'NaN'));
  if p.characters is null then return packed; end if;
  packed := packed || substring(int4send(jsonb_array_length(p.characters)) from 4);
  for character in select value from jsonb_array_elements(p.characters) loop
    packed := packed || substring(int4send(jsonb_array_length(character) / 2 - 1) from 4);
    for nth in 0 .. jsonb_array_length(character) / 2 - 1 loop
      packed := packed || packed_text(character ->> (2 * nth))
        || packed_confidence((character ->> (2 * nth + 1))::real);
    end loop;
  end loop;
  if p.runner_up is null then return packed; end if;
  return packed || packed_text(p.runner_up) || packed_confidence(p.runner_up_confidence);
end $$;

alter table passages rename to passages_before;
alter table passages_before drop constraint passages_pkey, drop constraint passages_seen_or_told;
drop index passages_camera, passages_passed_at;

-- Partitioned, keyed and without foreign keys for the reasons that 0002 gives.
create table passages (
  id          uuid not null,
  passed_at   timestamptz not null,
  received_at timestamptz not null,
  -- That the whole number is right; null with plate '', and where another system did not say.
  confidence  real,
  -- '' where no reading could be trusted.
  plate       text collate "C" not null default '',
  camera_id   text collate "C" not null,
  kind        text not null,
  colour      text not null,
  direction   text not null,
  lane        text,
  -- Who told it; null of what our own agents saw.
  system      text,
  sight       bytea,
  -- SHA-256 of the JPEGs, which are their names.
  scene_picture   bytea,
  vehicle_picture bytea,
  plate_picture   bytea,
  primary key (plate, passed_at, id) include (camera_id, kind),
  -- Seen or told: all of it, or none.
  constraint passages_seen_or_told check (
    num_nulls(sight, scene_picture, vehicle_picture, plate_picture) = case when system is null then 0 else 4 end)
) partition by range (passed_at);
create index passages_camera on passages (camera_id, passed_at) include (plate, kind);
create index passages_passed_at on passages using brin (passed_at) with (autosummarize = on);

do $$
declare
  day record;
begin
  for day in
    select inhrelid::regclass::text as name, pg_get_expr(relpartbound, oid) as bound
    from pg_inherits join pg_class on oid = inhrelid where inhparent = 'passages_before'::regclass
  loop
    execute format('alter table %s rename to %s', day.name, day.name || '_before');
    execute format('create table %s (like passages including all)', day.name);
    execute format('alter table passages attach partition %s %s', day.name, day.bound);
  end loop;
end $$;
insert into passages
  select id, passed_at, received_at, confidence, plate, camera_id, kind, colour, direction, lane, system,
    case when system is null then packed_sight(p) end, scene_picture, vehicle_picture, plate_picture
  from passages_before p;

drop function packed_sight(passages_before);
drop function packed_text(text), packed_part(double precision), packed_confidence(real),
  packed_ms(timestamptz, timestamptz);
drop table passages_before;

-- What analyses ask of millions of passages, kept up to date by the statement that stores them
-- (store/passages.ts). A vehicle is its number and its kind (号牌种类), so both stand in each index: which
-- vehicle passed where is then answered without the rows themselves.
alter table passages drop constraint passages_pkey;
alter table passages add primary key (plate, passed_at, id) include (camera_id, kind);
drop index passages_camera;
create index passages_camera on passages (camera_id, passed_at) include (plate, kind);

-- The second time a vehicle was read; null: only once. A reader's mistakes are rarely read twice, and make
-- tens of thousands of "new" vehicles a day in a city.
alter table vehicle add column second_at timestamptz;
create index vehicle_first on vehicle (first_at) include (second_at);

-- China has one time zone and no summer time; a day and an hour here are those of its clocks (UTC+8).
create function china_day(at timestamptz) returns date language sql immutable parallel safe
  return (at at time zone 'UTC' + interval '8 hours')::date;
create function china_hour(at timestamptz) returns integer language sql immutable parallel safe
  return extract(hour from at at time zone 'UTC' + interval '8 hours')::integer;

-- How often each vehicle was read on each of China's days, by day (06–18) and by night (18–05); 05–06 is neither.
create table plate_day (
  plate    text collate "C" not null,
  kind     text collate "C" not null,
  day      date not null,
  passages integer not null,
  by_day   integer not null,
  by_night integer not null,
  primary key (plate, kind, day)
) with (fillfactor = 80);
create index plate_day_day on plate_day using brin (day) with (pages_per_range = 16);

-- Passages of each camera by hour and direction, unreadable ones too.
create table gate_hour (
  camera_id text collate "C" not null,
  hour      timestamptz not null,
  direction text collate "C" not null,
  passages  integer not null,
  primary key (camera_id, hour, direction)
) with (fillfactor = 50);

-- Two passages of one vehicle, one after the other, too far apart for the time between them. Distances are the
-- shortest there can be, so that a pair here cannot be one honest vehicle, unless it was misread.
create table clone_suspect (
  plate         text collate "C" not null,
  kind          text collate "C" not null,
  first_id      uuid not null,
  first_at      timestamptz not null,
  first_camera  text collate "C" not null,
  second_id     uuid not null,
  second_at     timestamptz not null,
  second_camera text collate "C" not null,
  metres        real not null,
  kmh           real not null,
  primary key (plate, kind, second_at, first_id, second_id)
);
create index clone_suspect_at on clone_suspect (second_at);

-- Makes the counts anew from the passages there are: after this migration, and after a load that went around the
-- core. Not the suspects, which need distances between cameras.
create function rebuild_counts() returns void language sql as $$
  truncate vehicle, plate_day, gate_hour;
  insert into vehicle (plate, kind, first_at, second_at)
    select plate, kind, min(passed_at), min(passed_at) filter (where nth = 2)
    from (select plate, kind, passed_at, row_number() over (partition by plate, kind order by passed_at) as nth
          from passages where plate <> '') as read
    where nth <= 2 group by plate, kind;
  insert into plate_day
    select plate, kind, china_day(passed_at), count(*),
      count(*) filter (where china_hour(passed_at) between 6 and 17),
      count(*) filter (where china_hour(passed_at) >= 18 or china_hour(passed_at) < 5)
    from passages where plate <> '' group by 1, 2, 3 order by 3;
  insert into gate_hour
    select camera_id, date_trunc('hour', passed_at, 'UTC'), direction, count(*) from passages group by 1, 2, 3;
$$;
select rebuild_counts();

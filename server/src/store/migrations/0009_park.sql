-- 园区车辆. A park's list: vehicles by number and kind of plate. Who changed what stands in the audit.
create table park_vehicle (
  id       uuid primary key,
  plate    text collate "C" not null,
  -- 'unknown': of any kind.
  kind     text not null,
  list     text not null check (list in ('permitted', 'visitor', 'refused')),
  from_at  timestamptz,
  until_at timestamptz,
  note     text not null,
  host     text not null,
  added_by text not null,
  added_at timestamptz not null,
  unique (plate, kind),
  -- A visitor comes in its time, any other at any.
  check ((list = 'visitor') = (from_at is not null) and (list = 'visitor') = (until_at is not null))
);

-- Cameras that are gates.
create table park_gate (
  camera_id text primary key references camera (id),
  role      text not null check (role in ('entry', 'exit', 'both'))
);

-- How long a vehicle of a list may stay; without a row as long as it likes.
create table park_limit (
  list  text primary key check (list in ('permitted', 'visitor', 'refused', 'unlisted')),
  hours integer not null check (hours > 0)
);

-- What the list said of each passage at a gate, once. Written in the transaction of its passages; no foreign keys: a
-- fault here would keep passages out. Deleted with their retention.
create table gate_event (
  passage_id uuid primary key,
  camera_id  text not null,
  passed_at  timestamptz not null,
  way        text not null,
  verdict    text not null,
  -- '' where it was not read.
  plate      text collate "C" not null,
  kind       text not null,
  colour     text not null,
  -- protocol/park.ts, PassagePictures and ListedAs.
  pictures   jsonb,
  listed     jsonb
);
create index gate_event_at on gate_event (passed_at);

-- When a vehicle last came in and went out. It is inside while it came in later than it went out: passages of a box
-- that was cut off come late and in any order, and the newest of each still stands.
create table park_presence (
  plate        text collate "C" not null,
  kind         text not null,
  in_at        timestamptz,
  in_camera    text,
  in_passage   uuid,
  out_at       timestamptz,
  -- The end for which an overstay was raised; a later one (prolonged, or come in anew) is raised anew.
  overstay_due timestamptz,
  primary key (plate, kind)
);
create index park_presence_inside on park_presence (in_at) where in_at > coalesce(out_at, '-infinity');

-- Alerts of a park's gate stand beside those of the watch list: null of those; protocol/park.ts, ParkAlert.
alter table watch_alert add column park jsonb;

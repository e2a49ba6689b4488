-- 布控. What is watched and why; the terms never change, `state` is that of the newest step and changes with it.
create table watch_entry (
  id         uuid primary key,
  purpose_id uuid not null references purpose (id),
  -- A number, or with ? and *.
  plate      text collate "C" not null,
  tolerant   boolean not null,
  kinds      text[] not null,
  colours    text[] not null,
  camera_ids text[] not null,
  -- protocol/watch-list.ts, WatchArea[] and WatchHours.
  areas      jsonb not null,
  hours      jsonb,
  from_at    timestamptz not null,
  until_at   timestamptz not null,
  reason     text not null,
  state      text not null
);
create index watch_entry_state on watch_entry (state, until_at);
create index watch_entry_plate on watch_entry (plate text_pattern_ops);

-- Who asked, approved, refused, asked for withdrawal …, and when. Append-only.
create table watch_step (
  entry_id uuid not null references watch_entry (id),
  n        integer not null,
  kind     text not null,
  user_id  uuid not null references app_user (id),
  username text not null,
  at       timestamptz not null,
  note     text not null,
  primary key (entry_id, n)
);
create trigger watch_step_append_only before update or delete or truncate on watch_step
  for each statement execute function refuse_change();

-- One for an entry and a vehicle in five minutes. Written in the transaction of its passages. No foreign keys: a
-- fault here would keep passages out.
create table watch_alert (
  id              uuid primary key,
  entry_id        uuid not null,
  plate           text collate "C" not null,
  kind            text not null,
  -- The passage that raised it; it may be past its retention.
  passage_id      uuid not null,
  passed_at       timestamptz not null,
  camera_id       text not null,
  raised_at       timestamptz not null,
  hits            integer not null,
  last_passed_at  timestamptz not null,
  last_camera_id  text not null,
  state           text not null
);
create index watch_alert_vehicle on watch_alert (entry_id, plate, kind, passed_at);
create index watch_alert_open on watch_alert (id) where state <> 'fed-back';

-- Every passage that met an entry, once.
create table watch_hit (
  entry_id   uuid not null,
  passage_id uuid not null,
  alert_id   uuid not null,
  passed_at  timestamptz not null,
  camera_id  text not null,
  primary key (entry_id, passage_id)
);
create index watch_hit_alert on watch_hit (alert_id);

-- 签收、核查、处置、反馈: who, when, and what was found. Append-only.
create table watch_alert_step (
  alert_id uuid not null references watch_alert (id),
  n        integer not null,
  kind     text not null,
  user_id  uuid not null references app_user (id),
  username text not null,
  at       timestamptz not null,
  note     text not null,
  primary key (alert_id, n)
);
create trigger watch_alert_step_append_only before update or delete or truncate on watch_alert_step
  for each statement execute function refuse_change();

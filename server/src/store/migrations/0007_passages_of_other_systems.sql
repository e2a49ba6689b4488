-- Passages that another system told: who told them, and nothing of what only our own agents see. Such a row
-- has no corners, pictures or frames, instead of made-up ones.
alter table passages
  add column system text,
  alter column rows drop not null,
  alter column corners drop not null,
  alter column vehicle drop not null,
  alter column plate_width_px drop not null,
  alter column frames_read drop not null,
  alter column profile drop not null,
  alter column scene_picture drop not null,
  alter column vehicle_picture drop not null,
  alter column plate_picture drop not null,
  alter column first_seen drop not null,
  alter column last_seen drop not null,
  -- Seen or told: all of it, or none.
  add constraint passages_seen_or_told check (
    num_nulls(rows, corners, vehicle, plate_width_px, frames_read, profile, scene_picture, vehicle_picture,
      plate_picture, first_seen, last_seen) = case when system is null then 0 else 11 end);

-- Who imported what, and how it went: a row when it begins, before the first passage of it is stored, and a
-- row when it ends. One that only began was cut off with the core. Append-only.
create table passage_import (
  import_id  uuid not null,
  state      text not null check (state in ('begun', 'whole', 'broken-off')),
  at         timestamptz not null,
  user_id    uuid not null,
  username   text not null,
  address    text not null,
  system     text not null,
  -- Name of the file as the browser gave it; '' where there was none.
  file_name  text not null,
  format     text not null check (format in ('csv', 'ndjson', 'json')),
  -- Of the lines read so far: passages that were new, that were there before, and lines that could not be taken.
  lines      bigint not null,
  stored     bigint not null,
  known      bigint not null,
  bad        bigint not null,
  primary key (import_id, state)
);
create index passage_import_at on passage_import (at);
create trigger passage_import_append_only before update or delete or truncate on passage_import
  for each statement execute function refuse_change();

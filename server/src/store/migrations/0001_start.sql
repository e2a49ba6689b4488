-- Times are timestamptz; ids are made by the application, so that rows can be spread over nodes later.
-- Nothing here describes a person but the system's own users.

create table site (
  id         text primary key,
  name       text not null,
  name_en    text not null,
  created_at timestamptz not null default now()
);

create table agent (
  id           text primary key,
  site_id      text not null references site (id),
  name         text not null,
  first_seen   timestamptz not null default now(),
  last_seen    timestamptz not null default now()
);

-- reported: the agent's last report, as protocol/camera.ts says it; the edge may be offline when a page opens.
-- set_*: what a person set over the report. It wins, and no report touches it.
create table camera (
  id              text primary key check (id ~ '^[0-9a-f]{16}$'),
  site_id         text not null references site (id),
  agent_id        text not null references agent (id),
  source          text not null,
  name            text not null,
  address         text not null,
  manufacturer    text,
  model           text,
  firmware        text,
  serial          text,
  mac             text,
  ptz             boolean not null,
  clock_offset_ms double precision,
  streams         jsonb not null,
  place           jsonb,
  set_name        text,
  set_place       jsonb,
  set_field_of_view_deg double precision,
  set_range_m     double precision,
  first_seen      timestamptz not null default now(),
  reported_at     timestamptz not null default now()
);
create index camera_agent on camera (agent_id);

create table app_user (
  id                   uuid primary key,
  username             text not null unique,
  role                 text not null check (role in ('administrator')),
  -- argon2id in PHC string format; parameters travel with the hash.
  password_hash        text not null,
  must_change_password boolean not null,
  created_at           timestamptz not null default now(),
  password_changed_at  timestamptz
);

-- token_hash: SHA-256 of the cookie. Who reads this table cannot sign in with it.
create table session (
  token_hash   bytea primary key,
  user_id      uuid not null references app_user (id) on delete cascade,
  created_at   timestamptz not null,
  last_used_at timestamptz not null,
  address      text not null,
  user_agent   text not null
);
create index session_user_id on session (user_id);

-- Append-only: rows are added, never changed or taken away (the trigger refuses; a superuser still can,
-- which the hash chain of audit/ is to show).
create table sign_in_log (
  id         bigint generated always as identity primary key,
  at         timestamptz not null,
  kind       text not null check (kind in ('signed-in', 'refused', 'throttled', 'signed-out', 'password-changed', 'first-password-made')),
  -- As typed, cut to 64 characters: a failed try may name nobody.
  username   text not null,
  address    text not null,
  user_agent text not null
);
create index sign_in_log_at on sign_in_log using brin (at);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end $$;
create trigger sign_in_log_append_only before update or delete or truncate on sign_in_log
  for each statement execute function refuse_change();

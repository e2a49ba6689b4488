-- Why somebody looks at history. Made once per case, named by every look; never changed.
create table purpose (
  id          uuid primary key,
  user_id     uuid not null references app_user (id),
  reason      text not null,
  case_number text not null,
  unit        text not null,
  created_at  timestamptz not null
);
create index purpose_user on purpose (user_id, created_at);
create trigger purpose_append_only before update or delete or truncate on purpose
  for each statement execute function refuse_change();

-- Who looked at what, why, and how much was found. Written in the transaction that reads: what could not
-- be written was not shown. Append-only.
create table audit (
  id         uuid primary key,
  at         timestamptz not null,
  user_id    uuid not null,
  username   text not null,
  address    text not null,
  purpose_id uuid not null references purpose (id),
  action     text not null,
  -- The terms as they were asked.
  terms      jsonb not null,
  results    integer not null
);
create index audit_at on audit using brin (at);
create index audit_purpose on audit (purpose_id);
create trigger audit_append_only before update or delete or truncate on audit
  for each statement execute function refuse_change();

-- Every vehicle (number and kind) ever read, with its first passage: a wildcard is looked for here, where
-- there are few, and not among the passages, where there are many.
create table vehicle (
  plate    text collate "C" not null,
  kind     text collate "C" not null,
  first_at timestamptz not null,
  primary key (plate, kind)
);
insert into vehicle select plate, kind, min(passed_at) from passages where plate <> '' group by plate, kind;

-- Without it the newest ranges of a day are looked through whole until the next vacuum, and a search of "everything
-- lately" reads the day.
drop index passages_passed_at;
create index passages_passed_at on passages using brin (passed_at) with (autosummarize = on);

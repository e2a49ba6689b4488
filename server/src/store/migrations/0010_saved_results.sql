-- What was found for a case and kept with it: a copy as it was at `taken_at`, which outlives the passages it was made
-- of. Who may see one has a purpose of the same case number.
create table saved_result (
  id          uuid primary key,
  case_number text not null,
  purpose_id  uuid not null references purpose (id),
  user_id     uuid not null references app_user (id),
  username    text not null,
  kind        text not null,
  -- Which analysis; null of a search and a track.
  analysis    text,
  title       text not null,
  note        text not null,
  results     integer not null,
  taken_at    timestamptz not null,
  -- JSON (protocol/src/saved.ts). As text: it is given back as it was written, and nothing is looked for in it.
  content     text not null
);
create index saved_result_case on saved_result (case_number, taken_at);

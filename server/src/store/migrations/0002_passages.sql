-- One vehicle passed one camera once. Partitioned by the day (UTC: the same everywhere, and never 23 or 25
-- hours long) of passed_at; the days' tables are made by store/passage-days.ts, ahead of time and when a
-- passage needs one. No foreign keys and ids from the edge, so that the table can be spread by plate.
create table passages (
  id          uuid not null,
  -- '' where no reading could be trusted.
  plate       text collate "C" not null default '',
  -- By the core's clock, which all gates share: the edge's word plus edge_clock_offset_ms, as are
  -- first_seen and last_seen. Where that is null it was never measured, and the edge's word stands.
  passed_at   timestamptz not null,
  camera_id   text collate "C" not null,
  kind        text not null,
  colour      text not null,
  rows        smallint not null,
  direction   text not null,
  lane        text,
  -- That the whole number is right; null with plate ''.
  confidence  real,
  -- One array for each character: itself and its confidence, then what else it may be, likeliest first:
  -- [["浙",0.9998],["A",0.97,"4",0.02],…]
  characters  jsonb,
  runner_up   text,
  runner_up_confidence real,
  -- x, y of the plate's four corners in the scene, parts of the picture: top left, top right, bottom right, bottom left.
  corners     real[] not null,
  -- left, top, right, bottom.
  vehicle     real[] not null,
  plate_width_px real not null,
  frames_read integer not null,
  profile     text not null,
  -- SHA-256 of the JPEGs, which are their names.
  scene_picture   bytea not null,
  vehicle_picture bytea not null,
  plate_picture   bytea not null,
  first_seen  timestamptz not null,
  last_seen   timestamptz not null,
  edge_clock_offset_ms double precision,
  received_at timestamptz not null,
  -- Every unique key holds plate and passed_at. This one also answers "where was this plate" by itself.
  primary key (plate, passed_at, id) include (camera_id)
) partition by range (passed_at);
create index passages_camera on passages (camera_id, passed_at) include (plate);
create index passages_passed_at on passages using brin (passed_at);

-- What people drew on a camera's picture: region, lanes, masks (protocol/plate-setup.ts).
create table camera_plate_setups (
  camera_id  text primary key references camera (id) on delete cascade,
  setup      jsonb not null,
  changed_at timestamptz not null
);

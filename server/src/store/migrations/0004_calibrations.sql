-- How a camera's picture lies on the city, as solved from points a person paired (protocol/calibration.ts).
create table camera_calibrations (
  camera_id   text primary key references camera (id) on delete cascade,
  calibration jsonb not null,
  changed_at  timestamptz not null
);

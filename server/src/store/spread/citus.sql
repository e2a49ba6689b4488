-- For a database with Citus alone, run by hand on the coordinator when the core has made its tables and the workers are
-- added: what lies where. docs/scaling.md says what else Citus needs, and that this never ran on it.
-- A vehicle's rows lie together, so that an analysis that groups by vehicle is answered on each worker for its own.
select create_distributed_table('passages', 'plate');
select create_distributed_table('vehicle', 'plate', colocate_with => 'passages');
select create_distributed_table('plate_day', 'plate', colocate_with => 'passages');
select create_distributed_table('clone_suspect', 'plate', colocate_with => 'passages');
-- Counts are of gates, unreadable plates' too.
select create_distributed_table('gate_hour', 'camera_id', colocate_with => 'none');
-- Days and hours are reckoned on the workers.
select create_distributed_function('china_day(timestamptz)');
select create_distributed_function('china_hour(timestamptz)');
-- Everything else stays on the coordinator: no statement joins it with passages.

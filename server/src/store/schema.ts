// The tables as migrations/ makes them, for Kysely. A change here comes with a migration.
import type { Calibration } from '@brightwall/protocol/calibration';
import type { CameraPlace, StreamInfo } from '@brightwall/protocol/camera';
import type { PlateSetup } from '@brightwall/protocol/plate-setup';
import type { SavedResult } from '@brightwall/protocol/saved';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

type Timestamp = ColumnType<Date, Date | undefined, Date>;

export interface SiteTable {
  id: string;
  name: string;
  name_en: string;
  created_at: Timestamp;
}

export interface AgentTable {
  id: string;
  site_id: string;
  name: string;
  first_seen: Timestamp;
  last_seen: Timestamp;
}

export interface CameraTable {
  id: string;
  site_id: string;
  agent_id: string;
  source: 'onvif' | 'rtsp';
  name: string;
  address: string;
  manufacturer: string | null;
  model: string | null;
  firmware: string | null;
  serial: string | null;
  mac: string | null;
  ptz: boolean;
  clock_offset_ms: number | null;
  streams: JSONColumnType<StreamInfo[]>;
  place: JSONColumnType<CameraPlace> | null;
  set_name: string | null;
  set_place: JSONColumnType<CameraPlace> | null;
  set_field_of_view_deg: number | null;
  set_range_m: number | null;
  code: string | null;
  set_code: string | null;
  first_seen: Timestamp;
  reported_at: Timestamp;
}

export interface AppUserTable {
  id: string;
  username: string;
  role: 'administrator';
  password_hash: string;
  must_change_password: boolean;
  created_at: Timestamp;
  password_changed_at: Timestamp | null;
}

export interface SessionTable {
  token_hash: Buffer;
  user_id: string;
  created_at: Timestamp;
  last_used_at: Timestamp;
  address: string;
  user_agent: string;
}

export type SignInKind =
  | 'signed-in'
  | 'refused'
  | 'throttled'
  | 'signed-out'
  | 'password-changed'
  | 'first-password-made';

export interface SignInLogTable {
  id: Generated<number>;
  at: Timestamp;
  kind: SignInKind;
  username: string;
  address: string;
  user_agent: string;
}

export interface CameraPlateSetupTable {
  camera_id: string;
  setup: JSONColumnType<PlateSetup>;
  changed_at: Timestamp;
}

export interface CameraCalibrationTable {
  camera_id: string;
  calibration: JSONColumnType<Calibration>;
  changed_at: Timestamp;
}

export interface PurposeTable {
  id: string;
  user_id: string;
  reason: string;
  case_number: string;
  unit: string;
  created_at: ColumnType<Date, Date, never>;
}

export interface AuditTable {
  id: string;
  at: ColumnType<Date, Date, never>;
  user_id: string;
  username: string;
  address: string;
  purpose_id: string;
  action: string;
  terms: JSONColumnType<object>;
  results: number;
}

export interface PassageImportTable {
  import_id: string;
  state: 'begun' | 'whole' | 'broken-off';
  at: ColumnType<Date, Date, never>;
  user_id: string;
  username: string;
  address: string;
  system: string;
  file_name: string;
  format: 'csv' | 'ndjson' | 'json';
  lines: number;
  stored: number;
  known: number;
  bad: number;
}

export interface SavedResultTable {
  id: string;
  case_number: string;
  purpose_id: string;
  user_id: string;
  username: string;
  kind: SavedResult['kind'];
  analysis: SavedResult['analysis'];
  title: string;
  note: string;
  results: number;
  taken_at: ColumnType<Date, Date, never>;
  content: string;
}

/** Passages and vehicles are read and written by SQL of their own (store/passages.ts, store/passage-history.ts). */
export interface Schema {
  site: SiteTable;
  agent: AgentTable;
  camera: CameraTable;
  app_user: AppUserTable;
  session: SessionTable;
  sign_in_log: SignInLogTable;
  camera_plate_setups: CameraPlateSetupTable;
  camera_calibrations: CameraCalibrationTable;
  purpose: PurposeTable;
  audit: AuditTable;
  passage_import: PassageImportTable;
  saved_result: SavedResultTable;
}

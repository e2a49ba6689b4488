// What registry/ needs of a store; main.ts passes the implementation.
import type { Calibration } from '@brightwall/protocol/calibration';
import type { CameraPatch, CameraReport, Site } from '@brightwall/protocol/camera';

export interface StoredCamera {
  /** The last report, without the state, which is of the moment. */
  readonly report: Omit<CameraReport, 'state'>;
  readonly siteId: string;
  readonly agentId: string;
  /** What people set over the report. */
  readonly set: CameraPatch;
}

export interface StoredAgent {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly lastSeenMs: number;
}

export interface SitesPort {
  all(): Promise<Site[]>;
  put(site: Site): Promise<void>;
}

export interface AgentsPort {
  all(): Promise<StoredAgent[]>;
  put(agent: StoredAgent): Promise<void>;
}

export interface CamerasPort {
  all(): Promise<StoredCamera[]>;
  putReports(cameras: readonly Omit<StoredCamera, 'set'>[], reportedMs: number): Promise<void>;
  /** False when there is no such camera. */
  set(id: string, patch: CameraPatch): Promise<boolean>;
}

export interface CalibrationsPort {
  /** null: nobody has calibrated it. */
  get(cameraId: string): Promise<Calibration | null>;
  /** False when there is no such camera. */
  put(cameraId: string, calibration: Calibration, changedMs: number): Promise<boolean>;
  remove(cameraId: string): Promise<void>;
}

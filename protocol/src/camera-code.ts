// 国标编码: the 20 digits by which every platform of GB/T 28181 knows a device (GB/T 28181-2022 annex E.1):
// 中心编码 8, 行业 2, 类型 3, 网络标识 1, 序号 6.
import { type Static, Type } from 'typebox';

export const CameraCode = Type.String({ pattern: '^[0-9]{20}$' });
export type CameraCode = Static<typeof CameraCode>;

/** What is wrong with a code as typed; the first thing a person should mend. */
export type CodeFault = 'digits' | 'length' | 'region' | 'type';

/** 类型 111–199 are devices in the field; 200 and up are servers and users. */
const isFieldDevice = (type: number) => type >= 111 && type <= 199;

/** Provinces are numbered 11 (北京) to 82 (澳门) by GB/T 2260. */
const isProvince = (digits: number) => digits >= 11 && digits <= 82;

export function codeFault(code: string): CodeFault | null {
  if (!/^[0-9]*$/.test(code)) return 'digits';
  if (code.length !== 20) return 'length';
  if (!isProvince(Number(code.slice(0, 2)))) return 'region';
  return isFieldDevice(Number(code.slice(10, 13))) ? null : 'type';
}

/** What a code says of the device: 类型, digits 11 to 13. */
export const codeType = (code: string): number => Number(code.slice(10, 13));

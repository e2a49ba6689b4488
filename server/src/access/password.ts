// Passwords are kept as argon2id with the first setting of OWASP's Password Storage Cheat Sheet: 46 MiB,
// one pass, one lane. More lanes would take the processor from the media at every log-in.
import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Algorithm.Argon2id of @node-rs/argon2, whose const enum does not exist at run time. */
const argon2id = 2;
const parameters = { algorithm: argon2id, memoryCost: 47_104, timeCost: 1, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), parameters);
}

/** False for a wrong password; rejects only when the stored hash is no PHC string. */
export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password.normalize('NFC'));
}

/** Neither too short, nor the user name, nor the one before (NIST SP 800-63B: length, no composition rules). */
export function isAcceptable(password: string, username: string, oldPassword: string): boolean {
  const said = password.normalize('NFC');
  return (
    [...said].length >= 10 &&
    said.toLowerCase() !== username.toLowerCase() &&
    said !== oldPassword.normalize('NFC')
  );
}

/** 16 letters and digits that cannot be mistaken for one another, in fours: 78 bits. */
export function generatePassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}

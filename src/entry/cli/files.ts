// Loaded only when files are read, so that help starts quickly.
export { readFile } from 'node:fs/promises';
export { parse } from 'dotenv';
export { findUp } from 'find-up';

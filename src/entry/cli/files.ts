// Loaded when files are read: help does without them.
export { readFile } from 'node:fs/promises';
export { parse } from 'dotenv';
export { findUp } from 'find-up';

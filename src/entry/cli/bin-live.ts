#!/usr/bin/env node
import { runProcess } from './process.js';
import { proxycall } from './program.js';

// All arguments are passed on as they are: the mode comes in by the environment, where --demo and --mode still win.
await runProcess(proxycall, process.argv.slice(2), { ...process.env, PROXYCALL_MODE: 'live' });

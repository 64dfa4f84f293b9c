#!/usr/bin/env node
import { runProcess } from './runtime/main.js';
import { proxycall } from './runtime/program.js';

// The environment sets the mode, so that --demo and --mode still override it.
await runProcess(proxycall, process.argv.slice(2), { ...process.env, PROXYCALL_MODE: 'live' });

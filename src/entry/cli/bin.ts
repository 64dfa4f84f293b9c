#!/usr/bin/env node
import { runProcess } from './process.js';
import { proxycall } from './program.js';

await runProcess(proxycall, process.argv.slice(2));

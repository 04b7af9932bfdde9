#!/usr/bin/env node
import { processConsole } from '@ibexjs-apps/kit';
import { fineTune } from './app.js';

process.exitCode = await fineTune(process.argv.slice(2), processConsole);

#!/usr/bin/env node
import { processConsole } from '@ibexjs-apps/kit';
import { textGeneration } from './app.js';

process.exitCode = await textGeneration(process.argv.slice(2), processConsole);

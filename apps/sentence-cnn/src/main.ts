#!/usr/bin/env node
import { processConsole } from '@ibexjs-apps/kit';
import { sentenceCnn } from './app.js';

process.exitCode = await sentenceCnn(process.argv.slice(2), processConsole);

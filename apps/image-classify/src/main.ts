#!/usr/bin/env node
import { processConsole } from '@ibexjs-apps/kit';
import { imageClassify } from './app.js';

process.exitCode = await imageClassify(process.argv.slice(2), processConsole);

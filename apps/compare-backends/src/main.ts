#!/usr/bin/env node
import { processConsole } from '@ibexjs-apps/kit';

import { compareBackends } from './app.js';

process.exitCode = await compareBackends(process.argv.slice(2), processConsole);

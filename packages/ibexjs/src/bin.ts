#!/usr/bin/env node
import { main } from '@ibexjs/cli';

process.exitCode = await main(process.argv.slice(2));

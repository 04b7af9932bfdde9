import { ValueError } from '@ibexjs/core';

/** @throws ValueError unless the option is a number from 0 on */
export function checkNotNegative(where: string, option: string, value: number | null): void {
  if (value === null || value >= 0) return;
  throw new ValueError(`${where}: option "${option}" must not be negative; received ${value}.`);
}

import { Adadelta, type AdadeltaOptions } from './adadelta.js';
import { Adafactor, type AdafactorOptions } from './adafactor.js';
import { Adagrad, type AdagradOptions } from './adagrad.js';
import { Adam, type AdamOptions } from './adam.js';
import { Adamax, type AdamaxOptions } from './adamax.js';
import { AdamW } from './adamw.js';
import { Ftrl, type FtrlOptions } from './ftrl.js';
import { Lamb, type LambOptions } from './lamb.js';
import { Lion, type LionOptions } from './lion.js';
import { Muon, type MuonOptions } from './muon.js';
import { Nadam, type NadamOptions } from './nadam.js';
import { RMSprop, type RMSpropOptions } from './rmsprop.js';
import { ScheduleFreeAdamW, type ScheduleFreeAdamWOptions } from './schedule-free-adamw.js';
import { SGD, type SGDOptions } from './sgd.js';

/** Options of an optimizer, or its learning rate alone, as tfjs takes it: `adam(0.01)`. */
type Given<T> = T | number;

function optionsOf<T extends { learningRate?: unknown }>(given: Given<T> | undefined): T {
  return (typeof given === 'number' ? { learningRate: given } : (given ?? {})) as T;
}

export const adadelta = (given?: Given<AdadeltaOptions>) => new Adadelta(optionsOf(given));
export const adafactor = (given?: Given<AdafactorOptions>) => new Adafactor(optionsOf(given));
export const adagrad = (given?: Given<AdagradOptions>) => new Adagrad(optionsOf(given));
export const adam = (given?: Given<AdamOptions>) => new Adam(optionsOf(given));
export const adamax = (given?: Given<AdamaxOptions>) => new Adamax(optionsOf(given));
export const adamw = (given?: Given<AdamOptions>) => new AdamW(optionsOf(given));
export const ftrl = (given?: Given<FtrlOptions>) => new Ftrl(optionsOf(given));
export const lamb = (given?: Given<LambOptions>) => new Lamb(optionsOf(given));
export const lion = (given?: Given<LionOptions>) => new Lion(optionsOf(given));
export const muon = (given?: Given<MuonOptions>) => new Muon(optionsOf(given));
export const nadam = (given?: Given<NadamOptions>) => new Nadam(optionsOf(given));
export const rmsprop = (given?: Given<RMSpropOptions>) => new RMSprop(optionsOf(given));
export const scheduleFreeAdamw = (given?: Given<ScheduleFreeAdamWOptions>) =>
  new ScheduleFreeAdamW(optionsOf(given));
export const sgd = (given?: Given<SGDOptions>) => new SGD(optionsOf(given));

import { Callback, type CallbackParams, type Logs, type LoopName } from './callback.js';
import { standardOutput, type Output } from './output.js';
import { Progbar } from './progbar.js';

/**
 * Shows training, evaluation and prediction on the terminal, as Keras does; `fit`, `evaluate` and
 * `predict` add one unless `verbose` is 0.
 *
 * - `verbose: 1`: a progress bar for each epoch, with the time to go and the metrics so far; where
 *   output is no terminal, plain lines
 * - `verbose: 2`: one line for each epoch
 *
 * Source: https://keras.io/api/callbacks/ (ProgbarLogger)
 */
export class ProgbarLogger extends Callback {
  private bar: Progbar | undefined;
  private seen = 0;
  private target: number | null = null;
  private calledInFit = false;

  /** @param output where to write. Default: standard output, the console in a page */
  constructor(private readonly output: Output = standardOutput()) {
    super();
  }

  private get verbose(): number {
    return this.params.verbose ?? 1;
  }

  override setParams(params: CallbackParams): void {
    super.setParams(params);
    this.target = params.steps ?? null;
  }

  override needsBatchLogs(loop: LoopName): boolean {
    if (loop === 'predict' || (loop === 'test' && this.calledInFit)) return false;
    return this.bar?.isDue ?? false;
  }

  override onTrainBegin(): void {
    this.calledInFit = true;
  }

  override onTrainEnd(): void {
    this.calledInFit = false;
  }

  override onEpochBegin(epoch: number): void {
    this.begin();
    const epochs = this.params.epochs ?? 1;
    if (this.verbose && epochs > 1) this.print(`Epoch ${epoch + 1}/${epochs}`);
  }

  override onTrainBatchEnd(batch: number, logs: Logs): void {
    this.update(batch, logs);
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    this.finish(logs);
  }

  override onTestBegin(): void {
    // inside fit, validation is silent
    if (!this.calledInFit) this.begin();
  }

  override onTestBatchEnd(batch: number, logs: Logs): void {
    if (!this.calledInFit) this.update(batch, logs);
  }

  override onTestEnd(logs: Logs): void {
    if (!this.calledInFit) this.finish(logs);
  }

  override onPredictBegin(): void {
    this.begin();
  }

  override onPredictBatchEnd(batch: number): void {
    this.update(batch, {});
  }

  override onPredictEnd(): void {
    this.finish({});
  }

  private begin(): void {
    this.seen = 0;
    this.bar = new Progbar({ target: this.target, verbose: this.verbose, output: this.output });
  }

  private update(batch: number, logs: Logs): void {
    this.seen = batch + 1;
    if (this.verbose === 1) this.bar!.update(this.seen, logs, false);
  }

  private finish(logs: Logs): void {
    // an epoch that was cut short shows how far it came
    this.target ??= this.seen;
    this.bar!.target = this.target;
    this.bar!.update(this.seen, logs, true);
  }

  private print(text: string): void {
    this.output.write(`${text}\n`);
  }
}

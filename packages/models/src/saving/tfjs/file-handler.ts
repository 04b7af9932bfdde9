import { FormatError, readFile, readJsonFile, writeFileAtomic } from '@ibexjs/core';
import type { io } from '@tensorflow/tfjs-core';

import { joinBytes } from './join-bytes.js';

const MODEL_FILE = 'model.json';
const WEIGHTS_FILE = 'weights.bin';

interface ModelJson {
  modelTopology?: unknown;
  weightsManifest?: unknown;
  trainingConfig?: unknown;
  format?: string;
}

/**
 * tfjs' `file://` for Node, without tfjs-node: loads a `model.json` and the shards beside it, saves
 * to a folder.
 */
export class FileHandler implements io.IOHandler {
  /** @param path of the folder when saving, of `model.json` when loading */
  constructor(private readonly path: string) {}

  async load(): Promise<io.ModelArtifacts> {
    const json = (await readJsonFile(this.path)) as ModelJson | null;
    const { modelTopology, weightsManifest, trainingConfig, format } = json ?? {};
    const artifacts: io.ModelArtifacts = {
      modelTopology: modelTopology as object,
      ...(format !== undefined && { format }),
      ...(trainingConfig !== undefined && {
        trainingConfig: trainingConfig as io.TrainingConfig & object,
      }),
    };
    if (weightsManifest === undefined) return artifacts;
    const folder = this.path.replace(/[^/\\]*$/, '');
    const groups = checkManifest(weightsManifest, this.path);
    const shards: Uint8Array[] = [];
    for (const path of groups.flatMap(({ paths }) => paths))
      shards.push(await readFile(`${folder}${path}`));
    const bytes = joinBytes(shards);
    return {
      ...artifacts,
      weightSpecs: groups.flatMap(({ weights }) => weights),
      weightData: bytes.buffer,
    };
  }

  /** Writes the weights first: a `model.json` never names shards that are not there. */
  async save(artifacts: io.ModelArtifacts): Promise<io.SaveResult> {
    const { modelTopology, weightSpecs = [], weightData, ...rest } = artifacts;
    const bytes = joinBytes([weightData ?? []].flat().map((part) => new Uint8Array(part)));
    const json = {
      modelTopology,
      ...rest,
      weightsManifest: [{ paths: [WEIGHTS_FILE], weights: weightSpecs }],
    };
    await writeFileAtomic(`${this.path}/${WEIGHTS_FILE}`, bytes);
    await writeFileAtomic(`${this.path}/${MODEL_FILE}`, JSON.stringify(json));
    return {
      modelArtifactsInfo: {
        dateSaved: new Date(),
        modelTopologyType: 'JSON',
        weightDataBytes: bytes.length,
      },
    };
  }
}

interface ShardGroup {
  paths: string[];
  weights: io.WeightsManifestEntry[];
}

function checkManifest(manifest: unknown, where: string): ShardGroup[] {
  const groups = Array.isArray(manifest) ? (manifest as Partial<ShardGroup>[]) : [null];
  return groups.map((group) => {
    const { paths, weights } = group ?? {};
    if (!Array.isArray(paths) || !Array.isArray(weights))
      throw new FormatError(`${where}: its "weightsManifest" does not list paths and weights.`);
    for (const path of paths as unknown[]) {
      if (typeof path !== 'string' || /^([/\\]|[a-zA-Z]:)|(^|[/\\])\.\.([/\\]|$)/.test(path))
        throw new FormatError(
          `${where}: the shard ${JSON.stringify(path)} lies outside its folder.`,
        );
    }
    return { paths, weights };
  });
}

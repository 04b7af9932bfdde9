import { FileError, FormatError, readJsonFile, writeFileAtomic } from '@ibexjs/core';
import type { PreprocessMode } from '@ibexjs/applications';

/** What a saved classifier of pictures does not say itself; kept in a file beside it. */
export interface ClassCard {
  /** Names of the classes, in the order of the outputs. */
  classes: string[];
  /** Height and width of the pictures it takes. */
  imageSize: [height: number, width: number];
  /** How pixels of 0 to 255 become inputs. */
  preprocess: PreprocessMode;
}

/** `flowers.keras` → `flowers.classes.json` */
export function cardPath(modelPath: string): string {
  return `${modelPath.replace(/\.(keras|h5|hdf5)$/i, '')}.classes.json`;
}

/** Writes the card beside the model. @returns its path */
export async function writeCard(modelPath: string, card: ClassCard): Promise<string> {
  const path = cardPath(modelPath);
  await writeFileAtomic(path, `${JSON.stringify(card, null, 2)}\n`);
  return path;
}

/** @throws FileError saying what it is for when it is missing; FormatError when it is damaged */
export async function readCard(modelPath: string): Promise<ClassCard> {
  const path = cardPath(modelPath);
  const card = (await readJsonFile(path).catch((error: unknown) => {
    if (!(error instanceof FileError)) throw error;
    throw new FileError(
      `${error.message} It says which classes ${modelPath} knows; fine-tune writes it beside its models.`,
      { cause: error },
    );
  })) as Partial<ClassCard> | null;
  const { classes, imageSize, preprocess } = card ?? {};
  const modes: (PreprocessMode | undefined)[] = ['caffe', 'tf', 'torch', 'none'];
  const isSize =
    Array.isArray(imageSize) && imageSize.length === 2 && imageSize.every((n) => n > 0);
  if (!Array.isArray(classes) || !isSize || !modes.includes(preprocess)) {
    throw new FormatError(
      `${path} must hold "classes" (names), "imageSize" (two numbers) and "preprocess" (caffe, tf, torch or none).`,
    );
  }
  return { classes: classes.map(String), imageSize, preprocess: preprocess! };
}

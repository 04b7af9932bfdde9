import * as applications from '@ibexjs/applications';

type Factory = applications.Application;

/** All of Keras' applications, by the names of their factories: `vgg16`, `mobileNet` … */
export const APPLICATIONS: Readonly<Record<string, Factory>> = Object.fromEntries(
  Object.entries(applications).filter(
    (entry): entry is [string, Factory] =>
      typeof entry[1] === 'function' && 'inputSize' in entry[1],
  ),
);

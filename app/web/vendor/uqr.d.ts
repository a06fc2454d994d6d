/** What is used of uqr 0.1.3. */

export interface Options {
  /** Modules of white around the code. */
  border?: number;
  /** Correct more errors where the version has room for it. */
  boostEcc?: boolean;
  /** Of 1 to 40; throws a RangeError where the data need a larger one. */
  maxVersion?: number;
}

/** An SVG, black on white, with a viewBox and no size. */
export function renderSVG(data: string, options?: Options): string;

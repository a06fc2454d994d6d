/** What is used of modern-screenshot 4.7.0. */

export function domToBlob(
  node: Node,
  options: { scale?: number; backgroundColor?: string; font?: false },
): Promise<Blob>;

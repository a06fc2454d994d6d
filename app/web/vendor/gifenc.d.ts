/** What is used of gifenc 1.0.3. */

export interface Encoder {
  /** One picture: a palette's index for each pixel (width × height). */
  writeFrame(
    index: Uint8Array,
    width: number,
    height: number,
    options: { palette?: number[][]; delay?: number; repeat?: number },
  ): void;
  finish(): void;
  bytes(): Uint8Array<ArrayBuffer>;
}

export function GIFEncoder(): Encoder;

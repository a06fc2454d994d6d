/** A link as a QR code. */

const QUIET = 4; // modules of white around it, as the standard has them
// The largest that a phone still reads from a screen: 97 modules a side, 858 letters.
const MOST_VERSION = 20;

/**
 * @param {typeof import("../vendor/uqr.js")} library
 * @param {string} link
 * @returns {string | null} an SVG, dark on white; null where the link is too long
 */
export function qrSvg({ renderSVG }, link) {
  try {
    return renderSVG(link, { border: QUIET, boostEcc: true, maxVersion: MOST_VERSION });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** In bytes, of the 255 that file systems take: what follows a name may be added to it. */
const MAX_STEM = 200;

/**
 * A name that anybody may have typed as the name of one file, on every system: no folder, nothing that is not seen, not hidden. A
 * long one keeps its ending. `otherwise` stands where nothing is left of it.
 */
export function fileName(name: string, otherwise: string): string {
  const plain = name
    .replace(/[\p{C}/\\:*?"<>|]+/gu, "_")
    .replace(/\s+/g, " ")
    .trim();
  const [ending = ""] = /\.[\p{L}\p{N}]{1,10}$/u.exec(plain) ?? [];
  const stem = plain.slice(0, plain.length - ending.length).replace(/^[\s.]+/, "");
  return `${shortened(stem).trim() || otherwise}${ending}`;
}

function shortened(stem: string): string {
  let length = 0;
  let kept = "";
  for (const character of stem) {
    length += Buffer.byteLength(character);
    if (length > MAX_STEM) break;
    kept += character;
  }
  return kept;
}

/** The CRC-32 of zlib, which Node.js 18 does not show. */

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    return sum;
});

/** The sum of what came before and of `data`. */
export function crc32(data, before = 0) {
    let sum = ~before;
    for (const byte of data) sum = table[(sum ^ byte) & 0xff] ^ (sum >>> 8);
    return ~sum >>> 0;
}

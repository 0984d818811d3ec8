/** A photo of work as it is kept: small, upright, and nothing but the picture. */
import { plainJpeg } from './jpeg';
import { AppError } from './types';

export const SIDE_MAX = 1600; // of the longer side, in pixels: handwriting stays legible (practices, Photos)
export const BYTES_MAX = 200_000; // practices, Photos
const QUALITIES = [0.85, 0.75, 0.65, 0.55, 0.45];
const SMALLER = 0.8; // where the least quality is still too much
const SIDE_MIN = 200; // what is still too much then is kept as it is: the service takes 1 MiB

export interface Photo { hash: string; jpeg: ArrayBuffer; bytes: number; width: number; height: number }
export interface Size { width: number; height: number }

const noPicture = () => new AppError('no_picture', 'This is no picture that can be read here. Take the photo again.');

export function fit({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The first that is small enough, from the best on. `encode` gives the bytes of the picture at a size and a quality. */
export async function squeeze(size: Size, encode: (size: Size, quality: number) => Promise<Uint8Array<ArrayBuffer>>): Promise<Size & { bytes: Uint8Array<ArrayBuffer> }> {
  for (let side = SIDE_MAX; ; side = Math.round(side * SMALLER)) {
    const now = fit(size, side);
    for (const quality of QUALITIES) {
      const bytes = await encode(now, quality);
      const isLast = side * SMALLER < SIDE_MIN && quality === QUALITIES.at(-1);
      if (bytes.length <= BYTES_MAX || isLast) return { ...now, bytes };
    }
  }
}

/** SHA-256 in small hex. */
export async function sumOf(bytes: BufferSource): Promise<string> {
  const sum = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function draw(picture: ImageBitmap, { width, height }: Size): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw noPicture();
  context.fillStyle = '#fff'; // behind what is see-through, for a JPEG has no such thing
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  return canvas;
}

async function encode(picture: ImageBitmap, size: Size, quality: number): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await draw(picture, size).convertToBlob({ type: 'image/jpeg', quality });
  const plain = plainJpeg(new Uint8Array(await blob.arrayBuffer()));
  if (!plain) throw noPicture();
  return plain;
}

/** Rejects with 'no_picture' what cannot be read as one. The page goes on meanwhile: the browser decodes and encodes beside it. */
export async function makePhoto(picture: Blob): Promise<Photo> {
  if (typeof crypto.subtle === 'undefined') throw new AppError('no_photos', 'This page came over plain http, and there the browser offers nothing to check photos with. Open the app by its https address.');
  const bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' }).catch(() => { throw noPicture(); });
  try {
    const { bytes, width, height } = await squeeze(bitmap, (size, quality) => encode(bitmap, size, quality));
    return { hash: await sumOf(bytes), jpeg: bytes.buffer, bytes: bytes.length, width, height };
  } finally {
    bitmap.close();
  }
}

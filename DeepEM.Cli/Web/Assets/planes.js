// Pictures of micrographs: a plane of bytes from the server, halved levels of it, and what a look makes of them.

import { bytes, complain } from './api.js';
import { on, state, tell } from './state.js';

const keep = 8;
const planes = new Map();

/** The plane of a micrograph, if it is there. Asked for if it is not. */
export function plane(index) {
    const entry = planes.get(index);
    if (entry) {
        planes.delete(index);
        planes.set(index, entry);
        return entry.plane;
    }
    load(index);
    return null;
}

/** The error that kept a plane from coming. */
export const planeError = index => planes.get(index)?.error ?? null;

/** Asks for the neighbours, and calls off what is no longer near. */
export function prefetch(index) {
    for (const [other, entry] of planes) {
        if (Math.abs(other - index) > 1 && !entry.plane && !entry.error) {
            entry.abort.abort();
            planes.delete(other);
        }
    }
    for (const near of [index + 1, index - 1]) {
        if (near >= 0 && near < state.mics.n && !planes.has(near) && state.mics.state[near] !== 'failed') {
            load(near);
        }
    }
}

/** Forgets errors, so that a micrograph is tried once more. */
export function retry(index) {
    planes.delete(index);
    plane(index);
}

async function load(index) {
    const entry = { plane: null, error: null, abort: new AbortController() };
    planes.set(index, entry);
    for (const old of [...planes.keys()].slice(0, Math.max(0, planes.size - keep))) {
        planes.get(old).abort.abort();
        planes.delete(old);
    }
    try {
        const { data, headers } = await bytes(`micrographs/${index}/plane`, { signal: entry.abort.signal });
        entry.plane = withLevels(index, data, headers.get('X-Shape').split(',').map(Number));
        state.mics.width[index] = entry.plane.width;
        state.mics.height[index] = entry.plane.height;
    } catch (error) {
        if (error.name === 'AbortError') {
            return;
        }
        entry.error = error;
    }
    tell('plane', index);
}

function withLevels(index, data, [width, height, bin, w, h]) {
    const levels = [level(data, w, h, bin)];
    while (Math.max(levels.at(-1).w, levels.at(-1).h) > 512) {
        levels.push(halved(levels.at(-1)));
    }
    return { index, width, height, bin, levels, tiles: new Map(), blurred: null };
}

function level(data, w, h, pixel) {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < data.length; i++) {
        sum += data[i];
        squares += data[i] * data[i];
    }
    const mean = sum / data.length;
    return { data, w, h, pixel, mean, deviation: Math.sqrt(Math.max(1e-3, squares / data.length - mean * mean)) };
}

function halved({ data, w, h, pixel }) {
    const [width, height] = [w >> 1, h >> 1];
    const out = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
        for (let x = 0, at = 2 * y * w; x < width; x++, at += 2) {
            out[y * width + x] = (data[at] + data[at + 1] + data[at + w] + data[at + w + 1] + 2) >> 2;
        }
    }
    return level(out, width, height, pixel * 2);
}

/** The picture to show where a pixel of the micrograph takes so many pixels of the screen, and its pixel. */
export function picture(of, scale) {
    const { lowpass } = state.look;
    const pixelSize = state.project?.pixelSize;
    if (lowpass > 0 && pixelSize) {
        blur(of, lowpass / pixelSize);
        if (of.blurred) {
            return painted(of.blurred);
        }
    }
    return painted(of.levels.findLast(one => one.pixel * scale <= 1.5) ?? of.levels[0]);
}

/** A look in numbers: which byte is which grey. Black and white are in deviations from the level's mean. */
function greys(mean, deviation) {
    const { black, white, invert } = state.look;
    const low = mean + black * deviation;
    const span = Math.max(1, (white - black) * deviation);
    return Uint32Array.from({ length: 256 }, (_, byte) => {
        const share = Math.min(1, Math.max(0, (byte - low) / span));
        const grey = Math.round(255 * (invert ? 1 - share : share));
        return (255 << 24 | grey << 16 | grey << 8 | grey) >>> 0;
    });
}

const lookKey = () => `${state.look.black} ${state.look.white} ${state.look.invert}`;

function painted(one, mean = one.mean, deviation = one.deviation) {
    if (one.key !== lookKey()) {
        one.key = lookKey();
        one.canvas ??= new OffscreenCanvas(one.w, one.h);
        one.context ??= one.canvas.getContext('2d', { willReadFrequently: true });
        one.image ??= one.context.createImageData(one.w, one.h);
        const pixels = new Uint32Array(one.image.data.buffer);
        const table = greys(mean, deviation);
        for (let i = 0; i < pixels.length; i++) {
            pixels[i] = table[one.data[i]];
        }
        one.context.putImageData(one.image, 0, 0);
    }
    return one;
}

// One blur at a time; of those asked for meanwhile the newest is next, and the old picture stays until then.
let worker = null;
let busy = null;

function blur(of, cutoff) {
    // The response of a Gaussian is one half at the cut-off.
    const sigma = Math.sqrt(Math.LN2 / 2) / Math.PI * cutoff;
    const key = `${of.index} ${cutoff}`;
    if (of.blurred?.of === key || busy) {
        return;
    }
    worker ??= startWorker();
    const from = of.levels.findLast(one => sigma / one.pixel >= 1.5) ?? of.levels[0];
    busy = { key, of, from };
    worker.postMessage({ bytes: from.data, width: from.w, height: from.h, sigma: sigma / from.pixel });
}

function startWorker() {
    const address = new URL('lowpass.js', import.meta.url).href;
    const policy = globalThis.trustedTypes?.createPolicy('deepem-worker', { createScriptURL: () => address });
    const made = new Worker(policy?.createScriptURL(address) ?? address, { type: 'module' });
    made.addEventListener('message', ({ data }) => {
        const { key, of, from } = busy;
        of.blurred = { of: key, data: data.out, w: from.w, h: from.h, pixel: from.pixel, mean: from.mean,
            deviation: from.deviation };
        busy = null;
        tell('plane', of.index);
    });
    return made;
}

on('connected', () => planes.forEach((entry, index) => entry.error?.status === 0 && planes.delete(index)));

const side = 512;
const tilesKept = 64;

/** Tiles at full size that overlap a part of the micrograph (pixels); those not here yet are asked for. */
export function tiles(of, left, top, right, bottom) {
    const found = [];
    const last = (length, end) => Math.min(Math.ceil(length / side) - 1, Math.floor(end / side));
    for (let y = Math.max(0, Math.floor(top / side)); y <= last(of.height, bottom); y++) {
        for (let x = Math.max(0, Math.floor(left / side)); x <= last(of.width, right); x++) {
            const tile = of.tiles.get(`${x} ${y}`) ?? loadTile(of, x, y);
            if (tile.data) {
                found.push({ x: x * side, y: y * side, ...painted(tile, of.levels[0].mean, of.levels[0].deviation) });
            }
        }
    }
    return found;
}

function loadTile(of, x, y) {
    const tile = { w: side, h: side };
    of.tiles.set(`${x} ${y}`, tile);
    for (const old of [...of.tiles.keys()].slice(0, Math.max(0, of.tiles.size - tilesKept))) {
        of.tiles.delete(old);
    }
    bytes(`micrographs/${of.index}/tile/${x}/${y}`).then(({ data }) => {
        tile.data = data;
        tell('plane', of.index);
    }, complain);
    return tile;
}

// Thumbnails of micrographs, 64 px wide, asked for in runs of neighbours.

import { bytes } from './api.js';
import { on, state, tell } from './state.js';

const side = 64;
const thumbs = new Map();
const wanted = new Set();
let asking = false;

/** The thumbnail as something to draw; null until it is here, and then 'thumbs' is told. */
export function thumbnail(index) {
    const found = thumbs.get(index);
    if (found === undefined && index < state.mics.n) {
        wanted.add(index);
        ask();
    }
    return found ?? null;
}

async function ask() {
    if (asking) {
        return;
    }
    asking = true;
    await new Promise(done => setTimeout(done, 30));
    while (wanted.size > 0) {
        // What was wanted last is on the screen now; it goes first, with its neighbours in one request.
        const last = [...wanted].at(-1);
        let [from, to] = [last, last];
        while (wanted.has(from - 1) && to - from < 63) {
            from--;
        }
        while (wanted.has(to + 1) && to - from < 63) {
            to++;
        }
        try {
            const { data, headers } = await bytes(`thumbs?from=${from}&count=${to - from + 1}`);
            keep(data, from, new Set((headers.get('X-Missing') ?? '').split(',').filter(Boolean).map(Number)));
        } catch {
            // The list does without; the next look asks again.
            wanted.clear();
            break;
        }
        for (let i = from; i <= to; i++) {
            wanted.delete(i);
        }
        tell('thumbs');
    }
    asking = false;
}

function keep(data, from, missing) {
    for (let k = 0; k < data.length / (side * side); k++) {
        if (missing.has(from + k)) {
            // The server is at it, and an event will say when it is there.
            thumbs.set(from + k, null);
            continue;
        }
        if (thumbs.size > 4000) {
            thumbs.delete(thumbs.keys().next().value);
        }
        thumbs.set(from + k, grey(data.subarray(k * side * side, (k + 1) * side * side), side));
    }
}

/** A canvas with a square of grey bytes. */
export function grey(values, length) {
    const canvas = new OffscreenCanvas(length, length);
    const context = canvas.getContext('2d');
    const image = context.createImageData(length, length);
    const pixels = new Uint32Array(image.data.buffer);
    values.forEach((value, i) => pixels[i] = (255 << 24 | value << 16 | value << 8 | value) >>> 0);
    context.putImageData(image, 0, 0);
    return canvas;
}

on('connected', () => tell('thumbs'));
on('event-thumbs', ({ from, count }) => {
    for (let i = from; i < from + count; i++) {
        if (thumbs.get(i) === null) {
            thumbs.delete(i);
        }
    }
    tell('thumbs');
});

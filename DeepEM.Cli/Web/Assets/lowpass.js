// A worker: three passes of a box in each direction are close to a Gaussian, at a cost that its width does not change.

/** A pass over lines of one direction; lines are mirrored at their ends. */
function pass(from, to, lines, length, step, stride, reach) {
    const scale = 1 / (2 * reach + 1);
    const mirror = i => i < 0 ? -i - 1 : i >= length ? 2 * length - 1 - i : i;
    for (let line = 0; line < lines; line++) {
        const start = line * stride;
        let sum = 0;
        for (let i = -reach; i <= reach; i++) {
            sum += from[start + mirror(i) * step];
        }
        for (let i = 0; i < length; i++) {
            to[start + i * step] = sum * scale;
            sum += from[start + mirror(i + reach + 1) * step] - from[start + mirror(i - reach) * step];
        }
    }
}

/** Blurs by a deviation in pixels, then gives back the mean and deviation that the picture had. */
export function lowpass({ bytes, width, height, sigma }) {
    let one = Float32Array.from(bytes);
    let two = new Float32Array(one.length);
    // Three boxes of 2r+1 have a variance of r(r+1): their widths come nearest to sigma squared together.
    let left = sigma * sigma;
    for (let box = 3; box > 0; box--) {
        const reach = Math.min(Math.round((Math.sqrt(1 + 12 * left / box) - 1) / 2), width - 1, height - 1);
        left -= reach * (reach + 1) / 3;
        pass(one, two, height, width, 1, width, reach);
        pass(two, one, width, height, width, 1, reach);
    }
    const before = moments(bytes);
    const after = moments(one);
    const gain = before.deviation / (after.deviation || 1);
    const out = new Uint8ClampedArray(one.length);
    for (let i = 0; i < one.length; i++) {
        out[i] = before.mean + (one[i] - after.mean) * gain;
    }
    return out;
}

function moments(values) {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < values.length; i++) {
        sum += values[i];
        squares += values[i] * values[i];
    }
    const mean = sum / values.length;
    return { mean, deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)) };
}

self.addEventListener('message', ({ data }) => {
    const out = lowpass(data);
    self.postMessage({ out }, [out.buffer]);
});

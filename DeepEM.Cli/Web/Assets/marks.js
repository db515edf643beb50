// What is marked on a micrograph: labels, which a person made, and picks, which the program made.

import { get, complain } from './api.js';
import { on, radius, state, tell } from './state.js';

const marks = new Map();

/** Marks of a micrograph: {labels: Map of [x, y, kind], picks, hidden, order}; null until they are here. */
export function marksOf(index) {
    const entry = marks.get(index);
    if (!entry) {
        load(index);
    }
    return entry?.labels ? entry : null;
}

/** The marks once they are here. */
export async function whenMarks(index) {
    return marksOf(index) ?? load(index);
}

/** Marks that are old are asked for again, those on show at once. */
export function forget(index) {
    marks.get(index)?.labels ? load(index) : marks.delete(index);
}

export const forgetAll = () => [...marks.keys()].forEach(index =>
    index === state.current ? load(index) : marks.delete(index));

async function load(index) {
    const entry = marks.get(index) ?? {};
    marks.set(index, entry);
    entry.coming ??= get(`micrographs/${index}/marks`).then(answer => {
        entry.labels = new Map(answer.labels.map(([id, x, y, kind]) => [id, { x, y, kind }]));
        entry.picks = answer.picks ?? null;
        entry.masked = answer.masked ?? [];
        entry.maskShape = answer.maskShape ?? null;
        entry.maskCanvas = null;
        tell('fresh-marks', { index, seq: answer.seq });
        settle(entry);
        return entry;
    }).catch(error => {
        if (!entry.labels) {
            marks.delete(index);
        }
        if (error.status !== 0) {
            complain(error);
        }
        return null;
    }).finally(() => entry.coming = null);
    return entry.coming;
}

/** After any change: picks under a label are not shown, the label says more. */
export function settle(entry) {
    const { picks, labels } = entry;
    if (picks) {
        const near = (0.6 * radius()) ** 2;
        entry.hidden = new Uint8Array(picks.x.length);
        for (const { x, y } of labels.values()) {
            for (let i = 0; i < picks.x.length; i++) {
                if ((picks.x[i] - x) ** 2 + (picks.y[i] - y) ** 2 < near) {
                    entry.hidden[i] = 1;
                }
            }
        }
        entry.order = Float64Array.from(picks.p.filter((_, i) => !entry.hidden[i])).sort();
    }
    tell('marks');
}

/** Picks of this micrograph that the threshold keeps and no label covers. */
export function shown(entry) {
    if (!entry?.picks) {
        return null;
    }
    let [low, high] = [0, entry.order.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        [low, high] = entry.order[middle] < state.threshold ? [middle + 1, high] : [low, middle];
    }
    return entry.order.length - low;
}

/** Changes marks that are here as an edit says; what is gone already may be removed again. */
export function change({ op, mark, mic, x, y, kind }) {
    const entry = marks.get(mic);
    if (!entry?.labels) {
        return;
    }
    const known = entry.labels.get(mark);
    if (op === 'add') {
        entry.labels.set(mark, { x, y, kind });
    } else if (op === 'remove') {
        entry.labels.delete(mark);
    } else if (known) {
        entry.labels.set(mark, { ...known, ...(op === 'move' ? { x, y } : { kind }) });
    }
    settle(entry);
}

/** The mark nearest to a place, within a reach: {label} or {pick}, or null. */
export function nearest(entry, x, y, reach) {
    let best = null;
    let least = reach * reach;
    const look = (px, py, found) => {
        const distance = (px - x) ** 2 + (py - y) ** 2;
        if (distance < least) {
            [best, least] = [found, distance];
        }
    };
    for (const [label, mark] of entry?.labels ?? []) {
        look(mark.x, mark.y, { label, ...mark });
    }
    if (!best) {
        for (const pick of visible(entry)) {
            look(entry.picks.x[pick], entry.picks.y[pick],
                { pick, x: entry.picks.x[pick], y: entry.picks.y[pick], p: entry.picks.p[pick] });
        }
    }
    return best;
}

export function* visible(entry) {
    const { threshold, show: { near } } = state;
    for (let i = 0; i < (entry?.picks?.x.length ?? 0); i++) {
        const p = entry.picks.p[i];
        if (!entry.hidden[i] && p >= threshold - (near ? 0.1 : 0) && (!near || p <= threshold + 0.1)) {
            yield i;
        }
    }
}

// Sprites: a circle drawn once for each colour and radius is copied for each pick. Arcs take four times as long.
const sprites = new Map();
const viridis = ['#46327e', '#365c8d', '#277f8e', '#1fa187', '#4ac16d', '#a0da39', '#d8e219', '#fde725'];

function sprite(kind, reach) {
    const key = `${kind} ${reach}`;
    if (!sprites.has(key)) {
        if (sprites.size > 400) {
            sprites.clear();
        }
        sprites.set(key, draw(kind, reach));
    }
    return sprites.get(key);
}

function draw(kind, reach) {
    const ratio = globalThis.devicePixelRatio || 1;
    const half = Math.ceil(reach + 4 * ratio);
    const canvas = new OffscreenCanvas(2 * half, 2 * half);
    const context = canvas.getContext('2d');
    context.translate(half, half);
    const path = new Path2D();
    let [colour, width] = ['#ff9f43', 2.6];
    if (kind === 'not') {
        const side = reach * 0.75;
        path.rect(-side, -side, 2 * side, 2 * side);
        path.moveTo(-side, -side);
        path.lineTo(side, side);
        path.moveTo(side, -side);
        path.lineTo(-side, side);
        [colour, width] = ['#ff7eb6', 2];
    } else {
        path.arc(0, 0, reach, 0, 2 * Math.PI);
    }
    if (kind === 'particle') {
        path.moveTo(1.5 * ratio, 0);
        path.arc(0, 0, 1.5 * ratio, 0, 2 * Math.PI);
    } else if (kind !== 'not') {
        const [step, dashed] = kind.split(' ');
        [colour, width] = [viridis[step], 1.8];
        context.setLineDash(dashed ? [5 * ratio, 4 * ratio] : []);
    }
    context.strokeStyle = 'rgb(0 0 0 / 65%)';
    context.lineWidth = (width + 2) * ratio;
    context.stroke(path);
    context.strokeStyle = colour;
    context.lineWidth = width * ratio;
    context.stroke(path);
    return { canvas, half };
}

/** Draws all marks; place takes pixels of the micrograph to those of the canvas. */
export function drawMarks(context, entry, place, scale, selected) {
    const reach = Math.min(400, Math.max(3, Math.round(radius() * scale)));
    const put = (kind, x, y) => {
        const [sx, sy] = place(x, y);
        if (sx > -reach && sy > -reach && sx < context.canvas.width + reach && sy < context.canvas.height + reach) {
            const { canvas, half } = sprite(kind, reach);
            context.drawImage(canvas, Math.round(sx) - half, Math.round(sy) - half);
        }
    };
    for (const i of visible(entry)) {
        const p = entry.picks.p[i];
        const close = Math.abs(p - state.threshold) < 0.05 || p < state.threshold;
        put(`${Math.min(7, Math.floor(p * 8))}${close ? ' dashed' : ''}`, entry.picks.x[i], entry.picks.y[i]);
    }
    for (const [id, { x, y, kind }] of entry?.labels ?? []) {
        put(kind, x, y);
        if (selected?.has(id)) {
            const [sx, sy] = place(x, y);
            context.strokeStyle = '#fff';
            context.lineWidth = 1;
            context.strokeRect(sx - reach - 4, sy - reach - 4, 2 * reach + 8, 2 * reach + 8);
        }
    }
}

/** Shades what is masked, over the picture's rectangle on the canvas. */
export function drawMask(context, entry, rectangle) {
    if (!entry?.maskShape) {
        return;
    }
    if (!entry.maskCanvas) {
        const [w, h] = entry.maskShape;
        entry.maskCanvas = new OffscreenCanvas(w, h);
        const pen = entry.maskCanvas.getContext('2d');
        pen.fillStyle = 'rgb(220 60 120 / 35%)';
        entry.masked.forEach(([row, first, last]) => pen.fillRect(first, row, last - first + 1, 1));
    }
    context.drawImage(entry.maskCanvas, ...rectangle);
}

on('project', () => marks.forEach(entry => entry.labels && settle(entry)));

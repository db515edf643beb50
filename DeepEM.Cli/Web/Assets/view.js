// The picture on its canvas: where it lies, what is drawn, and when.

import { byId } from './dom.js';
import { drawMarks, drawMask, marksOf } from './marks.js';
import { picture, plane, planeError, prefetch, tiles } from './planes.js';
import { nameOf, on, state, tell } from './state.js';
import { thumbnail } from './thumbs.js';

const canvas = byId('picture');
// A backing in the CPU's memory keeps its pace where there is no GPU, and while a training takes the cores.
const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });

/** Pixels of the canvas for a pixel of the micrograph, and where the micrograph's corner lies on the canvas. */
export const frame = { scale: 0, x: 0, y: 0 };
const ratio = () => devicePixelRatio || 1;

// The centre of the first pixel is at 0, so its corner is at -0.5.
export const toCanvas = (x, y) => [frame.x + (x + 0.5) * frame.scale, frame.y + (y + 0.5) * frame.scale];
export const toMicrograph = (x, y) => [(x - frame.x) / frame.scale - 0.5, (y - frame.y) / frame.scale - 0.5];

/** Where a pointer is, in pixels of the canvas. */
export function pointer(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * ratio(), (event.clientY - box.top) * ratio()];
}

const size = () => [state.mics.width[state.current] || 2048, state.mics.height[state.current] || 2048];

export function fit() {
    const [width, height] = size();
    frame.scale = Math.min(canvas.width / width, canvas.height / height) * 0.98;
    frame.x = (canvas.width - width * frame.scale) / 2;
    frame.y = (canvas.height - height * frame.scale) / 2;
    frame.fitted = true;
    redraw();
}

/** Zooms by a factor; the place at (x, y) of the canvas, else the middle, stays where it is. */
export function zoom(factor, x = canvas.width / 2, y = canvas.height / 2) {
    const least = 0.5 * Math.min(canvas.width / size()[0], canvas.height / size()[1]);
    const scale = Math.min(16 * ratio(), Math.max(least, frame.scale * factor));
    frame.x = x - (x - frame.x) * scale / frame.scale;
    frame.y = y - (y - frame.y) * scale / frame.scale;
    frame.scale = scale;
    frame.fitted = false;
    redraw();
}

export const oneToOne = () => zoom(ratio() / frame.scale);

export function pan(dx, dy) {
    frame.x += dx;
    frame.y += dy;
    frame.fitted = false;
    redraw();
}

/** Brings a place into the middle. */
export function centre(x, y) {
    const [sx, sy] = toCanvas(x, y);
    pan(canvas.width / 2 - sx, canvas.height / 2 - sy);
}

let asked = 0;

export function redraw() {
    asked ||= requestAnimationFrame(() => {
        asked = 0;
        draw();
    });
}

/** What tools draw over the picture: a function of the context. */
export const overlay = { draw: null, selected: new Set() };

let sharp = -1;

function draw() {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = '#191b1e';
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (state.mics.n === 0 || canvas.width === 0) {
        return;
    }
    const here = state.mics.state[state.current] === 'failed' ? null : plane(state.current);
    if (here && sharp !== state.current) {
        sharp = state.current;
        prefetch(state.current);
        tell('sharp');
        if (frame.fitted) {
            fit();
        }
    }
    const rectangle = [frame.x, frame.y, size()[0] * frame.scale, size()[1] * frame.scale];
    if (here) {
        drawPlane(here);
    } else {
        drawThumbnail(rectangle);
    }
    const entry = marksOf(state.current);
    if (state.show.mask) {
        drawMask(context, entry, rectangle);
    }
    if (state.show.marks) {
        drawMarks(context, entry, toCanvas, frame.scale, overlay.selected);
    }
    overlay.draw?.(context);
    drawBar();
    say(here);
}

function drawPlane(here) {
    const shown = picture(here, frame.scale);
    context.imageSmoothingEnabled = shown.pixel * frame.scale < 4 || state.look.lowpass > 0;
    context.imageSmoothingQuality = 'low';
    const pixel = shown.pixel * frame.scale;
    context.drawImage(shown.canvas, frame.x, frame.y, shown.w * pixel, shown.h * pixel);
    if (here.bin > 1 && here.bin * frame.scale > 1.5 && state.look.lowpass === 0) {
        const [left, top] = toMicrograph(0, 0);
        const [right, bottom] = toMicrograph(canvas.width, canvas.height);
        for (const tile of tiles(here, left, top, right, bottom)) {
            const [w, h] = [Math.min(512, here.width - tile.x), Math.min(512, here.height - tile.y)];
            context.drawImage(tile.canvas, 0, 0, w, h, frame.x + tile.x * frame.scale, frame.y + tile.y * frame.scale,
                w * frame.scale, h * frame.scale);
        }
    }
}

// Until the plane is here its thumbnail stands in for it, so that going on never shows an empty stage.
function drawThumbnail(rectangle) {
    const small = thumbnail(state.current);
    if (small) {
        const [width, height] = size();
        const share = 64 / Math.max(width, height);
        const [w, h] = [width * share, height * share];
        context.imageSmoothingEnabled = true;
        context.drawImage(small, (64 - w) / 2, (64 - h) / 2, w, h, ...rectangle);
    }
}

// A bar of a round length in angstrom, about a fifth of the width.
function drawBar() {
    const pixelSize = state.project?.pixelSize;
    if (!pixelSize) {
        return;
    }
    const wanted = canvas.width / 6 / frame.scale * pixelSize;
    const power = 10 ** Math.floor(Math.log10(wanted));
    const length = [5, 2, 1].find(step => step * power <= wanted) * power;
    const width = length / pixelSize * frame.scale;
    const [x, y, r] = [14 * ratio(), canvas.height - 16 * ratio(), ratio()];
    context.fillStyle = 'rgb(0 0 0 / 55%)';
    context.fillRect(x - 6 * r, y - 20 * r, width + 12 * r, 28 * r);
    context.fillStyle = '#fff';
    context.fillRect(x, y, width, 3 * r);
    context.font = `${12 * r}px system-ui, sans-serif`;
    context.fillText(length >= 1 ? `${length} Å` : `${length.toFixed(2)} Å`, x, y - 6 * r);
}

function say(here) {
    const failed = state.mics.state[state.current] === 'failed';
    const error = failed ? state.mics.reason[state.current] : planeError(state.current)?.message;
    byId('stage-error').hidden = !error;
    byId('stage-reason').textContent = error ?? '';
    byId('stage-wait').hidden = Boolean(here || error);
    canvas.setAttribute('aria-busy', String(!here && !error));
    const name = nameOf(state.current);
    byId('stage-name').textContent = name;
    byId('stage-name').title = name;
    byId('stage-zoom').textContent = `${(frame.scale / ratio()).toFixed(2)}×`;
}

new ResizeObserver(([{ contentRect }]) => {
    canvas.width = Math.round(contentRect.width * ratio());
    canvas.height = Math.round(contentRect.height * ratio());
    if (frame.fitted || frame.scale === 0) {
        fit();
    }
    redraw();
}).observe(byId('stage'));

for (const news of ['marks', 'threshold', 'look', 'show', 'tool', 'project', 'mics', 'thumbs']) {
    on(news, redraw);
}
on('plane', index => index === state.current && redraw());
on('current', () => {
    overlay.selected.clear();
    sharp = -1;
    frame.fitted ? fit() : redraw();
});

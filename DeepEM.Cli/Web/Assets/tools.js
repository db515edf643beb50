// What the mouse does on the picture, and what keys do to marks.

import { byId } from './dom.js';
import { edit } from './edits.js';
import { change, marksOf, nearest, visible } from './marks.js';
import { drawTools } from './overlay.js';
import { on, radius, state, tell } from './state.js';
import { centre, frame, overlay, pan, pointer, redraw, toCanvas, toMicrograph, zoom } from './view.js';

const canvas = byId('picture');
const ratio = () => devicePixelRatio || 1;
const clickReach = 4;

let drag = null;
let hover = null;
let cross = null;

const here = () => marksOf(state.current);
const reach = () => Math.max(radius() * 0.8, 8 * ratio() / frame.scale);
const markAt = place => nearest(here(), place[0], place[1], reach());

/** Adds a mark, or makes the mark that is there one of this kind. A pick gets a label in its place. */
function put(place, kind) {
    const [width, height] = [state.mics.width[state.current], state.mics.height[state.current]];
    // The image reaches half a pixel beyond the centres of its outermost pixels.
    if (!here() || Math.min(...place) < -0.5 || place[0] > width - 0.5 || place[1] > height - 0.5) {
        return;
    }
    const found = markAt(place);
    if (found?.label) {
        edit(state.current, found.kind === kind ? [] : [{ op: 'kind', mark: found.label, kind }]);
    } else {
        const [x, y] = found ? [found.x, found.y] : place;
        edit(state.current, [{ op: 'add', x, y, kind }]);
    }
}

/** Takes marks away. A pick cannot be unmade, so it gets the label "not a particle", from which training learns. */
const removal = found => found.label ? { op: 'remove', mark: found.label }
    : { op: 'add', x: found.x, y: found.y, kind: 'not' };

export function removeAtCross() {
    if (overlay.selected.size > 0) {
        edit(state.current, [...overlay.selected].map(mark => ({ op: 'remove', mark })));
        overlay.selected.clear();
        return;
    }
    const place = cross ?? hover;
    const found = place && markAt(place);
    if (found) {
        edit(state.current, [removal(found)]);
    }
}

export function addAtCross() {
    if (cross && (state.tool === 'particle' || state.tool === 'not')) {
        put(cross, state.tool);
    }
}

/** Moves the cross-hair by so many pixels of the screen; it begins in the middle. */
export function moveCross(dx, dy) {
    const [x, y] = cross ? toCanvas(...cross) : [canvas.width / 2, canvas.height / 2];
    const [nx, ny] = cross ? [x + dx * ratio(), y + dy * ratio()] : [x, y];
    cross = toMicrograph(nx, ny);
    if (nx < 0 || ny < 0 || nx > canvas.width || ny > canvas.height) {
        centre(...cross);
    }
    sayPlace(cross);
    redraw();
}

function erase(place) {
    const entry = here();
    const size = state.eraser * ratio() / frame.scale;
    const near = (x, y) => (x - place[0]) ** 2 + (y - place[1]) ** 2 < size * size;
    const labels = [...entry?.labels ?? []].filter(([, mark]) => near(mark.x, mark.y));
    // A pick that comes to light because its label was erased is spared until the next stroke.
    const spared = drag?.spared ?? [];
    const picks = [...visible(entry)].map(i => ({ x: entry.picks.x[i], y: entry.picks.y[i] })).filter(({ x, y }) =>
        near(x, y) && !spared.some(one => Math.hypot(one.x - x, one.y - y) < radius()));
    // A drag leaves labels "not a particle" alone: they are what it makes of picks, which would come back at once.
    const gone = labels.filter(([, mark]) => mark.kind === 'particle' || !drag?.moved);
    spared.push(...gone.map(([, mark]) => mark));
    edit(state.current, [...gone.map(([label]) => removal({ label })), ...picks.map(removal)]);
}

export function eraser(factor) {
    state.eraser = Math.min(200, Math.max(8, Math.round(state.eraser * factor)));
    redraw();
}

const actions = {
    pan: {
        move: (dx, dy) => pan(dx, dy),
        end: (moved, place) => moved || put(place, state.tool),
    },
    mark: {
        move() {
            change({ op: 'move', mark: drag.found.label, mic: state.current, x: drag.at[0], y: drag.at[1] });
        },
        end(moved) {
            if (moved) {
                edit(state.current, [{ op: 'move', mark: drag.found.label, x: drag.at[0], y: drag.at[1] }]);
            } else {
                put(drag.from, state.tool === 'not' ? 'not' : 'particle');
            }
        },
        cancel() {
            change({ op: 'move', mark: drag.found.label, mic: state.current, x: drag.found.x, y: drag.found.y });
        },
    },
    ruler: {
        move: redraw,
        end(moved) {
            if (moved) {
                tell('measured', Math.hypot(drag.at[0] - drag.from[0], drag.at[1] - drag.from[1]));
            }
        },
    },
    erase: { move: () => erase(drag.at), end: (moved, place) => erase(place) },
    box: {
        move: redraw,
        end(moved, place) {
            if (!moved) {
                const found = markAt(place);
                edit(state.current, found ? [removal(found)] : []);
                return;
            }
            const [left, right] = [drag.from[0], drag.at[0]].sort((a, b) => a - b);
            const [top, bottom] = [drag.from[1], drag.at[1]].sort((a, b) => a - b);
            overlay.selected = new Set([...here()?.labels ?? []]
                .filter(([, { x, y }]) => x >= left && x <= right && y >= top && y <= bottom).map(([id]) => id));
            tell('said', `${overlay.selected.size} marks chosen; Delete removes them.`);
        },
    },
};

function kindOfDrag(event, found) {
    if (event.shiftKey) {
        return 'box';
    }
    if (state.tool === 'ruler' || state.tool === 'eraser') {
        return state.tool === 'ruler' ? 'ruler' : 'erase';
    }
    return found?.label ? 'mark' : 'pan';
}

canvas.addEventListener('pointerdown', event => {
    canvas.focus();
    const place = toMicrograph(...pointer(event));
    const found = markAt(place);
    if (event.button === 0) {
        canvas.setPointerCapture(event.pointerId);
        drag = { kind: kindOfDrag(event, found), from: place, at: place, found, spared: [], moved: false,
            x: event.clientX, y: event.clientY, px: event.clientX, py: event.clientY };
    } else if (event.button === 1) {
        event.preventDefault();
        edit(state.current, found ? [removal(found)] : []);
    } else if (event.button === 2) {
        put(place, 'not');
    }
    cross = null;
});

canvas.addEventListener('pointermove', event => {
    hover = toMicrograph(...pointer(event));
    sayPlace(hover);
    if (!drag) {
        if (state.tool === 'eraser') {
            redraw();
        }
        return;
    }
    drag.moved ||= Math.hypot(event.clientX - drag.x, event.clientY - drag.y) >= clickReach;
    if (drag.moved) {
        canvas.classList.toggle('panning', drag.kind === 'pan');
        drag.at = hover;
        actions[drag.kind].move((event.clientX - drag.px) * ratio(), (event.clientY - drag.py) * ratio());
        [drag.px, drag.py] = [event.clientX, event.clientY];
    }
});

canvas.addEventListener('pointerup', event => {
    if (drag && event.button === 0) {
        actions[drag.kind].end(drag.moved, toMicrograph(...pointer(event)));
        drag = null;
        canvas.classList.remove('panning');
        redraw();
    }
});

export function cancel() {
    if (drag) {
        actions[drag.kind].cancel?.();
    }
    drag = cross = null;
    overlay.selected.clear();
    redraw();
}

canvas.addEventListener('pointercancel', cancel);
canvas.addEventListener('pointerleave', () => {
    hover = null;
    sayPlace(null);
    redraw();
});
canvas.addEventListener('contextmenu', event => event.preventDefault());
canvas.addEventListener('wheel', event => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 33 : 1;
    zoom(Math.exp(-event.deltaY * lines * 0.0015), ...pointer(event));
}, { passive: false });

function sayPlace(place) {
    byId('place').textContent = place ? `x ${Math.round(place[0])}  y ${Math.round(place[1])}` : '';
}

overlay.draw = context => drawTools(context, { drag, hover, cross });

on('current', () => cross = drag = null);
on('tool', () => canvas.focus({ preventScroll: true }));

// What the page knows. Modules change it and tell the others by name; nobody calls another module for news.

import { later } from './dom.js';

export const state = {
    project: null,
    mics: { n: 0, name: [], width: [], height: [], state: [], reason: [], labels: [], rejected: [], picks: [],
        score: [], defocus: [], masked: [] },
    counts: new Uint16Array(0),
    current: 0,
    threshold: 0.5,
    tool: 'particle',
    eraser: 40,
    look: { black: -3, white: 3, invert: false, lowpass: 0 },
    show: { marks: true, mask: false, near: false },
    job: null,
    online: true,
};

export const steps = 101;
export const unpicked = 65535;

const listeners = new Map();

/** Calls a function whenever something of that name is told. */
export function on(name, act) {
    listeners.set(name, [...(listeners.get(name) ?? []), act]);
}

/** Tells everybody who listens. */
export function tell(name, what) {
    for (const act of listeners.get(name) ?? []) {
        act(what);
    }
}

/** Radius of a particle, pixels of the micrograph; a guess while no diameter is known. */
export function radius() {
    const { diameter, pixelSize } = state.project ?? {};
    return diameter && pixelSize ? diameter / pixelSize / 2 : (state.mics.width[state.current] || 2048) / 50;
}

/** How many picks of a micrograph the threshold keeps; null while it is not picked. */
export function kept(index, threshold = state.threshold) {
    const found = state.counts[index * steps + Math.round(threshold * (steps - 1))];
    return found === undefined || found === unpicked ? null : found;
}

/** Picks kept in all micrographs, and how many micrographs have been picked. */
export function total() {
    let picks = 0;
    let micrographs = 0;
    for (let i = 0; i < state.mics.n; i++) {
        const here = kept(i);
        if (here !== null) {
            picks += here;
            micrographs++;
        }
    }
    return { picks, micrographs };
}

/** Particles marked by hand, and on how many micrographs. */
export function examples() {
    const { labels } = state.mics;
    return {
        particles: labels.reduce((sum, one) => sum + one, 0),
        micrographs: labels.filter(one => one > 0).length,
        wrong: state.mics.rejected.reduce((sum, one) => sum + one, 0),
    };
}

export function setThreshold(value) {
    state.threshold = Math.min(1, Math.max(0, Math.round(value * 100) / 100));
    tell('threshold');
    keepThreshold();
}

const keepThreshold = later(400, () => tell('patch', { threshold: state.threshold }));
const keepView = later(600, () => tell('patch', { view: { micrograph: state.current, look: state.look } }));

/** Goes to a micrograph. */
export function goTo(index) {
    if (index < 0 || index >= state.mics.n) {
        return;
    }
    state.current = index;
    tell('current');
    keepView();
}

/** Changes how pictures look: black, white, invert, lowpass. */
export function setLook(change) {
    Object.assign(state.look, change);
    tell('look', change);
    keepView();
}

export function setTool(tool) {
    state.tool = tool;
    tell('tool');
}

export function setShow(change) {
    Object.assign(state.show, change);
    tell('show');
}

/** The micrograph's name without what all names share is in list.js; this is the name as the file has it. */
export const nameOf = index => state.mics.name[index] ?? '';

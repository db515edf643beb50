// Edits are seen at once and sent at once. What cannot be sent waits here, in order, until the server is back.

import { client, complain, post, setOnline } from './api.js';
import { change } from './marks.js';
import { on, state, tell } from './state.js';

const waiting = [];

// Edits of late with their numbers: marks that are read meanwhile may be older than they are.
const recent = [];

function remember(seq, ops) {
    recent.push(...ops.map(op => ({ seq, op })));
    recent.splice(0, recent.length - 1000);
}

let sending = null;

/** How many edits the server has not answered yet. */
export const unsent = () => waiting.length;

let number = 0;
const newId = () => `${client.slice(0, 8)}-${Date.now().toString(36)}-${(number++).toString(36)}`;
const rounded = value => Math.round(value * 10) / 10;

/** Makes edits on a micrograph: [{op, mark?, x?, y?, kind?}]. A mark to add gets its name here. */
export function edit(mic, changes) {
    if (state.project?.readOnly || changes.length === 0) {
        return;
    }
    for (const one of changes) {
        const op = { ...one, id: newId(), mic, mark: one.mark ?? newId() };
        if (op.x !== undefined) {
            [op.x, op.y] = [rounded(op.x), rounded(op.y)];
        }
        change(op);
        waiting.push(op);
    }
    tell('unsent');
    send();
}

/** Sends what waits; resolves when nothing waits or the server does not answer. */
export function send() {
    sending ??= run().finally(() => sending = null);
    return sending;
}

async function run() {
    while (waiting.length > 0) {
        const ops = waiting.slice(0, 200);
        try {
            remember((await post('edits', { client, ops })).seq, ops);
        } catch (error) {
            if (error.status === 0 || error.status === 401 || error.status >= 500) {
                setTimeout(send, 1500);
                return;
            }
            complain(error);
            tell('refused', ops);
        }
        waiting.splice(0, ops.length);
        tell('unsent');
    }
}

/** Undoes or redoes over all micrographs, and says what it was. */
export async function step(direction) {
    if (state.project?.readOnly) {
        return;
    }
    await send();
    try {
        const { seq, ops, what } = await post(direction, {});
        if (ops.length === 0) {
            tell('said', direction === 'undo' ? 'Nothing to undo.' : 'Nothing to do again.');
            return;
        }
        remember(seq, ops);
        ops.forEach(change);
        tell('said', `${direction === 'undo' ? 'Undone' : 'Done again'}: ${what ?? 'the last edit'}.`);
        tell('stepped', ops);
    } catch (error) {
        complain(error);
    }
}

on('event-edit', ({ seq, client: whose, ops }) => {
    if (whose !== client) {
        remember(seq, ops);
        ops.forEach(change);
    }
});
// Marks as they were read lack what came after, and what the server has not been told yet.
on('fresh-marks', ({ index, seq }) => [...recent.filter(one => one.seq > seq).map(one => one.op), ...waiting]
    .filter(op => op.mic === index).forEach(change));
on('connected', () => {
    setOnline(true);
    send();
});
addEventListener('beforeunload', event => {
    if (waiting.length > 0) {
        event.preventDefault();
    }
});

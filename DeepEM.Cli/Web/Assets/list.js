// The list of micrographs. Ten thousand may be in it, so only the rows on the screen exist.

import { byId, count, element, later, many } from './dom.js';
import { complain, get, bytes } from './api.js';
import { goTo, kept, on, state, steps, tell } from './state.js';
import { thumbnail } from './thumbs.js';

const height = 48;
const spare = 6;
const rows = byId('rows');
const all = byId('rows-all');
let order = [];
let common = { start: 0, end: 0 };
let byName = [];

/** Reads the columns and the counts anew. */
export async function reload() {
    try {
        const [mics, counts] = await Promise.all([get('micrographs'), bytes('counts')]);
        state.mics = mics;
        state.counts = new Uint16Array(counts.data.buffer);
        // The cost of natural order is paid once, not at every sort.
        const natural = new Intl.Collator('en', { numeric: true });
        byName = mics.name.map((_, i) => i).sort((a, b) => natural.compare(mics.name[a], mics.name[b]));
        common = { start: shared(mics.name), end: shared(mics.name.map(name => reversed(bare(name)))) };
        tell('mics');
        arrange();
    } catch (error) {
        complain(error);
    }
}

// Names of a facility are longer than the column; what they share is left out, up to a whole word.
function shared(names) {
    if (names.length < 3) {
        return 0;
    }
    const [first, last] = [names.reduce((a, b) => a < b ? a : b), names.reduce((a, b) => a > b ? a : b)];
    let length = 0;
    while (length < first.length && first[length] === last[length]) {
        length++;
    }
    const cut = Math.max(...['_', '-', '/', ' '].map(mark => first.lastIndexOf(mark, length - 1))) + 1;
    return cut > 5 ? cut : 0;
}

const bare = name => name.replace(/\.(mrcs?|tiff?|png|jpe?g)$/i, '');
const reversed = text => [...text].reverse().join('');

function short(index) {
    const name = bare(state.mics.name[index]);
    const middle = name.slice(common.start, name.length - common.end);
    const text = middle.length > 26 ? `${middle.slice(0, 12)}…${middle.slice(-12)}` : middle;
    return `${common.start ? '…' : ''}${text}${common.end ? '…' : ''}`;
}

const filters = {
    all: () => true,
    labels: i => state.mics.labels[i] > 0,
    none: i => kept(i) === null || kept(i) === 0,
    failed: i => state.mics.state[i] === 'failed',
};
const values = {
    labels: i => -state.mics.labels[i],
    picks: i => -(kept(i) ?? -1),
    score: i => state.mics.score[i] ?? 2,
    defocus: i => state.mics.defocus?.[i] ?? Infinity,
    masked: i => -(state.mics.masked[i] ?? -1),
    state: i => ['failed', 'picked', 'seen', 'new'].indexOf(state.mics.state[i]),
};

function arrange() {
    const wanted = byId('find').value.trim().toLowerCase();
    const pass = filters[byId('only').value];
    order = byName.filter(i => pass(i) && (!wanted || state.mics.name[i].toLowerCase().includes(wanted)));
    const value = values[byId('sort').value];
    if (value) {
        const cached = Float64Array.from({ length: state.mics.n }, (_, i) => value(i));
        order.sort((a, b) => cached[a] - cached[b]);
    }
    all.style.height = `${order.length * height}px`;
    byId('rows-count').textContent = order.length === state.mics.n
        ? many(state.mics.n, 'micrograph') : `${count(order.length)} of ${many(state.mics.n, 'micrograph')}`;
    show();
}

const pool = new Map();

function show() {
    const first = Math.max(0, Math.floor(rows.scrollTop / height) - spare);
    const last = Math.min(order.length, Math.ceil((rows.scrollTop + rows.clientHeight) / height) + spare);
    const wanted = new Set(order.slice(first, last));
    for (const [index, row] of pool) {
        if (!wanted.has(index)) {
            row.remove();
            pool.delete(index);
        }
    }
    for (let at = first; at < last; at++) {
        const index = order[at];
        const row = pool.get(index) ?? make(index);
        row.style.top = `${at * height}px`;
        update(row, index);
        row.setAttribute('aria-posinset', at + 1);
        row.setAttribute('aria-setsize', order.length);
    }
    rows.setAttribute('aria-activedescendant', pool.has(state.current) ? `row-${state.current}` : '');
}

function make(index) {
    const row = element('div', { className: 'row', id: `row-${index}`, role: 'option', press: () => goTo(index) },
        element('canvas', { width: 64, height: 64 }), element('span', { className: 'name' }),
        element('span', { className: 'about' }), element('span', { className: 'number' }));
    pool.set(index, row);
    all.append(row);
    return row;
}

function update(row, index) {
    const [canvas, name, about, number] = row.children;
    const small = thumbnail(index);
    if (small && canvas.drawn !== small) {
        canvas.getContext('2d').drawImage(small, 0, 0);
        canvas.drawn = small;
    }
    const { mics } = state;
    const set = (of, text) => of.textContent === text || (of.textContent = text);
    set(name, short(index));
    row.title = mics.name[index];
    row.setAttribute('aria-selected', String(index === state.current));
    const failed = mics.state[index] === 'failed';
    const marked = [mics.labels[index] && many(mics.labels[index], 'example'),
        mics.rejected[index] && `${count(mics.rejected[index])} not`].filter(Boolean).join(', ');
    set(about, failed ? mics.reason[index] ?? 'failed' : marked);
    about.classList.toggle('bad', failed);
    const picks = kept(index);
    set(number, failed || picks === null ? '' : many(picks, 'pick'));
}

/** The next or previous micrograph in the order of the list. */
export function neighbour(way) {
    const at = order.indexOf(state.current);
    const index = order[at < 0 ? 0 : at + way];
    if (index !== undefined) {
        goTo(index);
    }
}

/** Goes to the micrograph that is least like those with examples, by defocus, else by score, else by place. */
export function suggest() {
    const { mics } = state;
    const known = column => column?.some(one => one !== null && one !== undefined);
    const ranks = [mics.defocus, mics.score].find(known) ?? mics.name.map((_, i) => i);
    const done = byName.filter(i => mics.labels[i] > 0 || i === state.current);
    let [best, most] = [null, -1];
    for (const i of byName) {
        if (mics.labels[i] > 0 || mics.state[i] === 'failed' || i === state.current) {
            continue;
        }
        const far = Math.min(...done.map(other => Math.abs(ranks[i] ?? 0) - (ranks[other] ?? 0)));
        [best, most] = far > most ? [i, far] : [best, most];
    }
    best === null ? tell('said', 'All micrographs have examples.') : goTo(best);
}

function reveal() {
    const at = order.indexOf(state.current);
    if (at >= 0 && (at * height < rows.scrollTop || (at + 1) * height > rows.scrollTop + rows.clientHeight)) {
        rows.scrollTop = at * height - rows.clientHeight / 2;
    }
    show();
}

rows.addEventListener('scroll', () => requestAnimationFrame(show));
rows.addEventListener('keydown', event => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (way) {
        event.preventDefault();
        neighbour(way);
    }
});
new ResizeObserver(show).observe(rows);
byId('find').addEventListener('input', arrange);
byId('only').addEventListener('change', arrange);
byId('sort').addEventListener('change', arrange);
byId('previous').addEventListener('click', () => neighbour(-1));
byId('next').addEventListener('click', () => neighbour(1));
byId('suggest').addEventListener('click', suggest);

const reloadSoon = later(200, reload);
const soon = later(150, () => byId('sort').value === 'name' && byId('only').value === 'all' ? show() : arrange());
on('current', reveal);
on('thumbs', show);
on('threshold', soon);
on('row', soon);
on('event-micrograph', ({ i, ...row }) => {
    if (i >= state.mics.n) {
        reloadSoon();
        return;
    }
    for (const [name, value] of Object.entries(row)) {
        state.mics[name][i] = value;
    }
    tell('row', i);
});
on('event-counts', ({ i, counts }) => {
    state.counts.set(counts, i * steps);
    tell('row', i);
});

// Pictures of picks or classes side by side, sorted with keys or clicks.

import { begin, bytes, complain, get, post } from './api.js';
import { button, byId, count, element, later, many, storage } from './dom.js';
import { grey } from './thumbs.js';
import { goTo, nameOf, on, radius, state } from './state.js';
import { centre, frame, zoom } from './view.js';

const page = 60;
const about = {
    doubtful: 'Picks the model is least sure of. Bad ones become "not a particle", good ones examples.',
    missed: 'Places just below the threshold. Good ones become examples.',
    classes: 'Averages of picks that look alike. Good and bad hold for all picks of a class.',
};
const gallery = byId('gallery');
const tabs = [...document.querySelectorAll('[role=tab]')];
let [kind, items, total, at, anchor, coming] = ['doubtful', [], 0, 0, 0, false];
let size = 64;

/** Shows one of the three galleries, from its beginning. */
export async function open(wanted = kind) {
    kind = wanted;
    [items, total, at, anchor] = [[], 0, 0, 0];
    gallery.replaceChildren();
    byId('gallery-about').textContent = about[kind];
    tabs.forEach(tab => {
        tab.setAttribute('aria-selected', String(tab.dataset.kind === kind));
        tab.tabIndex = tab.dataset.kind === kind ? 0 : -1;
    });
    await more();
}

async function more() {
    if (coming || items.length > 0 && items.length >= total) {
        return;
    }
    coming = true;
    const mine = kind;
    try {
        const answer = await get(`gallery?kind=${kind}&from=${items.length}&count=${page}`);
        if (mine === kind && answer.items.length > 0) {
            size = answer.size;
            const ids = answer.items.map(item => encodeURIComponent(item.id));
            const { data } = await bytes(`crops?ids=${ids.join(',')}`);
            answer.items.forEach((item, k) => add(item, data.subarray(k * size * size, (k + 1) * size * size)));
        }
        total = answer.total;
    } catch (error) {
        complain(error);
    }
    coming = false;
    if (mine !== kind) {
        open(kind);
    }
    show();
}

function add(item, values) {
    const index = items.length;
    const canvas = element('canvas', { width: size, height: size });
    canvas.getContext('2d').drawImage(grey(values, size), 0, 0);
    const words = kind === 'classes' ? [`class ${item.class}`, count(item.count)]
        : [item.p.toFixed(2), `#${(item.mic ?? 0) + 1}`];
    item.tile = element('div', { className: 'tile', role: 'gridcell', id: `tile-${index}`,
        title: kind === 'classes' ? many(item.count, 'pick') : nameOf(item.mic), press: event => press(event, index) },
    canvas, element('span', {}, ...words.map(word => element('small', {}, word))));
    items.push(item);
    gallery.append(item.tile);
}

function press(event, index) {
    at = index;
    anchor = event.shiftKey ? anchor : index;
    if (!event.shiftKey) {
        mark(items[index].state === 'bad' ? null : 'bad');
    }
    show();
}

const chosen = () => items.slice(Math.min(at, anchor), Math.max(at, anchor) + 1);

function mark(to) {
    if (state.project.readOnly) {
        return;
    }
    const of = chosen();
    of.forEach(item => item.state = to);
    const marks = of.map(({ id }) => ({ id, state: to }));
    post('gallery', { kind, marks }).catch(error => {
        complain(error);
        open();
    });
    show();
}

function show() {
    items.forEach((item, k) => {
        const { tile } = item;
        tile.classList.toggle('at', k === at);
        tile.classList.toggle('chosen', at !== anchor && k >= Math.min(at, anchor) && k <= Math.max(at, anchor));
        item.state ? tile.dataset.mark = item.state : delete tile.dataset.mark;
        tile.setAttribute('aria-label', `${tile.textContent} ${item.state ?? 'not sorted'}`);
    });
    gallery.setAttribute('aria-activedescendant', items.length ? `tile-${at}` : '');
    items[at]?.tile.scrollIntoView({ block: 'nearest' });
    const of = name => items.filter(item => item.state === name).length;
    byId('gallery-count').textContent = items.length ? `${count(total)} · ${of('bad')} bad, ${of('good')} good` : '';
    byId('train-again').hidden = of('bad') + of('good') === 0 || state.project.readOnly;
    gallery.hidden = items.length === 0;
    byId('gallery-empty').hidden = items.length > 0 || coming;
    byId('gallery-empty').replaceChildren(...items.length ? [] : empty());
}

function empty() {
    const { project, job } = state;
    if (job) {
        return ['Pictures come here as soon as picking is done.'];
    }
    if (kind === 'classes' && project.picks) {
        return [element('p', {}, 'The picks have not been sorted into classes yet. That takes a few minutes.'),
            button('Make classes', () => begin('classes'), { className: 'main', disabled: project.readOnly })];
    }
    return project.picks ? ['Nothing here: there is nothing to decide.']
        : [element('p', {}, 'There are no picks yet.'), button('Pick with the general model',
            () => begin('pick'), { className: 'main', disabled: project.readOnly || !project.diameter })];
}

/** What a key does here; true when it does something. */
export function key(name, shift) {
    const across = Math.max(1, getComputedStyle(gallery).gridTemplateColumns.split(' ').length);
    const way = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across }[name];
    const to = { g: 'good', b: 'bad', u: 'unsure' }[name.toLowerCase()];
    if (way && items.length) {
        at = Math.max(0, Math.min(items.length - 1, at + way));
        anchor = shift ? anchor : at;
        if (at > items.length - 2 * across) {
            more();
        }
    } else if (to && items.length) {
        mark(to);
        if (at === anchor && at < items.length - 1) {
            at = anchor = at + 1;
        }
    } else if (name === ' ' && items[at]?.mic !== undefined && items[at].mic !== null) {
        peek(items[at]);
    } else {
        return false;
    }
    show();
    return true;
}

function peek({ mic, x, y }) {
    goTo(mic);
    location.hash = '#pick';
    setTimeout(() => {
        // The particle takes an eighth of the picture's height.
        zoom(byId('picture').height / 8 / (2 * radius()) / frame.scale);
        centre(x, y);
    }, 60);
}

tabs.forEach((tab, k) => {
    tab.addEventListener('click', () => open(tab.dataset.kind));
    tab.addEventListener('keydown', event => {
        const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (way) {
            const next = tabs[(k + way + tabs.length) % tabs.length];
            next.focus();
            open(next.dataset.kind);
        }
    });
});
gallery.addEventListener('scroll', () =>
    gallery.scrollTop + gallery.clientHeight > gallery.scrollHeight - 400 && more());
const resize = value => gallery.style.setProperty('--tile', `${value}px`);
byId('tile-size').addEventListener('input', event => {
    resize(event.target.value);
    storage.set('tile', event.target.value);
});
byId('tile-size').value = storage.get('tile') ?? 96;
resize(byId('tile-size').value);
byId('train-again').addEventListener('click', async () => {
    const job = await begin('train', kind === 'classes' ? { classes: true } : { labels: true });
    if (job) {
        location.hash = '#train';
    }
});
const again = later(300, () => location.hash === '#check' && open());
on('stepped', again);
on('event-job', job => ['done', 'stopped'].includes(job.state) && again());

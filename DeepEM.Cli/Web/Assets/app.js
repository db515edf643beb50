// The frame of the page: which step is shown, what runs, what is saved, and what went wrong.

import { complain, get, listen, post, remove } from './api.js';
import { button, byId, element, later, storage } from './dom.js';
import { send, step, unsent } from './edits.js';
import * as exporting from './export.js';
import * as gallery from './gallery.js';
import './keys.js';
import * as list from './list.js';
import { forgetAll } from './marks.js';
import * as opening from './open.js';
import './pick.js';
import { goTo, on, state, tell } from './state.js';
import './tools.js';
import { progressText } from './train.js';

const pages = ['pick', 'train', 'check', 'export'];

function route() {
    const wanted = location.hash.slice(1);
    const empty = state.project?.micrographs === 0 && state.mics.n === 0;
    const page = empty ? 'open' : pages.includes(wanted) ? wanted : 'pick';
    const changed = byId(page).hidden || page === 'pick' && byId('pick').hidden;
    for (const name of [...pages, 'open']) {
        byId(name).hidden = name !== page;
        byId(`to-${name}`)?.toggleAttribute('aria-current', name === page);
    }
    document.title = `${page[0].toUpperCase()}${page.slice(1)} – ${state.project?.name ?? 'DeepEM'} – DeepEM`;
    if (page === 'check' && changed) {
        gallery.open();
    } else if (page === 'export') {
        exporting.open();
    } else if (page === 'open' && changed) {
        opening.browse();
    }
    if (changed) {
        byId({ pick: 'picture', check: 'gallery' }[page] ?? page).focus({ preventScroll: true });
    }
}

let first = true;
let ended = false;

/** Reads everything anew: at the start, and after the connection was lost, when anything may have changed. */
async function load() {
    try {
        state.project = await get('project');
        ended = false;
        if (first) {
            state.threshold = state.project.threshold ?? state.threshold;
            Object.assign(state.look, state.project.view?.look);
        }
        await list.reload();
        forgetAll();
        setJob(state.project.busy);
        if (first && state.mics.n > 0) {
            first = false;
            tell('tool');
            goTo(Math.min(state.project.view?.micrograph ?? 0, state.mics.n - 1));
        }
        ['project', 'look', 'threshold', 'unsent'].forEach(name => tell(name));
        route();
    } catch (error) {
        error.status === 0 || error.status === 401 || complain(error);
    }
}

function setJob(job) {
    const running = job && ['queued', 'running'].includes(job.state);
    if (!running && state.job && job?.id !== state.job.id) {
        return;
    }
    state.job = running ? job : null;
    byId('job').hidden = !running || job.kind === 'preview';
    if (running) {
        byId('job-text').textContent = [names[job.kind] ?? job.kind, progressText(job)].filter(Boolean).join(': ');
        byId('job-text').title = byId('job-text').textContent;
        byId('job-bar').value = job.total ? job.done / job.total : 0;
    }
}
const names = { train: 'Training', pick: 'Picking', classes: 'Sorting into classes', measure: 'Looking at files',
    preview: 'Preview' };

on('event-job', job => {
    setJob(job);
    if (job.state === 'failed') {
        tell('notice', { severity: 'error', title: `${names[job.kind] ?? job.kind} failed`, text: job.error });
    } else if (job.state === 'done' && job.kind !== 'preview' && job.kind !== 'measure') {
        tell('said', `${names[job.kind]} is done.`);
        forgetAll();
    }
});
on('event-project', project => {
    const grown = project.micrographs !== state.mics.n;
    state.project = project;
    tell('project');
    grown ? load() : setJob(project.busy ?? state.job);
});
byId('job-stop').addEventListener('click', () => state.job && remove(`jobs/${state.job.id}`).catch(complain));

// What is saved, and whether anybody is there to save it.
function showSaved() {
    const badge = byId('saved');
    badge.classList.toggle('bad', !state.online && unsent() > 0);
    badge.textContent = state.project?.readOnly ? 'Only to look at'
        : unsent() > 0 && !state.online ? `${unsent()} not saved – retrying`
        : unsent() > 0 ? 'Saving …' : `Saved${state.savedAt ? ' ' + state.savedAt : ''}`;
}
// The server answers an edit after it is on the disk; the files of labels follow within a second.
on('unsent', showSaved);
on('event-saved', () => {
    state.savedAt = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
    showSaved();
});

const showBar = later(2000, () => bar(state.online ? '' : 'Reconnecting … What you mark is kept and sent later.'));

function bar(text, ...more) {
    byId('bar').hidden = !text;
    byId('bar').replaceChildren(text, ...more);
}
on('online', () => {
    showSaved();
    state.online ? showProjectBar() : showBar();
});
on('connected', load);


function showProjectBar() {
    const { project } = state;
    if (!ended) {
        bar(project?.readOnly ? `This project can only be looked at. ${project.readOnlyReason ?? ''}` : '');
    }
}
on('project', showProjectBar);
on('event-ended', () => {
    ended = true;
    bar('DeepEM has ended. Everything is saved. Start again with: '
        + `deepem serve --project ${state.project?.folder ?? 'FOLDER'}`);
});
byId('quit').addEventListener('click', async () => {
    await send();
    await post('quit').catch(complain);
});
byId('undo').addEventListener('click', () => step('undo'));
byId('redo').addEventListener('click', () => step('redo'));

// A key that no longer holds: the server was started anew and has printed another address.
on('locked', () => byId('locked').open || byId('locked').showModal());
byId('unlock').addEventListener('click', async () => {
    const address = byId('address').value.trim();
    const query = address.includes('?') ? address.slice(address.indexOf('?')) : '';
    const answer = await fetch('./' + query).catch(() => null);
    if (answer?.ok && query) {
        byId('locked').close();
        send();
    } else {
        byId('address').focus();
        byId('address').select();
    }
});

function notice({ severity, text, title }) {
    const box = byId('notices');
    if ([...box.children].some(one => one.firstChild.textContent === text) || box.children.length > 3) {
        return;
    }
    const made = element('div', { className: `notice ${severity}`, title: title ?? '' }, element('span', {}, text),
        button('Close', () => made.remove()));
    box.append(made);
    severity === 'error' || setTimeout(() => made.remove(), 12000);
}
on('notice', notice);
on('event-notice', notice);
const hush = later(4000, () => byId('said').textContent = '');
on('said', text => {
    byId('said').textContent = text;
    hush();
});

// Light or dark as the system has it, until the person chooses.
const system = matchMedia('(prefers-color-scheme: dark)');
const dark = () => (storage.get('theme') ?? (system.matches ? 'dark' : 'light')) === 'dark';
function theme(choice) {
    if (choice) {
        storage.set('theme', choice);
        document.documentElement.dataset.theme = choice;
    }
    byId('theme').textContent = dark() ? 'Light' : 'Dark';
}
byId('theme').addEventListener('click', () => theme(dark() ? 'light' : 'dark'));
theme(storage.get('theme'));
system.addEventListener('change', () => theme());

// Below 900 px the list and the tools are sheets over the picture.
for (const [opener, sheet] of [['open-list', 'list'], ['open-panel', 'panel']]) {
    byId(opener).addEventListener('click', () => byId(sheet).classList.toggle('sheet'));
}
byId('picture').addEventListener('pointerdown', () =>
    ['list', 'panel'].forEach(sheet => byId(sheet).classList.remove('sheet')));
addEventListener('hashchange', route);
listen();

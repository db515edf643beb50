// Training: begin, watch the loss, and what was learnt.

import { begin, complain, get, remove } from './api.js';
import { button, byId, duration, element, many } from './dom.js';
import { chart } from './chart.js';
import { examples, on, state } from './state.js';

const live = { job: null, curve: [], result: null };

byId('train-labels').addEventListener('click', () => begin('train', { labels: true }));
byId('train-alone').addEventListener('click', () => begin('train', { labels: false }));
byId('train-stop').addEventListener('click', () => remove(`jobs/${live.job.id}`).catch(complain));

/** Text for how far a job is: what it does, how much is done, how long it still takes. */
export function progressText({ stage, done, total, etaSeconds, state: at }) {
    const parts = [at === 'queued' ? 'waiting for its turn' : stage, total ? `${done} of ${total}` : '',
        etaSeconds ? `about ${duration(etaSeconds)} left` : ''];
    return parts.filter(Boolean).join(' · ');
}

async function follow(job) {
    const fresh = live.job?.id !== job.id;
    const ended = !['queued', 'running'].includes(job.state);
    live.job = job;
    if (fresh) {
        [live.curve, live.result] = [[], null];
    }
    if (fresh || ended) {
        try {
            const whole = await get(`jobs/${job.id}`);
            // Points that came meanwhile by the stream are newer than the answer.
            const known = whole.curve ?? [];
            live.curve = [...known, ...live.curve.filter(point => !(point.step <= known.at(-1)?.step))];
            [live.job, live.result] = [whole, whole.result];
        } catch (error) {
            complain(error);
        }
    }
    show();
}

on('event-job', job => job.kind === 'train' && follow(job));
on('project', () => {
    const { busy } = state.project;
    if (busy?.kind === 'train' && live.job?.id !== busy.id) {
        follow(busy);
    }
    show();
});
on('event-curve', ({ job, ...point }) => {
    if (job === live.job?.id && !(live.curve.at(-1)?.step >= point.step)) {
        live.curve.push(point);
        asked ||= requestAnimationFrame(drawCurve);
    }
});
['row', 'mics'].forEach(news => on(news, show));
let asked = 0;

function drawCurve() {
    asked = 0;
    const of = name => live.curve.filter(point => Number.isFinite(point[name])).map(point => [point.step, point[name]]);
    const lines = [{ name: 'training loss', className: 'one', points: of('trainingLoss') },
        { name: 'held-out loss', className: 'two', points: of('heldOutLoss') }].filter(line => line.points.length > 1);
    byId('train-curve').replaceChildren(...lines.length
        ? [chart(lines, { across: 'step', title: 'Loss over training steps', from: 0 })] : []);
}

function show() {
    const { project } = state;
    const { particles, micrographs, wrong } = examples();
    const running = live.job && ['queued', 'running'].includes(live.job.state);
    byId('train-examples').textContent = particles === 0 ? '20 examples on 3 micrographs are a good start; none so far.'
        : `You marked ${many(particles, 'particle')} on ${many(micrographs, 'micrograph')}${
            wrong ? `, and ${many(wrong, 'place')} that are none` : ''}.${
            particles < 20 ? ' 20 on 3 micrographs are a good start.' : ''}`;
    for (const id of ['train-labels', 'train-alone']) {
        byId(id).disabled = Boolean(running) || !project || project.readOnly || !project.diameter;
    }
    byId('train-labels').disabled ||= particles === 0;
    byId('train-stop').hidden = !running;
    const stage = byId('train-stage');
    stage.classList.toggle('bad', live.job?.state === 'failed');
    stage.textContent = !live.job ? project?.diameter ? '' : 'Measure the diameter first, on the page Pick.'
        : running ? progressText(live.job) : live.job.error ?? live.job.message
        ?? { done: 'Done.', stopped: 'Stopped.', failed: 'Failed.' }[live.job.state];
    drawCurve();
    const over = live.job && !running && live.job.state !== 'failed';
    byId('train-result').replaceChildren(...over ? resultOf() : []);
    byId('train-expected').replaceChildren(...over ? expected() : []);
}

function resultOf() {
    const { found, labels, wrong, picks } = live.result ?? {};
    return [labels ? element('p', { className: 'big' }, `Finds ${found} of ${many(labels, 'held-out particle')}${
        picks ? `; ${wrong} of ${many(picks, 'pick')} are wrong` : ''}.`) : null,
    element('p', { className: 'line' },
        button(`Pick all ${state.mics.n}`, pickAll, { className: 'main', id: 'train-pick' }),
        button('Look at its picks', () => location.hash = '#pick'))].filter(Boolean);
}

async function pickAll() {
    // Whoever has gone on to another page meanwhile stays there.
    if (await begin('pick') && location.hash === '#train') {
        location.hash = '#pick';
    }
}

function expected() {
    const { precision, recall, thresholds } = live.result ?? {};
    const line = (name, className, values) => ({ name, className,
        points: thresholds.map((at, k) => [at, values[k]]).filter(point => Number.isFinite(point[1])) });
    return thresholds?.length > 1 ? [chart([line('expected precision', 'one', precision),
        line('expected recall', 'two', recall)],
    { across: 'threshold', title: 'Expected precision and recall over the threshold', from: 0, to: 1 })] : [];
}

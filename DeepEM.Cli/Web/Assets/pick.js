// The panel beside the picture: tool, diameter, look, threshold, and what comes next.

import { begin, complain, patch } from './api.js';
import { button, byId, count, element, later, many } from './dom.js';
import { forget, marksOf, shown } from './marks.js';
import { examples, kept, on, setLook, setShow, setThreshold, setTool, state, tell, total } from './state.js';
import { plane, retry } from './planes.js';
import { fit, oneToOne } from './view.js';

const good = { particles: 20, micrographs: 3 };
const toolNames = { particle: ['Particle', '1'], not: ['Not', '2'], ruler: ['Ruler', '3'], eraser: ['Eraser', '4'] };

for (const [tool, [name, key]] of Object.entries(toolNames)) {
    byId('tools').append(button(name, () => setTool(tool), { role: 'radio', 'data-tool': tool }));
    byId('tools').lastChild.append(element('kbd', {}, key));
}
on('tool', () => {
    for (const one of byId('tools').children) {
        one.setAttribute('aria-checked', String(one.dataset.tool === state.tool));
    }
    advise();
});

/** Changes what the project keeps; a project that only is read keeps nothing. */
export async function keep(change) {
    if (!state.project || state.project.readOnly) {
        return;
    }
    try {
        state.project = await patch('project', change);
        tell('project');
    } catch (error) {
        error.status === 0 || complain(error);
    }
}
on('patch', keep);

on('measured', async pixels => {
    const { pixelSize } = state.project;
    if (!pixelSize) {
        tell('said', 'Enter the pixel size first.');
        byId('pixel').focus();
        return;
    }
    await keep({ diameter: Math.round(pixels * pixelSize) });
    setTool('particle');
    preview();
});
byId('diameter').addEventListener('change', async event => {
    await keep({ diameter: Number(event.target.value) || null });
    preview();
});
byId('pixel').addEventListener('change', event => keep({ pixelSize: Number(event.target.value) || null }));

const previewed = new Set();

/** Lets the model pick the micrograph on show, once, as soon as the diameter is known. */
function preview() {
    const { project, mics, current } = state;
    const key = `${current} ${project?.diameter} ${project?.model?.kind} ${project?.model?.number}`;
    const picked = mics.state[current] === 'picked' && !previewed.size;
    if (!project?.diameter || !project.pixelSize || project.readOnly || project.busy || !plane(current)
        || mics.state[current] === 'failed' || previewed.has(key) || picked || project.picks?.number && kept(current)) {
        return;
    }
    previewed.add(key);
    begin('preview', { micrographs: [current] });
}
const previewSoon = later(300, preview);
['sharp', 'project', 'current'].forEach(news => on(news, previewSoon));
on('event-counts', ({ i }) => forget(i));

for (const [id, name] of [['black', 'black'], ['white', 'white'], ['lowpass', 'lowpass']]) {
    byId(id).addEventListener('input', event => setLook({ [name]: Number(event.target.value) }));
}
byId('invert').addEventListener('change', event => setLook({ invert: event.target.checked }));
export const autoContrast = () => setLook({ black: -3, white: 3 });
byId('auto').addEventListener('click', autoContrast);
for (const name of ['marks', 'mask', 'near']) {
    byId(`show-${name}`).addEventListener('change', event => setShow({ [name]: event.target.checked }));
}
byId('threshold').addEventListener('input', event => setThreshold(Number(event.target.value)));
byId('fit').addEventListener('click', fit);
byId('one').addEventListener('click', oneToOne);
byId('stage-retry').addEventListener('click', () => retry(state.current));
byId('pick-all').addEventListener('click', () => begin('pick'));
byId('go-train').addEventListener('click', async () => {
    // With enough examples there is nothing left to decide.
    if (examples().particles >= good.particles && !state.project.busy) {
        await begin('train', { labels: true });
    }
    location.hash = '#train';
});

function showLook() {
    const { black, white, invert, lowpass } = state.look;
    [byId('black').value, byId('white').value, byId('lowpass').value] = [black, white, lowpass];
    byId('invert').checked = invert;
    byId('lowpass-value').textContent = lowpass ? `${lowpass} Å` : 'off';
    byId('lowpass').disabled = !state.project?.pixelSize;
}
on('look', showLook);

function showProject() {
    const { diameter, pixelSize, pixelSizeSource, readOnly } = state.project;
    for (const [id, value] of [['diameter', diameter], ['pixel', pixelSize]]) {
        if (document.activeElement !== byId(id)) {
            byId(id).value = value ?? '';
        }
        byId(id).disabled = readOnly;
    }
    byId('diameter-pixels').textContent = diameter && pixelSize ? `${Math.round(diameter / pixelSize)} px` : '';
    byId('pixel-source').textContent = pixelSizeSource ?? '';
    showLook();
    advise();
}
on('project', showProject);

function showCounts() {
    const { threshold } = state;
    byId('threshold').value = threshold;
    byId('threshold-value').textContent = threshold.toFixed(2);
    const here = shown(marksOf(state.current)) ?? kept(state.current);
    const sum = total();
    byId('counts').textContent = here === null && sum.micrographs === 0 ? 'No picks yet.'
        : `${here === null ? 'Not picked' : count(here)} here · ${count(sum.picks)} in ${
            many(sum.micrographs, 'micrograph')}`;
    byId('key').textContent = sum.micrographs > 0
        ? 'Colour is the score, purple 0 to yellow 1; dashed is near the threshold. Orange: your examples.' : '';
}
['threshold', 'marks', 'current', 'row', 'mics'].forEach(news => on(news, showCounts));
on('show', () => ['marks', 'mask', 'near'].forEach(name => byId(`show-${name}`).checked = state.show[name]));

// One piece of advice at a time, in the order of the way from a folder to picks.
function advise() {
    const { project, mics } = state;
    if (!project || mics.n === 0) {
        return;
    }
    const { particles, micrographs } = examples();
    const picking = project.busy?.kind === 'pick';
    const done = project.picks
        ? `${many(project.picks.micrographs, 'micrograph')} picked. Look through them, or check the doubtful picks.`
        : particles >= good.particles
            ? `${many(particles, 'example')} on ${many(micrographs, 'micrograph')}: enough to train.`
            : `${particles} of ${good.particles} examples, on ${micrographs} of ${good.micrographs} micrographs.`;
    const [hint, advice] = !project.pixelSize ? ['Enter the pixel size on the right', 'How large is a pixel?']
        : !project.diameter ? ['Drag the ruler across one particle', 'Measure one particle with the ruler.']
        : [particles === 0 && kept(state.current) === null ? 'Click particles' : '', done];
    byId('hint').hidden = !hint;
    byId('hint').textContent = hint;
    byId('advice').textContent = picking ? 'Picking. You can go on looking.' : advice;
    byId('pick-all').textContent = `Pick all ${count(mics.n)}`;
    byId('pick-all').disabled = !project.diameter || project.readOnly || picking;
    byId('go-train').disabled = project.readOnly;
    if (!project.diameter && project.pixelSize && state.tool === 'particle' && !advise.once) {
        advise.once = true;
        setTool('ruler');
    }
}
['row', 'mics', 'marks', 'current'].forEach(news => on(news, advise));

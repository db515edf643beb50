// Export: files for the programs that come next, and the command that makes the same.

import { complain, get, post } from './api.js';
import { byId, count, element, many } from './dom.js';
import { on, state, tell, total } from './state.js';

const form = byId('export-form');

/** Fills the page with what would be exported now. */
export async function open() {
    const { project, threshold, mics } = state;
    const { picks, micrographs } = total();
    const failed = mics.state.filter(one => one === 'failed').length;
    byId('export-what').replaceChildren(...micrographs === 0
        ? ['There are no picks yet. ', element('a', { href: '#pick' }, 'Pick all micrographs first.')]
        : [`Threshold ${threshold.toFixed(2)}: ${many(picks, 'pick')} in ${many(micrographs, 'micrograph')}${
            failed ? ` (${count(failed)} failed)` : ''}.`]);
    byId('export-go').disabled = micrographs === 0 || project.readOnly;
    byId('out').value ||= `${project.folder}/export`;
    try {
        byId('command').textContent = (await get(`command?threshold=${threshold}`)).command ?? '';
    } catch {
        byId('command').textContent = '';
    }
    byId('copy').disabled = !byId('command').textContent;
}

form.addEventListener('submit', async event => {
    event.preventDefault();
    const box = name => form.elements.namedItem(name).checked;
    byId('export-go').disabled = true;
    byId('export-done').replaceChildren('Writing …');
    try {
        const { files, command } = await post('export', { formats: ['star', 'box', 'cbox', 'cs'].filter(box),
            threshold: state.threshold, out: byId('out').value, model: box('model') });
        byId('command').textContent = command ?? byId('command').textContent;
        byId('export-done').replaceChildren(element('p', {}, `${many(files.length, 'file')} in ${byId('out').value}:`),
            element('ul', {}, ...files.slice(0, 12).map(file => element('li', {}, element('a',
                { href: `api/export/${file.split('/').map(encodeURIComponent).join('/')}`, download: '' }, file)))),
            files.length > 12 ? `and ${count(files.length - 12)} more.` : '');
    } catch (error) {
        byId('export-done').replaceChildren(element('p', { className: 'bad' }, error.message));
        error.status === 0 && complain(error);
    }
    byId('export-go').disabled = false;
});

byId('copy').addEventListener('click', async () => {
    try {
        await navigator.clipboard.writeText(byId('command').textContent);
        tell('said', 'Copied.');
    } catch {
        getSelection().selectAllChildren(byId('command'));
        tell('said', 'Press Ctrl-C to copy.');
    }
});
['threshold', 'row'].forEach(news => on(news, () => location.hash === '#export' && open()));

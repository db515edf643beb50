// Choosing a folder of micrographs, where the program was started without any.

import { complain, get, post } from './api.js';
import { button, byId, element, many } from './dom.js';

/** Lists a folder; without a path the first that may be looked into. */
export async function browse(path = '') {
    try {
        const { path: here, folders, micrographs } = await get(`browse?path=${encodeURIComponent(path)}`);
        const inside = name => name.startsWith('/') ? name : `${here.replace(/\/$/, '')}/${name}`;
        byId('open-path').textContent = here ?? '';
        byId('open-folders').replaceChildren(
            ...here && here !== '/' ? [button('‹ Up', () => browse(here.replace(/\/[^/]+\/?$/, '') || '/'))] : [],
            ...folders.map(name => button(`${name.split('/').pop()}/`, () => browse(inside(name)))));
        byId('open-here').replaceChildren(micrographs > 0
            ? button(`Open ${many(micrographs, 'micrograph')}`, () =>
                post('micrographs', { inputs: [here] }).catch(complain), { className: 'main' })
            : element('span', { className: 'quiet' }, 'There are no micrographs in this folder.'));
    } catch (error) {
        complain(error);
    }
}

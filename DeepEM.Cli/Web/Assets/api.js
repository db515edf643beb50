// Talks to the server. All addresses are relative, so that the page works behind a proxy's prefix.

import { tell, state } from './state.js';

export const client = crypto.randomUUID?.() ?? String(Math.random()).slice(2);

/** What went wrong, in the server's words. */
export class Refusal extends Error {
    constructor(status, title, detail) {
        super(detail || title);
        this.status = status;
        this.title = title;
    }
}

async function ask(path, options = {}) {
    let answer;
    try {
        answer = await fetch('api/' + path, options);
    } catch (error) {
        if (error.name === 'AbortError') {
            throw error;
        }
        setOnline(false);
        throw new Refusal(0, 'No connection', 'DeepEM does not answer.');
    }
    if (answer.ok) {
        return answer;
    }
    if (answer.status === 401) {
        tell('locked');
    }
    const problem = await answer.json().catch(() => ({}));
    throw new Refusal(answer.status, problem.title ?? `Error ${answer.status}`, problem.detail);
}

export const get = async (path, options) => (await ask(path, options)).json();

/** Bytes, and the answer's headers. */
export async function bytes(path, options) {
    const answer = await ask(path, options);
    return { data: new Uint8Array(await answer.arrayBuffer()), headers: answer.headers };
}

async function write(method, path, body) {
    const answer = await ask(path, {
        method,
        headers: { 'Content-Type': 'application/json', 'X-DeepEM': '1' },
        body: JSON.stringify(body ?? {}),
    });
    const text = await answer.text();
    return text ? JSON.parse(text) : {};
}

export const post = (path, body) => write('POST', path, body);
export const patch = (path, body) => write('PATCH', path, body);
export const remove = path => write('DELETE', path);

/** Begins a job; what is refused is told to the person, but for a job of the kind that runs already. */
export async function begin(kind, settings = {}) {
    try {
        const job = (await post('jobs', { kind, settings })).job;
        return job;
    } catch (error) {
        if (error.status !== 409 || kind !== 'preview') {
            complain(error);
        }
        return null;
    }
}

/** Shows an error to the person; a request that was called off is none. */
export function complain(error) {
    if (error.name !== 'AbortError') {
        tell('notice', { severity: 'error', text: error.message, title: error.title });
    }
}

export function setOnline(online) {
    if (state.online !== online) {
        state.online = online;
        tell('online');
    }
}

// The stream is read by hand: a hidden page lets go of it (browsers have few connections for one host), and when it
// comes back it says after which event it goes on.
let last = '';
let stream = null;

/** Listens to the server as long as the page can be seen. Each time the stream opens, 'connected' is told. */
export function listen() {
    document.addEventListener('visibilitychange', () => document.hidden ? stream?.abort() : follow());
    follow();
}

async function follow() {
    stream?.abort();
    const mine = stream = new AbortController();
    while (!mine.signal.aborted) {
        try {
            const headers = last ? { 'Last-Event-ID': last } : {};
            const answer = await fetch('api/events', { headers, signal: mine.signal, cache: 'no-store' });
            if (answer.status === 401) {
                tell('locked');
            }
            if (answer.status === 503) {
                tell('notice', { severity: 'error', text: (await answer.json()).detail });
            }
            if (answer.ok) {
                tell('connected');
                await read(answer.body.pipeThrough(new TextDecoderStream()).getReader());
            }
        } catch {
            // The server is gone or the page hidden; both are seen below.
        }
        if (!mine.signal.aborted) {
            setOnline(false);
            await new Promise(done => setTimeout(done, 1000));
        }
    }
}

async function read(reader) {
    let rest = '';
    for (;;) {
        const { value, done } = await reader.read();
        if (done) {
            return;
        }
        const blocks = (rest + value.replaceAll('\r', '')).split('\n\n');
        rest = blocks.pop();
        blocks.forEach(take);
    }
}

function take(block) {
    const event = { name: 'message', data: '' };
    for (const line of block.split('\n')) {
        const at = line.indexOf(':');
        const [field, value] = [line.slice(0, at), line.slice(at + 1).trimStart()];
        if (field === 'event') {
            event.name = value;
        } else if (field === 'data') {
            event.data += value;
        } else if (field === 'id') {
            last = value;
        }
    }
    if (event.data) {
        tell('event-' + event.name, JSON.parse(event.data));
    }
}

/** The stubs of all services, made of the generated table of methods. */

import { services } from './generated/methods.js';

/** `{jobs: {submitJob(request, options), …}, …}` on a channel. */
export function stubs(channel) {
    const all = Object.entries(services).map(([noun, { service, methods }]) => [
        noun,
        Object.assign({}, ...methods.map((entry) => stub(channel, service, entry))),
    ]);
    return Object.fromEntries(all);
}

/** The functions of a method: its own, and the one that reads its pages. */
function stub(channel, service, { name, effect = 'READS', streams = false, pages }) {
    const method = {
        service,
        name,
        request: `${name}Request`,
        reply: `${name}Response`,
        effect,
        streams,
    };
    const ownName = name[0].toLowerCase() + name.slice(1);
    const call = streams
        ? (request, options) => channel.stream(method, request, options)
        : (request, options) => channel.unary(method, request, options);
    if (pages === undefined) return { [ownName]: call };
    const [pagesName, items] = pages;
    return { [ownName]: call, [pagesName]: (...asked) => elements(call, items, ...asked) };
}

/** The elements of all pages from the request's own on, each page fetched when it is needed. */
async function* elements(call, items, request = {}, options = {}) {
    let pageToken = request.pageToken;
    do {
        const reply = await call({ ...request, pageToken }, options);
        yield* reply[items];
        pageToken = reply.nextPageToken;
    } while (pageToken !== '');
}

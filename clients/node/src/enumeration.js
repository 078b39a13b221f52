/** Numbers by name and names by number, as TypeScript makes of an `enum`. */
export function enumeration(values) {
    const names = Object.entries(values).map(([name, value]) => [value, name]);
    return Object.freeze({ ...values, ...Object.fromEntries(names) });
}

/** Numbers that look random and are the same in every run. */
export class Dice {
    #state;

    constructor(seed) {
        this.#state = seed;
    }

    /** From 0 on, below `bound`. A linear congruential generator, its upper bits. */
    below(bound) {
        this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
        return Math.floor((this.#state / 2 ** 32) * bound);
    }

    bytes(length, mask = 0xff) {
        return Buffer.alloc(length).map(() => this.below(256) & mask);
    }
}

package io.graphkeep.server.config;

import java.util.function.Function;

/**
 * What texts a key takes, and what they mean.
 *
 * @param allowed what is allowed, to follow "must be"
 * @param parser throws where the text is not allowed
 * @param show the value as the operator would write it
 */
record ValueType<T>(String allowed, Parser<T> parser, Function<T, String> show) {

    /** From the operator's text, stripped and never empty, to the value. */
    interface Parser<T> {
        T parse(String text, Surroundings surroundings) throws BadValueException;
    }

    ValueType(String allowed, Parser<T> parser) {
        this(allowed, parser, String::valueOf);
    }

    T parse(String text, Surroundings surroundings) throws BadValueException {
        return parser.parse(text, surroundings);
    }
}

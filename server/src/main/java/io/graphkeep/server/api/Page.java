package io.graphkeep.server.api;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One page of a list that a caller asks for.
 *
 * <p>Where the list stands between two pages is a cursor of the service's own making: the id of the last entry, say.
 */
public final class Page {
    private final int size;
    private final Optional<String> after;
    private final UnaryOperator<String> seal;

    Page(int size, Optional<String> after, UnaryOperator<String> seal) {
        this.size = size;
        this.after = after;
        this.seal = seal;
    }

    /** How many entries it may have; one more is to be read, to know whether there is a next page. */
    public int size() {
        return size;
    }

    /** The cursor that the page before ended with; empty on the first one. */
    public Optional<String> after() {
        return after;
    }

    /** The {@code next_page_token} for a page that ended with this cursor. */
    public String next(String cursor) {
        return seal.apply(cursor);
    }
}

/**
 * Which cleanups do all that there is to do, and how the last of these went.
 *
 * <p>The operations themselves are rows of {@link io.graphkeep.server.catalog.operation}; here stands only what is asked of
 * them often. What a cleanup does is unknown here.
 */
@NullMarked
package io.graphkeep.server.catalog.cleanup;

import org.jspecify.annotations.NullMarked;

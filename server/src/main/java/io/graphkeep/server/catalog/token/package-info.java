/**
 * The rows of tokens, and the statements that read and write them.
 *
 * <p>Knows hashes only; what a role or a scope means is known above.
 */
@NullMarked
package io.graphkeep.server.catalog.token;

import org.jspecify.annotations.NullMarked;

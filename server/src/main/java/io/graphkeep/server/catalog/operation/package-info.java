/**
 * The rows of operations, and the statements that move them.
 *
 * <p>Every statement that a claimer runs names the attempt by which it claimed, and changes nothing where another attempt
 * has begun since. What a kind of operation does is unknown here.
 */
@NullMarked
package io.graphkeep.server.catalog.operation;

import org.jspecify.annotations.NullMarked;
